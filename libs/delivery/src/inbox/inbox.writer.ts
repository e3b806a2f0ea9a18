/** Implements F7, F8, N9. What customers do with their messages: recorded, and told to the world after the commit. */
import { Injectable } from '@nestjs/common';
import { encodeDeliveryEvent, encodeInAppLive } from '#contracts';
import {
  Database,
  type DeliveredItem,
  type InboxMark,
  type OutboxMessage,
  type OutboxRow,
  type Transaction,
  insertOutbox,
  markAllRead,
  markDelivered,
  markItem,
} from '#database';
import { OutboxPublisher } from '#messaging';
import { Clock, IdGenerator } from '#runtime';

/** Bounds a transaction, and the message that tells of it. */
const MOST_AT_ONCE = 500;

@Injectable()
export class InboxWriter {
  constructor(
    private readonly database: Database,
    private readonly outbox: OutboxPublisher,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** Messages that a device has confirmed. Resolves once the news is published, or left to the relay. @throws DatabaseUnavailableError */
  async acknowledged(ids: readonly string[]): Promise<void> {
    const row = await this.commit((sql, now) => deliver(sql, ids, now));
    if (row !== undefined) await this.outbox.publishCommitted(row);
  }

  /** Messages that are about to be shown in a list. @throws DatabaseUnavailableError */
  async listed(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.record((sql, now) => deliver(sql, ids, now));
  }

  /** @returns false when it is not in this customer's inbox; reading again changes nothing. @throws DatabaseUnavailableError */
  read(userId: string, id: string): Promise<boolean> {
    return this.mark(userId, id, 'read_at');
  }

  /** @returns false when it is not in this customer's inbox; archiving again changes nothing. @throws DatabaseUnavailableError */
  archive(userId: string, id: string): Promise<boolean> {
    return this.mark(userId, id, 'archived_at');
  }

  /** Everything in the inbox. @throws DatabaseUnavailableError */
  async readAll(userId: string): Promise<void> {
    for (let marked = MOST_AT_ONCE; marked === MOST_AT_ONCE;) {
      await this.record(async (sql, now) => {
        const ids = await markAllRead(sql, userId, MOST_AT_ONCE, now);
        marked = ids.length;
        return this.changed(sql, userId, ids, now);
      });
    }
  }

  private async mark(userId: string, id: string, mark: InboxMark): Promise<boolean> {
    let found = false;
    await this.record(async (sql, now) => {
      const result = await markItem(sql, userId, id, mark, now);
      found = result !== 'unknown';
      return result === 'changed' ? this.changed(sql, userId, [id], now) : [];
    });
    return found;
  }

  /** Whoever changes a message has it. One live message is enough: devices are told a count. */
  private async changed(sql: Transaction, userId: string, ids: readonly string[], now: Date): Promise<OutboxMessage[]> {
    const [first] = ids;
    if (first === undefined) return [];
    return [...(await deliver(sql, ids, now)), encodeInAppLive({ notificationId: first, userId })];
  }

  private async record(work: (sql: Transaction, now: Date) => Promise<OutboxMessage[]>): Promise<void> {
    const row = await this.commit(work);
    if (row !== undefined) this.outbox.publishBehind(row);
  }

  private commit(work: (sql: Transaction, now: Date) => Promise<OutboxMessage[]>): Promise<OutboxRow | undefined> {
    const now = this.clock.now();
    return this.database.transaction(async (sql) => {
      const messages = await work(sql, now);
      if (messages.length === 0) return undefined;
      const row = { id: this.ids.next(), messages };
      await insertOutbox(sql, row, now);
      return row;
    });
  }
}

async function deliver(sql: Transaction, ids: readonly string[], now: Date): Promise<OutboxMessage[]> {
  const delivered = await markDelivered(sql, ids, now);
  return delivered.map((item) => deliveryEventOf(item, now));
}

function deliveryEventOf({ id, ...item }: DeliveredItem, now: Date): OutboxMessage {
  return encodeDeliveryEvent(
    { ...item, notificationId: id, channel: 'in_app', status: 'delivered', reason: null },
    now,
  );
}
