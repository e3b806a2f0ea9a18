/** Implements F3, N7, AC-08, AC-12. Turns a batch of new events into rows, in memory: planning, daily cap. */
import type { Language, OrderEvent } from '#contracts';
import {
  type CustomerRecord,
  type DayKey,
  type NewNotification,
  type NewOrderEvent,
  type NewQueueRow,
  type Pause,
  hasSmsConsent,
  pausedChannels,
} from '#database';
import { endOfWait, messageLanguage, messageZones, openContact } from '#delivery';
import type { IdGenerator, TraceSpan } from '#runtime';
import {
  type PlanPolicy,
  type PlannedNotification,
  type ShipmentNews,
  applyDailyCap,
  planNotifications,
  shipmentNewsOf,
} from '#notifications';

/** An event with its id in our tables and the keyed hashes of the addresses it brings. */
export interface IncomingEvent {
  readonly orderEventId: string;
  readonly event: OrderEvent;
  readonly emailHash: Buffer | null;
  readonly phoneHash: Buffer | null;
  /** Absent: traces are off. */
  readonly span?: TraceSpan | undefined;
}

/** Keyed hashes of the addresses that an event's messages would go to, one for each key in use, the active one first. */
export type EventAddresses = Readonly<Record<'email' | 'sms', readonly Buffer[]>>;

/** A planned notification that still lacks its id. */
export interface Plan extends PlannedNotification {
  readonly incoming: IncomingEvent;
  /** The one it would be written in now. */
  readonly language: Language;
}

export interface PlanningFacts {
  readonly customers: ReadonlyMap<string, CustomerRecord>;
  readonly addresses: ReadonlyMap<IncomingEvent, EventAddresses>;
  /** `channel:hash` in hex. */
  readonly suppressed: ReadonlySet<string>;
  /** By operators. */
  readonly pauses: readonly Pause[];
  /** Customers' data keys by user id. */
  readonly keys: ReadonlyMap<string, Buffer>;
  /** Events behind newer ones of their package. */
  readonly stale: ReadonlySet<IncomingEvent>;
}

/** What new events say of packages, in their order. Of an erased customer's nothing is kept. */
export function shipmentNewsIn(
  fresh: readonly IncomingEvent[],
  customers: PlanningFacts['customers'],
  now: Date,
): (ShipmentNews & { readonly incoming: IncomingEvent })[] {
  return fresh.flatMap((incoming) => {
    const { event } = incoming;
    if (customers.get(event.data.userId)?.erased === true) return [];
    const news = shipmentNewsOf({ ...event, time: timeOf(event, now) });
    return news === undefined ? [] : [{ ...news, incoming }];
  });
}

/** The default zone is for customers of whom neither a zone nor a number is known. */
export interface EventPolicy extends PlanPolicy {
  readonly defaultTimeZone: string;
}

export function planEvent(incoming: IncomingEvent, facts: PlanningFacts, policy: EventPolicy, now: Date): Plan[] {
  const { event } = incoming;
  const customer = facts.customers.get(event.data.userId);
  if (customer === undefined) throw new RangeError('Every customer of a batch is loaded with it.');
  const addresses = facts.addresses.get(incoming) ?? { email: [], sms: [] };
  const suppressed = new Set(
    (['email', 'sms'] as const).filter((channel) =>
      addresses[channel].some((hash) => facts.suppressed.has(`${channel}:${hash.toString('hex')}`)),
    ),
  );
  const known = {
    preferences: customer.preferences,
    directory: customer.directory && {
      hasEmail: customer.directory.emailHash !== null,
      hasPhone: customer.directory.phoneHash !== null,
    },
    timeZones: zonesOf(incoming, customer, facts, policy),
    erased: customer.erased,
    smsConsent: hasSmsConsent(customer, addresses.sms),
  };
  return planNotifications(
    event,
    known,
    suppressed,
    facts.stale.has(incoming),
    pausedChannels(facts.pauses, event.type),
    policy,
    now,
  ).map((plan) => ({ ...plan, incoming, language: messageLanguage(customer, event.data.recipient) }));
}

