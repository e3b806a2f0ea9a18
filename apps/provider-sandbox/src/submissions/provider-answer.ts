import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Allowance } from '../controls/rate-limits.service.js';
import type { RejectedStep } from '../faults/fault.schema.js';
import type { Provider } from '../ledger/ledger-entries.js';

/** An HTTP answer, as the provider would give it. */
export interface ProviderAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What went wrong, for the request log. */
  readonly detail: string | null;
}

/** How one provider words the answers that faults call for. */
export interface ProviderDialect {
  readonly provider: Provider;
  readonly serverError: (status: number) => ProviderAnswer;
  readonly rateLimited: (allowance: Allowance) => ProviderAnswer;
  readonly rejected: (step: RejectedStep) => ProviderAnswer;
  /** Told with every answer while a limit is set. */
  readonly limitHeaders: (allowance: Allowance) => ProviderAnswer['headers'];
}

export function jsonAnswer(
  status: number,
  body: object,
  detail: string | null = null,
  headers: Readonly<Record<string, string>> = {},
): ProviderAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body), detail };
}

/** What a proxy in front of the provider says. */
export function htmlAnswer(status: number): ProviderAnswer {
  const title = `${status} ${STATUS_CODES[status] ?? 'Error'}`;
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body><center><h1>${title}</h1></center></body>\r\n</html>\r\n`;
  return { status, headers: { 'content-type': 'text/html' }, body, detail: title };
}

export function emptyAnswer(status: number, headers: Readonly<Record<string, string>>): ProviderAnswer {
  return { status, headers, body: '', detail: null };
}

export function withHeaders(answer: ProviderAnswer, headers: ProviderAnswer['headers']): ProviderAnswer {
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** Without Express's `send`: no entity tag or freshness check belongs to these answers, and it costs half the throughput. */
export function give(response: ServerResponse, answer: ProviderAnswer): void {
  response
    .writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) })
    .end(answer.body);
}

/** The bytes of an answer, as HTTP/1.1 puts them on the wire. */
export function toBytes({ status, headers, body }: ProviderAnswer): Buffer {
  const all = { ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', body].join('\r\n'));
}
