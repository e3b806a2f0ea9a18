/** Implements F7, F8, N9. What customers do with their messages: recorded, and told to the world after the commit. */
import { Injectable } from '@nestjs/common';
import { type InAppLive, encodeDeliveryEvent, encodeInAppLive } from '#contracts';
import {
  Database,
  type DeliveredItem,
  type InboxMark,
  type OutboxMessage,
  type OutboxRow,
  type Transaction,
  findTraceparents,
  insertOutbox,
  lowerUnread,
  markAllRead,
  markDelivered,
  markItem,
  readInboxStandings,
} from '#database';
import { OutboxPublisher } from '#messaging';
import { Clock, IdGenerator, Tracing } from '#runtime';

/** Bounds a transaction, and the message that tells of it. */
const MOST_AT_ONCE = 500;

@Injectable()
export class InboxWriter {
  constructor(
    private readonly database: Database,
    private readonly outbox: OutboxPublisher,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    private readonly tracing: Tracing,
  ) {}

  /** Messages that a device has confirmed. Resolves once the news is published, or left to the relay. @throws DatabaseUnavailableError */
  async acknowledged(ids: readonly string[]): Promise<void> {
    const row = await this.commit((sql, now) => this.deliver(sql, ids, now));
    if (row !== undefined) await this.outbox.publishCommitted(row);
  }

  /** Messages that are about to be shown in a list. @throws DatabaseUnavailableError */
  async listed(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.record((sql, now) => this.deliver(sql, ids, now));
  }

  /** @returns false when it is not in this customer's inbox; reading again changes nothing. @throws DatabaseUnavailableError */
  read(userId: string, id: string): Promise<boolean> {
    return this.mark(userId, id, 'read_at');
  }

  /** @returns false when it is not in this customer's inbox; archiving again changes nothing. @throws DatabaseUnavailableError */
  archive(userId: string, id: string): Promise<boolean> {
    return this.mark(userId, id, 'archived_at');
  }

  /** Everything that is in the inbox by now; what arrives meanwhile stays unread. @throws DatabaseUnavailableError */
  async readAll(userId: string): Promise<void> {
    const upToSeq = (await readInboxStandings(this.database, [userId])).get(userId)?.top ?? 0;
    let read: ReadSome = { more: true };
    while (read.more) read = await this.readSome(userId, upToSeq, read.last);
  }

  /** @param before one that was read by an earlier turn */
  private async readSome(userId: string, upToSeq: number, before?: string): Promise<ReadSome> {
    let result: ReadSome = { more: false };
    await this.record(async (sql, now) => {
      const { ids, more } = await markAllRead(sql, userId, upToSeq, MOST_AT_ONCE, now);
      const last = ids.at(-1) ?? before;
      result = { more, last };
      if (last === undefined) return [];
      // Told with the last of it, and then all of it is true: also where somebody else has read what was left.
      const live = more ? null : { notificationId: last, userId, change: 'all_read' as const, upToSeq };
      return this.changed(sql, { userId, ids, wasUnread: true, live }, now);
    });
    return result;
  }

  private async mark(userId: string, id: string, mark: InboxMark): Promise<boolean> {
    let found = false;
    await this.record(async (sql, now) => {
      const marked = await markItem(sql, userId, id, mark, now);
      found = marked !== undefined;
      if (marked?.changed !== true) return [];
      const live = { notificationId: id, userId, change: CHANGES[mark] };
      return this.changed(sql, { userId, ids: [id], wasUnread: marked.wasUnread, live }, now);
    });
    return found;
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

  /** Whoever changes a message has it. The count comes last: settlements of the same customer wait for it. */
  private async changed(
    sql: Transaction,
    { userId, ids, wasUnread, live }: InboxChanges,
    now: Date,
  ): Promise<OutboxMessage[]> {
    const messages = await this.deliver(sql, ids, now);
    await lowerUnread(
      sql,
      ids.map(() => ({ userId, wasUnread })),
    );
    return live === null ? messages : [...messages, encodeInAppLive(live)];
  }

  private async deliver(sql: Transaction, ids: readonly string[], now: Date): Promise<OutboxMessage[]> {
    const delivered = await markDelivered(sql, ids, now);
    const isTraced = this.tracing.isOn && delivered.length > 0;
    const traceparents = isTraced ? await findTraceparents(sql, ids) : new Map<string, string>();
    return delivered.map((item) => deliveryEventOf(item, now, traceparents.get(item.id)));
  }
}

const CHANGES = { read_at: 'read', archived_at: 'archived' } as const satisfies Record<InboxMark, InAppLive['change']>;

interface ReadSome {
  readonly more: boolean;
  readonly last?: string | undefined;
}

/** To messages of one customer. */
interface InboxChanges {
  readonly userId: string;
  readonly ids: readonly string[];
  readonly wasUnread: boolean;
  /** null: more of the same follows. */
  readonly live: InAppLive | null;
}

function deliveryEventOf({ id, ...item }: DeliveredItem, now: Date, traceparent: string | undefined): OutboxMessage {
  return encodeDeliveryEvent(
    { ...item, notificationId: id, channel: 'in_app', status: 'delivered', reason: null },
    now,
    traceparent,
  );
}