/** As the worker will see them. The directory's number is opened only where nothing else says where the customer is. */
export function zonesOf(
  { event }: IncomingEvent,
  customer: CustomerRecord,
  { keys }: PlanningFacts,
  policy: EventPolicy,
) {
  const { recipient } = event.data;
  const { userId, directory } = customer;
  const phone = () =>
    recipient?.phone ?? openContact(userId, directory?.contactSealed, keys.get(userId))?.phone ?? null;
  return messageZones(customer, recipient, phone, policy.defaultTimeZone);
}

const dayKey = (plan: Plan): DayKey => ({ userId: plan.incoming.event.data.userId, localDate: plan.countsOn });
const keyText = ({ userId, localDate }: DayKey) => `${localDate} ${userId}`;

/** The counters these plans touch, each once. */
export function dayKeysOf(plans: readonly Plan[]): DayKey[] {
  const keys = plans.filter((plan) => plan.decision.kind !== 'end').map(dayKey);
  return [...new Map(keys.map((key) => [keyText(key), key])).values()];
}

/**
 * Applies the cap in the order of the plans.
 * @param counted sends counted so far, per key of `keys`, under lock
 * @returns the plans, and how much each counter rises
 */
export function capPlans(
  plans: readonly Plan[],
  keys: readonly DayKey[],
  counted: readonly number[],
  cap: number,
): { plans: Plan[]; added: number[] } {
  const counts = new Map(keys.map((key, i) => [keyText(key), counted[i] ?? 0]));
  const capped = plans.map((plan) => {
    const key = keyText(dayKey(plan));
    const count = counts.get(key) ?? 0;
    const result = applyDailyCap(plan, count, cap);
    if (result.decision.kind !== 'end') counts.set(key, count + 1);
    return { ...plan, ...result };
  });
  return { plans: capped, added: keys.map((key, i) => (counts.get(keyText(key)) ?? 0) - (counted[i] ?? 0)) };
}

/** Fresh rows are nudged; the due poll takes over from here if a nudge is lost. */
const NUDGE_GRACE_MS = 5_000;

/** Ids are made for event and channel: of an event that is dispatched again, because a backup was restored, they tell what was sent already. */
export function rowsOf(
  plans: readonly Plan[],
  ids: Pick<IdGenerator, 'nextFor' | 'fraction'>,
  now: Date,
): { notifications: NewNotification[]; queue: NewQueueRow[] } {
  const notifications: NewNotification[] = [];
  const queue: NewQueueRow[] = [];
  for (const plan of plans) {
    const { decision, channel, language } = plan;
    const { event, orderEventId } = plan.incoming;
    const { userId, orderId } = event.data;
    const id = ids.nextFor(JSON.stringify([event.source, event.id, channel]));
    notifications.push({
      id,
      orderEventId,
      orderId,
      userId,
      type: event.type,
      channel,
      status: decision.kind === 'end' ? decision.status : 'pending',
      reason: decision.kind === 'end' ? decision.reason : null,
      language,
      eventTime: timeOf(event, now),
    });
    if (decision.kind === 'end') continue;
    queue.push(
      decision.kind === 'wait'
        ? {
            id,
            userId,
            channel,
            type: event.type,
            dueAt: endOfWait(decision, ids.fraction()),
            waitReason: decision.reason,
          }
        : { id, userId, channel, type: event.type, dueAt: new Date(now.getTime() + NUDGE_GRACE_MS), waitReason: null },
    );
  }
  return { notifications, queue };
}

/** A time in the future counts as now. */
function timeOf({ time }: OrderEvent, now: Date): Date {
  return time > now ? now : time;
}

/** The row of an event. */
export function orderEventRow(incoming: IncomingEvent, payloadSealed: Buffer | null, now: Date): NewOrderEvent {
  const { event, orderEventId, emailHash, phoneHash, span } = incoming;
  const kept = payloadSealed !== null;
  return {
    id: orderEventId,
    source: event.source,
    eventId: event.id,
    orderId: event.data.orderId,
    userId: event.data.userId,
    type: event.type,
    eventTime: timeOf(event, now),
    payloadSealed,
    emailHash: kept ? emailHash : null,
    phoneHash: kept ? phoneHash : null,
    traceparent: kept ? span?.traceparent : undefined,
  };
}
