/** Implements F1, N3, N7, N9, AC-08, AC-10. What a dispatch transaction writes, in its lock order: inbox, packages, counters, log, queue, outbox. */
import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type OrderEvent, encodeDeliveryEvent, isPublished } from '#contracts';
import {
  type CustomerRecord,
  type NewNotification,
  type NewOrderEvent,
  type NewQueueRow,
  type OutboxMessage,
  type OutboxRow,
  type Sql,
  type Transaction,
  addDailyCounts,
  bindSmsConsents,
  enqueue,
  insertInboxEntries,
  insertNotifications,
  insertOrderEvents,
  insertOutbox,
  lockDailyCounts,
  lockShipmentProgress,
  saveShipmentProgress,
} from '#database';
import { DELIVERY_SETTINGS, type DeliverySettings } from '#delivery';
import { announceInOrder } from '#notifications';
import { AddressHasher, seal } from '#privacy';
import { Clock, IdGenerator, Tracing } from '#runtime';
import { readCustomerFacts } from './customer-facts.js';
import {
  type IncomingEvent,
  type Plan,
  type PlanningFacts,
  capPlans,
  dayKeysOf,
  orderEventRow,
  planEvent,
  rowsOf,
  shipmentNewsIn,
} from './event-planner.js';
import { startOrderEventSpan } from './order-event-spans.js';

/** Customers' data keys by user id. */
export type Keys = ReadonlyMap<string, Buffer>;

/** What a transaction wrote. */
export interface Dispatched {
  /** The events that were not seen before. */
  readonly fresh: readonly IncomingEvent[];
  readonly plans: readonly Plan[];
  readonly notifications: readonly NewNotification[];
  readonly queue: readonly NewQueueRow[];
  /** To be published after the commit. */
  readonly outbox: OutboxRow | null;
}

@Injectable()
export class DispatchWriter {
  constructor(
    private readonly hasher: AddressHasher,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    private readonly tracing: Tracing,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  /** Outside the transaction, so that one that runs again uses the same ids. */
  prepare(events: readonly OrderEvent[]): IncomingEvent[] {
    return events.map((event) => ({
      event,
      orderEventId: this.ids.next(),
      ...this.hasher.hashesOf(event.data.recipient),
      span: startOrderEventSpan(this.tracing, event),
    }));
  }

  async write(sql: Transaction, incoming: readonly IncomingEvent[], keys: Keys): Promise<Dispatched> {
    const now = this.clock.now();
    const entries = incoming.map(({ event, orderEventId }) => ({
      source: event.source,
      eventId: event.id,
      orderEventId,
    }));
    const inserted = await insertInboxEntries(sql, entries, now);
    const fresh = incoming.filter(({ orderEventId }) => inserted.has(orderEventId));
    if (fresh.length === 0) return { fresh, plans: [], notifications: [], queue: [], outbox: null };

    const facts = await this.loadFacts(sql, fresh, keys, now);
    const policy = this.settings;
    const plans = await this.cap(
      sql,
      fresh.flatMap((one) => planEvent(one, facts, policy, now)),
    );
    const { notifications, queue } = rowsOf(plans, this.ids, now);

    await insertOrderEvents(sql, sealed(fresh, facts, keys, now), now);
    await insertNotifications(sql, notifications, now);
    if (queue.length > 0) await enqueue(sql, queue, now);
    return { fresh, plans, notifications, queue, outbox: await this.announce(sql, notifications, fresh, now) };
  }

  private async loadFacts(sql: Sql, fresh: readonly IncomingEvent[], keys: Keys, now: Date): Promise<PlanningFacts> {
    const facts = await readCustomerFacts(sql, fresh, keys, this.hasher);
    await bindSmsConsents(sql, this.numbersFirstSeen(fresh, facts.customers, facts.addresses));
    const stale = await this.followShipments(sql, fresh, facts.customers, now);
    return { ...facts, stale };
  }

  /** Finds the events that are behind newer ones of their package, and records the others. */
  private async followShipments(
    sql: Sql,
    fresh: readonly IncomingEvent[],
    customers: PlanningFacts['customers'],
    now: Date,
  ): Promise<PlanningFacts['stale']> {
    const news = shipmentNewsIn(fresh, customers, now);
    if (news.length === 0) return new Set();
    const { stale, risen } = announceInOrder(news, await lockShipmentProgress(sql, news, now));
    if (risen.length > 0) await saveShipmentProgress(sql, risen, now);
    return new Set(stale.map(({ incoming }) => incoming));
  }

  /** Numbers that customers with unbound consent are about to be written to. */
  private numbersFirstSeen(
    fresh: readonly IncomingEvent[],
    customers: ReadonlyMap<string, CustomerRecord>,
    addresses: PlanningFacts['addresses'],
  ) {
    const numbers = new Map<string, { id: string; userId: string; phoneHash: Buffer }>();
    for (const one of fresh) {
      const customer = customers.get(one.event.data.userId);
      if (customer?.smsConsent?.granted !== true || customer.smsConsent.addressHash !== null) continue;
      const phoneHash = addresses.get(one)?.sms[0];
      const { userId } = customer;
      if (phoneHash !== undefined && !numbers.has(userId))
        numbers.set(userId, { id: this.ids.next(), userId, phoneHash });
    }
    return [...numbers.values()];
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
  private async announce(
    sql: Sql,
    rows: readonly NewNotification[],
    fresh: readonly IncomingEvent[],
    now: Date,
  ): Promise<OutboxRow | null> {
    const spans = new Map(this.tracing.isOn ? fresh.map(({ orderEventId, span }) => [orderEventId, span]) : []);
    const messages = rows.flatMap((row) => newsOf(row, now, spans.get(row.orderEventId)?.traceparent));
    if (messages.length === 0) return null;
    const outboxRow = { id: this.ids.next(), messages };
    await insertOutbox(sql, outboxRow, now);
    return outboxRow;
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

function newsOf(row: NewNotification, now: Date, traceparent: string | undefined): OutboxMessage[] {
  const { id: notificationId, orderId, userId, type, channel, status, reason } = row;
  if (!isPublished(status)) return [];
  const event = { notificationId, orderId, userId, type, channel, status, reason, attempt: 0, sequence: 1 };
  return [encodeDeliveryEvent(event, now, traceparent)];
}
