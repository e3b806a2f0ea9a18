/** Implements F7, F8, N9. What customers do with their messages: recorded, and told to the world after the commit. */
import { Injectable } from '@nestjs/common';
import { type InAppLive, TOPICS, encodeDeliveryEvent } from '#contracts';
import {
  Database,
  type DeliveredItem,
  type OutboxMessage,
  type OutboxRow,
  type Sql,
  insertOutbox,
  markDelivered,
  markRead,
} from '#database';
import { OutboxPublisher } from '#messaging';
import { Clock, IdGenerator } from '#runtime';

@Injectable()
export class InboxWriter {
  constructor(
    private readonly database: Database,
    private readonly outbox: OutboxPublisher,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** Messages that a device has confirmed. @throws DatabaseUnavailableError */
  async acknowledged(ids: readonly string[]): Promise<void> {
    await this.commit((sql, now) => deliver(sql, ids, now));
  }

  /** A message that its customer has read; anything else is left alone. @throws DatabaseUnavailableError */
  async read(userId: string, id: string): Promise<void> {
    await this.commit(async (sql, now) => {
      if (!(await markRead(sql, userId, id, now))) return [];
      const delivered = await deliver(sql, [id], now);
      return [...delivered, inboxChanged({ notificationId: id, userId })];
    });
  }

  private async commit(work: (sql: Sql, now: Date) => Promise<OutboxMessage[]>): Promise<void> {
    const now = this.clock.now();
    const row = await this.database.transaction(async (sql): Promise<OutboxRow | undefined> => {
      const messages = await work(sql, now);
      if (messages.length === 0) return undefined;
      const written = { id: this.ids.next(), messages };
      await insertOutbox(sql, written, now);
      return written;
    });
    if (row !== undefined) await this.outbox.publishCommitted(row);
  }
}

async function deliver(sql: Sql, ids: readonly string[], now: Date): Promise<OutboxMessage[]> {
  const delivered = await markDelivered(sql, ids, now);
  return delivered.map((item) => deliveryEventOf(item, now));
}

function deliveryEventOf({ id, ...item }: DeliveredItem, now: Date): OutboxMessage {
  return encodeDeliveryEvent(
    { ...item, notificationId: id, channel: 'in_app', status: 'delivered', reason: null },
    now,
  );
}

/** Makes every replica look at the message again, and so tell its customer's other devices. */
function inboxChanged(change: InAppLive): OutboxMessage {
  return { topic: TOPICS.inAppLive.name, key: change.userId, value: JSON.stringify(change) };
}
