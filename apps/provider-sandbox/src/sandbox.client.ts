import type { z } from 'zod';
import type { FaultScriptSchema } from './faults/fault.schema.js';
import type { AcceptedMessage, SendRequest } from './ledger/ledger-entries.js';
import type { LedgerQuerySchema } from './ledger/ledger-query.schema.js';
import type { LedgerPage } from './ledger/ledger.service.js';

export type LedgerFilter = Partial<z.input<typeof LedgerQuerySchema>>;

/** Sets the sandbox's faults and reads its ledger: for tests, demo and benchmarks. */
export class SandboxClient {
  /** @param baseUrl without a slash at its end */
  constructor(readonly baseUrl: string) {}

  messages(filter: LedgerFilter = {}): Promise<LedgerPage<AcceptedMessage>> {
    return this.json(`ledger?${toQuery(filter)}`);
  }

  message(id: number): Promise<AcceptedMessage> {
    return this.json(`ledger/${id}`);
  }

  requests(filter: LedgerFilter = {}): Promise<LedgerPage<SendRequest>> {
    return this.json(`requests?${toQuery(filter)}`);
  }

  async clearLedger(): Promise<void> {
    await this.call('ledger', { method: 'DELETE' });
  }

  /** @param recipient email address or phone number */
  async setFaults(recipient: string, script: z.input<typeof FaultScriptSchema>): Promise<void> {
    await this.call(`faults/${encodeURIComponent(recipient)}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(script),
    });
  }

  async removeFaults(recipient: string): Promise<void> {
    await this.call(`faults/${encodeURIComponent(recipient)}`, { method: 'DELETE' });
  }

  private async json<T>(path: string): Promise<T> {
    return (await (await this.call(path)).json()) as T;
  }

  private async call(path: string, init?: RequestInit): Promise<Response> {
    const response = await fetch(`${this.baseUrl}/sandbox/${path}`, init);
    if (!response.ok) throw new SandboxError(response.status, await response.text());
    return response;
  }
}

/** The sandbox refused a call to its own endpoints. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';
  readonly code = 'sandbox_refused';

  constructor(
    readonly status: number,
    answer: string,
  ) {
    super(`the provider sandbox answered ${status}: ${answer}`);
  }
}

function toQuery(filter: LedgerFilter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) query.set(name, String(value));
  return query.toString();
}
