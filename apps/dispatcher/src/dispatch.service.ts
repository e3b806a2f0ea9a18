/** Implements F1, N3, N7, N9, AC-08, AC-10. One transaction per batch: what was seen, what is decided, what remains to be done. */
import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { NUDGE_TOPICS, type OrderEvent, PUBLISHED_STATUSES, encodeDeliveryEvent } from '#contracts';
import {
  Database,
  type NewNotification,
  type NewOrderEvent,
  type NewQueueRow,
  type OutboxMessage,
  type OutboxRow,
  RecipientKeys,
  type Sql,
  addDailyCounts,
  enqueue,
  findSuppressed,
  insertInboxEntries,
  insertNotifications,
  insertOrderEvents,
  insertOutbox,
  loadCustomers,
  loadPauses,
  lockDailyCounts,
  takeInboxPositions,
} from '#database';
import { DELIVERY_SETTINGS, type DeliverySettings } from '#delivery';
import { KafkaPublisher, OutboxPublisher } from '#messaging';
import { seal } from '#privacy';
import { Clock, IdGenerator, LOGGER, type Logger, isRetryable } from '#runtime';
import { AddressHasher } from './address-hasher.js';
import { DispatcherMetrics } from './dispatcher.metrics.js';
import {
  type IncomingEvent,
  type Plan,
  type PlanningFacts,
  addressHash,
  capPlans,
  dayKeysOf,
  inboxAmounts,
  orderEventRow,
  planEvent,
  rowsOf,
} from './event-planner.js';

/** Customers' data keys by user id. */
type Keys = ReadonlyMap<string, Buffer>;

interface Dispatched {
  readonly fresh: readonly IncomingEvent[];
  readonly plans: readonly Plan[];
  readonly queue: readonly NewQueueRow[];
  readonly outbox: OutboxRow | null;
}

