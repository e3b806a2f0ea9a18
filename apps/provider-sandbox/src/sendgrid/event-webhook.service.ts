import { Injectable } from '@nestjs/common';
import { Controls } from '../controls/controls.service.js';
import type { SentWebhook } from '../ledger/ledger-entries.js';
import { Ledger } from '../ledger/ledger.service.js';
import type { Happening, MailEvent } from '../lives/happening.js';
import type { SignatureKind, WebhookFaults } from '../lives/life.schema.js';
import { Agenda } from '../webhooks/agenda.service.js';
import { WebhookOutbox } from '../webhooks/webhook-outbox.service.js';
import type { WebhookPost } from '../webhooks/webhook-post.js';
import { EventWebhookSigner } from './event-webhook.signer.js';
import { toMailEventJson } from './mail-event.js';

const PATH = '/api/v2/webhooks/sendgrid';
/** SendGrid waits up to 30 s or for 768 KB. */
const BATCH_WINDOW_MS = 100;
const MAX_BATCH_BYTES = 768 * 1_024;
const COPIES_IN_A_BATCH = 2;

/** Events that will be told by one request. */
interface Batch {
  readonly signature: SignatureKind;
  readonly events: string[];
  readonly webhooks: SentWebhook[];
  bytes: number;
  /** The end of its window. */
  readonly closing: Promise<void>;
  posted?: Promise<void>;
}

/** SendGrid's Event Webhook: a JSON array of what happened to any messages within a short time. */
@Injectable()
export class EventWebhook {
  private readonly open = new Map<SignatureKind, Batch>();

  constructor(
    private readonly ledger: Ledger,
    private readonly outbox: WebhookOutbox,
    private readonly agenda: Agenda,
    private readonly signer: EventWebhookSigner,
    private readonly controls: Controls,
  ) {}

  /** Resolves once its batches were tried. */
  async tell(happening: Happening<MailEvent>, faults: WebhookFaults): Promise<void> {
    const json = JSON.stringify(toMailEventJson(happening));
    await Promise.all(Array.from({ length: faults.copies }, (_, copy) => this.tellCopy(copy, json, happening, faults)));
  }

  private async tellCopy(copy: number, json: string, happening: Happening<MailEvent>, faults: WebhookFaults) {
    await this.agenda.wait(Math.floor(copy / COPIES_IN_A_BATCH) * 2 * BATCH_WINDOW_MS);
    const webhook = this.record(json, happening);
    if (faults.lost) this.outbox.lose(this.toPost([json], [webhook], faults.signature));
    else await this.add(json, webhook, faults.signature);
  }

  private record(json: string, { message, event }: Happening<MailEvent>): SentWebhook {
    const { id: messageId, provider, notificationId, to } = message;
    const url = this.controls.state.webhooks.target + PATH;
    const webhook = { provider, event: event.event, messageId, notificationId, to, url, payload: json };
    return this.ledger.recordWebhook(webhook, message);
  }

  private async add(json: string, webhook: SentWebhook, signature: SignatureKind): Promise<void> {
    const batch = this.batchFor(signature);
    batch.events.push(json);
    batch.webhooks.push(webhook);
    batch.bytes += Buffer.byteLength(json) + 1;
    if (batch.bytes < MAX_BATCH_BYTES) await batch.closing;
    await this.post(batch);
  }

  private batchFor(signature: SignatureKind): Batch {
    const open = this.open.get(signature);
    if (open !== undefined) return open;
    const closing = this.agenda.wait(BATCH_WINDOW_MS);
    const batch: Batch = { signature, events: [], webhooks: [], bytes: 0, closing };
    this.open.set(signature, batch);
    return batch;
  }

  /** Once, whoever asks first. */
  private post(batch: Batch): Promise<void> {
    if (this.open.get(batch.signature) === batch) this.open.delete(batch.signature);
    batch.posted ??= this.outbox.post(this.toPost(batch.events, batch.webhooks, batch.signature));
    return batch.posted;
  }

  private toPost(events: readonly string[], webhooks: readonly SentWebhook[], signature: SignatureKind): WebhookPost {
    const body = `[${events.join(',')}]`;
    return {
      provider: 'sendgrid',
      url: this.controls.state.webhooks.target + PATH,
      headers: {
        'content-type': 'application/json;charset=utf-8',
        'user-agent': 'SendGrid Event API',
        ...this.signer.headersFor(body, signature),
      },
      body,
      webhooks,
      retried: signature === 'valid',
    };
  }
}
