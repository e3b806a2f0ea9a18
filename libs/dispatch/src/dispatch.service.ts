/** Implements F1, N3, N7, N9, AC-08, AC-10. One transaction per batch: what was seen, what is decided, what remains to be done. */
import { Injectable } from '@nestjs/common';
import type { OrderEvent } from '#contracts';
import { Database, type NewNotification, RecipientKeys, loadCustomers } from '#database';
import { DispatchAnnouncer } from './dispatch.announcer.js';
import { DispatchWriter, type Dispatched, type Keys } from './dispatch.writer.js';
import { ErasureReplay } from './erasure-replay.js';
import { endOrderEventSpans } from './order-event-spans.js';

export interface DispatchResult {
  /** How many of the events were not seen before. */
  readonly fresh: number;
  /** One per channel of each fresh event. */
  readonly notifications: readonly NewNotification[];
}

@Injectable()
export class DispatchService {
  constructor(
    private readonly database: Database,
    private readonly keys: RecipientKeys,
    private readonly writer: DispatchWriter,
    private readonly announcer: DispatchAnnouncer,
    private readonly erasures: ErasureReplay,
  ) {}

  /**
   * Dispatches a batch; events seen before change nothing.
   * @throws ErasuresUnknownError, DatabaseUnavailableError, and the driver's error for a value it refuses (SQLSTATE 22, 23)
   * @throws UnreadableKeyError naming customers whose events cannot be sealed; nothing was dispatched
   */
  async dispatch(events: readonly OrderEvent[]): Promise<DispatchResult> {
    const dispatched = await this.commit(events);
    await this.announcer.announce(dispatched);
    return resultOf(dispatched);
  }

  /**
   * As `dispatch`, for whoever answers a request: the answer needs the commit, not the broker.
   * @throws as `dispatch` does
   */
  async dispatchBehind(events: readonly OrderEvent[]): Promise<DispatchResult> {
    const dispatched = await this.commit(events);
    this.announcer.announceBehind(dispatched);
    return resultOf(dispatched);
  }

  private async commit(events: readonly OrderEvent[]): Promise<Dispatched> {
    await this.erasures.untilDone();
    const incoming = this.writer.prepare(events);
    const keys = await this.findKeys(events);
    const dispatched = await this.database.transaction((sql) => this.writer.write(sql, incoming, keys));
    endOrderEventSpans(incoming, dispatched);
    return dispatched;
  }

  /**
   * Before the transaction: keys may live in another database, and a transaction that waited for a second connection could wait for
   * ever. A key made for nothing does no harm.
   */
  private async findKeys(events: readonly OrderEvent[]): Promise<Keys> {
    const userIds = new Set(events.map((event) => event.data.userId));
    const known = await this.keys.find(userIds);
    const missing = [...userIds].filter((userId) => !known.readable.has(userId));
    if (missing.length === 0) return known.readable;
    const customers = await loadCustomers(this.database, missing);
    const needed = missing.filter((userId) => customers.get(userId)?.erased !== true);
    known.requireReadable(needed);
    const made = await this.keys.findOrCreate(needed);
    made.requireReadable(needed);
    return new Map([...known.readable, ...made.readable]);
  }
}

function resultOf({ fresh, notifications }: Dispatched): DispatchResult {
  return { fresh: fresh.length, notifications };
}