@Injectable()
export class DispatchService {
  constructor(
    private readonly database: Database,
    private readonly keys: RecipientKeys,
    private readonly publisher: KafkaPublisher,
    private readonly outbox: OutboxPublisher,
    private readonly hasher: AddressHasher,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    private readonly metrics: DispatcherMetrics,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Dispatches a batch; events seen before change nothing.
   * @throws DatabaseUnavailableError, and the driver's error for a value it refuses (SQLSTATE 22, 23)
   */
  async dispatch(events: readonly OrderEvent[]): Promise<void> {
    const incoming = events.map((event) => ({
      event,
      orderEventId: this.ids.next(),
      ...this.hasher.hashesOf(event.data.recipient),
    }));
    const keys = await this.findKeys(events);
    const result = await this.database.transaction((sql) => this.write(sql, incoming, keys));
    await this.nudge(result.queue);
    if (result.outbox !== null) await this.outbox.publishCommitted(result.outbox);
    this.count(events.length, result);
  }

  /**
   * Before the transaction: keys may live in another database, and a transaction that waited for a second connection could wait for
   * ever. A key made for nothing does no harm.
   */
  private async findKeys(events: readonly OrderEvent[]): Promise<Keys> {
    const userIds = new Set(events.map((event) => event.data.userId));
    const known = await this.keys.find(userIds);
    const missing = [...userIds].filter((userId) => !known.has(userId));
    if (missing.length === 0) return known;
    const customers = await loadCustomers(this.database, missing);
    const made = await this.keys.findOrCreate(missing.filter((userId) => customers.get(userId)?.erased !== true));
    return new Map([...known, ...made]);
  }

  private async write(sql: Sql, incoming: readonly IncomingEvent[], keys: Keys): Promise<Dispatched> {
    const now = this.clock.now();
    const entries = incoming.map(({ event, orderEventId }) => ({
      source: event.source,
      eventId: event.id,
      orderEventId,
    }));
    const inserted = await insertInboxEntries(sql, entries, now);
    const fresh = incoming.filter(({ orderEventId }) => inserted.has(orderEventId));
    if (fresh.length === 0) return { fresh, plans: [], queue: [], outbox: null };

    const facts = await this.loadFacts(sql, fresh);
    const policy = this.settings;
    const plans = await this.cap(
      sql,
      fresh.flatMap((one) => planEvent(one, facts, policy, now)),
    );
    const amounts = inboxAmounts(plans);
    const positions = amounts.size === 0 ? new Map<string, number>() : await takeInboxPositions(sql, amounts);
    const { notifications, queue } = rowsOf(
      plans,
      positions,
      { nextId: () => this.ids.next(), random: Math.random },
      now,
    );

    await insertOrderEvents(sql, sealed(fresh, facts, keys, now), now);
    await insertNotifications(sql, notifications, now);
    if (queue.length > 0) await enqueue(sql, queue, now);
    return { fresh, plans, queue, outbox: await this.announce(sql, notifications, now) };
  }

  private async loadFacts(sql: Sql, fresh: readonly IncomingEvent[]): Promise<PlanningFacts> {
    const userIds = [...new Set(fresh.map(({ event }) => event.data.userId))];
    const customers = await loadCustomers(sql, userIds);
    const addresses = fresh.flatMap((one) => {
      const customer = customers.get(one.event.data.userId);
      return (['email', 'sms'] as const).flatMap((channel) => {
        const hash = customer === undefined ? null : addressHash(channel, one, customer);
        return hash === null ? [] : [{ channel, hash }];
      });
    });
    const suppressed = addresses.length === 0 ? new Set<string>() : await findSuppressed(sql, addresses);
    return { customers, suppressed, pauses: await loadPauses(sql) };
  }

  /** The counters stay locked until the commit, so the cap is exact however many dispatchers there are. */
  private async cap(sql: Sql, plans: Plan[]): Promise<Plan[]> {
    const keys = dayKeysOf(plans);
    if (keys.length === 0) return plans;
    const capped = capPlans(plans, keys, await lockDailyCounts(sql, keys), this.settings.dailyCap);
    await addDailyCounts(sql, keys, capped.added);
    return capped.plans;
  }

  /** What already ended here is news too. */
  private async announce(sql: Sql, rows: readonly NewNotification[], now: Date): Promise<OutboxRow | null> {
    const messages = rows.flatMap((row) => newsOf(row, now));
    if (messages.length === 0) return null;
    const outboxRow = { id: this.ids.next(), messages };
    await insertOutbox(sql, outboxRow, now);
    return outboxRow;
  }

  /** A nudge that fails is not missed: the due poll finds its row. */
  private async nudge(queue: readonly NewQueueRow[]): Promise<void> {
    const nudges = queue
      .filter((row) => row.waitReason === null)
      .map(({ id, userId, channel }) => ({
        topic: NUDGE_TOPICS[channel],
        key: userId,
        value: JSON.stringify({ notificationId: id }),
      }));
    try {
      await this.publisher.publish(nudges);
    } catch (error) {
      if (!isRetryable(error)) throw error;
      this.metrics.nudgesLost.inc(nudges.length);
      this.logger.warn({ err: error, nudges: nudges.length }, 'nudges lost; the due poll takes over');
    }
  }

  private count(received: number, { fresh, plans }: Dispatched): void {
    this.metrics.events.inc({ result: 'dispatched' }, fresh.length);
    this.metrics.events.inc({ result: 'duplicate' }, received - fresh.length);
    for (const { channel, decision } of plans) {
      const reason = decision.kind === 'send' ? '' : decision.reason;
      this.metrics.planned.inc({ channel, decision: decision.kind, reason });
    }
  }
}

/** Nothing of an erased customer's event is kept. */
function sealed(fresh: readonly IncomingEvent[], facts: PlanningFacts, keys: Keys, now: Date): NewOrderEvent[] {
  return fresh.map((one) => {
    const { data } = one.event;
    const key = facts.customers.get(data.userId)?.erased === true ? undefined : keys.get(data.userId);
    const place = { table: 'order_event', column: 'payload_sealed', row: one.orderEventId };
    return orderEventRow(one, key === undefined ? null : seal(key, JSON.stringify(data), place, randomBytes), now);
  });
}

function newsOf(row: NewNotification, now: Date): OutboxMessage[] {
  if (row.status === 'pending' || !(row.status in PUBLISHED_STATUSES)) return [];
  const status = row.status as keyof typeof PUBLISHED_STATUSES;
  const { id, orderId, userId, type, channel, reason } = row;
  return [encodeDeliveryEvent({ notificationId: id, orderId, userId, type, channel, status, reason, attempt: 0 }, now)];
}
