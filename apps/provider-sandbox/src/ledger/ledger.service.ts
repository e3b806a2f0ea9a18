import { Clock } from '#runtime';
import { Injectable } from '@nestjs/common';
import { BoundedLog } from './bounded-log.js';
import type { NewMessage, NewWebhook, SendRequest, SentWebhook, TrackedMessage } from './ledger-entries.js';
import type { LedgerQuery, RequestQuery, WebhookQuery } from './ledger-query.schema.js';

const MAX_ENTRIES = 200_000;
/** Rendered emails are large: older ones keep everything but their body. */
const EMAILS_WITH_CONTENT = 5_000;
const WEBHOOKS_WITH_PAYLOAD = 5_000;

export interface LedgerPage<T> {
  readonly items: readonly T[];
  /** Matching entries, of which `items` holds the newest. */
  readonly total: number;
  /** Entries pushed out since the ledger was cleared. Whoever judges by the ledger checks that this is 0. */
  readonly forgotten: number;
}

/** What the providers took, what they were asked and what they told, in memory: the judge of "nothing lost, nothing twice". */
@Injectable()
export class Ledger {
  private readonly messages = new BoundedLog<TrackedMessage>(MAX_ENTRIES);
  private readonly requests = new BoundedLog<SendRequest>(MAX_ENTRIES);
  private readonly webhooks = new BoundedLog<SentWebhook>(MAX_ENTRIES);

  constructor(private readonly clock: Clock) {}

  /** Without a life to come, a message has been handed on. */
  accept(message: NewMessage): TrackedMessage {
    const at = this.now();
    const onItsWay =
      message.provider === 'twilio' ? { status: 'sent', sentAt: at } : { status: 'accepted', sentAt: null };
    const accepted = this.messages.append((id) => ({
      id,
      at,
      contentForgotten: false,
      ...message,
      ...onItsWay,
      errorCode: null,
      webhooks: [],
    }));
    forgetContent(this.messages.back(EMAILS_WITH_CONTENT));
    return accepted;
  }

  record(request: Omit<SendRequest, 'id' | 'at'>): void {
    this.requests.append((id) => ({ id, at: this.now(), ...request }));
  }

  /** @param message the one it tells of, if any */
  recordWebhook(webhook: NewWebhook, message: TrackedMessage | null): SentWebhook {
    const open = { outcome: 'pending' as const, tries: 0, status: null, detail: null };
    const made = this.webhooks.append((id) => ({ id, at: this.now(), ...webhook, ...open }));
    message?.webhooks.push(made);
    forgetPayload(this.webhooks.back(WEBHOOKS_WITH_PAYLOAD));
    return made;
  }

  message(id: number): TrackedMessage | undefined {
    return this.messages.get(id);
  }

  findMessages(query: LedgerQuery): LedgerPage<TrackedMessage> {
    return find(this.messages, query, (message) => isAsked(message, query));
  }

  findRequests(query: RequestQuery): LedgerPage<SendRequest> {
    return find(this.requests, query);
  }

  findWebhooks(query: WebhookQuery): LedgerPage<SentWebhook> {
    return find(
      this.webhooks,
      query,
      ({ event, outcome }) => isOrAny(query.event, event) && isOrAny(query.outcome, outcome),
    );
  }

  /** Every message to read, the newest first. */
  newestMessages(): Iterable<TrackedMessage> {
    return this.messages.newestFirst();
  }

  clear(): void {
    this.messages.clear();
    this.requests.clear();
    this.webhooks.clear();
  }

  private now(): string {
    return this.clock.now().toISOString();
  }
}

function find<T extends TrackedMessage | SendRequest | SentWebhook>(
  log: BoundedLog<T>,
  query: RequestQuery,
  isAskedFor: (entry: T) => boolean = () => true,
): LedgerPage<T> {
  const items: T[] = [];
  let total = 0;
  for (const entry of log.newestFirst()) {
    // Entries are in order of time.
    if (query.since !== undefined && entry.at < query.since) break;
    if (!matches(entry, query) || !isAskedFor(entry)) continue;
    total += 1;
    if (items.length < query.limit) items.push(entry);
  }
  return { items, total, forgotten: log.forgotten };
}

function matches(entry: TrackedMessage | SendRequest | SentWebhook, query: RequestQuery): boolean {
  return (
    isOrAny(query.provider, entry.provider) &&
    isOrAny(query.to, entry.to) &&
    isOrAny(query.notificationId, entry.notificationId) &&
    (query.until === undefined || entry.at < query.until)
  );
}

function isAsked({ providerMessageId, status, webhooks }: TrackedMessage, query: LedgerQuery): boolean {
  return (
    isOrAny(query.providerMessageId, providerMessageId) &&
    isOrAny(query.status, status) &&
    (query.event === undefined || webhooks.some(({ event }) => event === query.event))
  );
}

const isOrAny = <T>(asked: T | undefined, value: T) => asked === undefined || asked === value;

function forgetContent(message: TrackedMessage | undefined): void {
  if (message?.provider !== 'sendgrid') return;
  message.text = null;
  message.html = null;
  message.contentForgotten = true;
}

function forgetPayload(webhook: SentWebhook | undefined): void {
  if (webhook !== undefined) webhook.payload = null;
}
