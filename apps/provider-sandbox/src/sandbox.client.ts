import type { z } from 'zod';
import type { ControlsDocument } from './controls/controls.controller.js';
import type { ControlsChangeSchema } from './controls/controls.schema.js';
import type { FaultScriptSchema } from './faults/fault.schema.js';
import type { SendRequest, TrackedMessage } from './ledger/ledger-entries.js';
import type { ErasureRequest } from './erasures/erasures.service.js';
import type { LedgerQuerySchema, RequestQuerySchema, WebhookQuerySchema } from './ledger/ledger-query.schema.js';
import type { WebhookPage } from './ledger/ledger.controller.js';
import type { LedgerPage } from './ledger/ledger.service.js';
import type { LifeEventSchema, LifeSchema, LifeScriptSchema } from './lives/life.schema.js';
import type { InboundTextSchema } from './twilio/inbound-text.schema.js';

export type LedgerFilter = Partial<z.input<typeof LedgerQuerySchema>>;
export type RequestFilter = Partial<z.input<typeof RequestQuerySchema>>;
export type WebhookFilter = Partial<z.input<typeof WebhookQuerySchema>>;
export type LifeEventInput = z.input<typeof LifeEventSchema>;

/** Sets the sandbox's faults and lives and reads its ledger: for tests, demo and benchmarks. */
export class SandboxClient {
  /** @param baseUrl without a slash at its end */
  constructor(readonly baseUrl: string) {}

  messages(filter: LedgerFilter = {}): Promise<LedgerPage<TrackedMessage>> {
    return this.json(`ledger?${toQuery(filter)}`);
  }

  message(id: number): Promise<TrackedMessage> {
    return this.json(`ledger/${id}`);
  }

  requests(filter: RequestFilter = {}): Promise<LedgerPage<SendRequest>> {
    return this.json(`requests?${toQuery(filter)}`);
  }

  webhooks(filter: WebhookFilter = {}): Promise<WebhookPage> {
    return this.json(`webhooks?${toQuery(filter)}`);
  }

  async clearLedger(): Promise<void> {
    await this.call('ledger', 'DELETE');
  }

  /** @param recipient email address, phone number, or `*` for everybody without a script of their own */
  async setFaults(recipient: string, script: z.input<typeof FaultScriptSchema>): Promise<void> {
    await this.call(`faults/${encodeURIComponent(recipient)}`, 'PUT', script);
  }

  async removeFaults(recipient: string): Promise<void> {
    await this.call(`faults/${encodeURIComponent(recipient)}`, 'DELETE');
  }

  /** @param recipient email address, phone number, or `*` for everybody without a script of their own */
  async setLives(recipient: string, script: z.input<typeof LifeScriptSchema>): Promise<void> {
    await this.call(`lives/${encodeURIComponent(recipient)}`, 'PUT', script);
  }

  async removeLives(recipient: string): Promise<void> {
    await this.call(`lives/${encodeURIComponent(recipient)}`, 'DELETE');
  }

  /**
   * Lets something more happen to an accepted message.
   * @param messageId its number in the ledger
   * @returns once the service was told
   */
  async happen(messageId: number, event: LifeEventInput, life: z.input<typeof LifeSchema> = {}): Promise<void> {
    await this.call(`ledger/${messageId}/life`, 'POST', { events: [event], beforeAnswer: true, ...life });
  }

  /** Lets a customer text the service; resolves once it was told. */
  async text(from: string, text: string, more: Partial<z.input<typeof InboundTextSchema>> = {}): Promise<void> {
    await this.call('texts', 'POST', { from, text, ...more });
  }

  /** Numbers that said STOP. */
  optOuts(): Promise<readonly string[]> {
    return this.json('opt-outs');
  }

  /** What the providers were asked to forget. */
  erasures(): Promise<readonly ErasureRequest[]> {
    return this.json('erasures');
  }

  controls(): Promise<ControlsDocument> {
    return this.json('controls');
  }

  /** What is left out stays as it is. */
  async control(change: z.input<typeof ControlsChangeSchema>): Promise<ControlsDocument> {
    return (await (await this.call('controls', 'PATCH', change)).json()) as ControlsDocument;
  }

  private async json<T>(path: string): Promise<T> {
    return (await (await this.call(path, 'GET')).json()) as T;
  }

  private async call(path: string, method: string, body?: unknown): Promise<Response> {
    const response = await fetch(`${this.baseUrl}/sandbox/${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
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

function toQuery(filter: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) query.set(name, String(value));
  return query.toString();
}
