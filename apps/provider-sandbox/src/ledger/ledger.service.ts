import { Injectable } from '@nestjs/common';
import { BoundedLog } from './bounded-log.js';
import type { AcceptedMessage, NewMessage, SendRequest } from './ledger-entries.js';
import type { LedgerQuery } from './ledger-query.schema.js';

const MAX_ENTRIES = 200_000;
/** Rendered emails are large: older ones keep everything but their body. */
const EMAILS_WITH_CONTENT = 5_000;

export interface LedgerPage<T> {
  readonly items: readonly T[];
  /** Matching entries, of which `items` holds the newest. */
  readonly total: number;
  /** Entries pushed out since the ledger was cleared. Whoever judges by the ledger checks that this is 0. */
  readonly forgotten: number;
}

/** What the providers took and what they were asked, in memory: the judge of "nothing lost, nothing twice". */
@Injectable()
export class Ledger {
  private readonly messages = new BoundedLog<AcceptedMessage>(MAX_ENTRIES);
  private readonly requests = new BoundedLog<SendRequest>(MAX_ENTRIES);

  accept(message: NewMessage): AcceptedMessage {
    const accepted = this.messages.append((id) => ({ id, at: now(), contentForgotten: false, ...message }));
    forgetContent(this.messages.back(EMAILS_WITH_CONTENT));
    return accepted;
  }

  record(request: Omit<SendRequest, 'id' | 'at'>): void {
    this.requests.append((id) => ({ id, at: now(), ...request }));
  }

  message(id: number): AcceptedMessage | undefined {
    return this.messages.get(id);
  }

  findMessages(query: LedgerQuery): LedgerPage<AcceptedMessage> {
    return find(this.messages, query);
  }

  findRequests(query: LedgerQuery): LedgerPage<SendRequest> {
    return find(this.requests, query);
  }

  /** Every message to read, the newest first. */
  newestMessages(): Iterable<AcceptedMessage> {
    return this.messages.newestFirst();
  }

  clear(): void {
    this.messages.clear();
    this.requests.clear();
  }
}

function find<T extends AcceptedMessage | SendRequest>(log: BoundedLog<T>, query: LedgerQuery): LedgerPage<T> {
  const items: T[] = [];
  let total = 0;
  for (const entry of log.newestFirst()) {
    // Entries are in order of time.
    if (query.since !== undefined && entry.at < query.since) break;
    if (!matches(entry, query)) continue;
    total += 1;
    if (items.length < query.limit) items.push(entry);
  }
  return { items, total, forgotten: log.forgotten };
}

function matches(entry: AcceptedMessage | SendRequest, query: LedgerQuery): boolean {
  return (
    (query.provider === undefined || entry.provider === query.provider) &&
    (query.to === undefined || entry.to === query.to) &&
    (query.notificationId === undefined || entry.notificationId === query.notificationId)
  );
}

function forgetContent(message: AcceptedMessage | undefined): void {
  if (message?.provider !== 'sendgrid') return;
  message.text = null;
  message.html = null;
  message.contentForgotten = true;
}

const now = () => new Date().toISOString();
