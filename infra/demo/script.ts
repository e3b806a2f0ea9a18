import { encodeOrderEvent, type NotificationType, type OrderEvent } from '#contracts';
import type { Customer } from './customer.js';
import { type ByChannel, type Expectation, TOO_OLD } from './expectation.js';
import { OrderStory, type Sources } from './order-story.js';

/** A message for the topic of order events. */
export interface OrderMessage {
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly value: string;
}

/** An event that causes notifications, and what should become of them. */
export interface ScriptedEvent {
  readonly id: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly type: NotificationType;
  readonly customer: Customer;
  readonly expected: ByChannel<Expectation>;
}

/**
 * One message of the script. `event`: something new; `stale`: new to us, but long past; `repeated`: published before, so it
 * must change nothing; `unknown`: of a type that nobody is told about; `malformed`: must be set aside.
 */
export type Publication = { readonly message: OrderMessage } & (
  | { readonly kind: 'event' | 'stale'; readonly event: ScriptedEvent }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'unknown' | 'malformed'; readonly orderId: string }
);

/** Which messages of each two hundred are out of the ordinary, by position. */
const ODDITIES: Readonly<Record<number, Exclude<Publication['kind'], 'event'>>> = {
  17: 'repeated',
  40: 'malformed',
  63: 'unknown',
  81: 'repeated',
  104: 'stale',
  133: 'repeated',
  170: 'repeated',
};
const ODDITIES_EVERY = 200;
/** Beyond EVENT_MAX_AGE. */
const STALE_MS = 5 * 86_400_000;
/** How many messages back a repeated one was first published. */
const REPEAT_AFTER = 10;

/** Writes the demo's messages, one at a time and without end: times are those at which each is asked for. */
export class ScriptWriter {
  private readonly stories = new Map<Customer, OrderStory>();
  private readonly turns = new Map<Customer, number>();
  private readonly recent: OrderMessage[] = [];
  private round: Customer[] = [];
  private position = 0;

  constructor(
    private readonly cast: readonly Customer[],
    private readonly sources: Sources,
  ) {}

  next(): Publication {
    this.position += 1;
    const kind = ODDITIES[this.position % ODDITIES_EVERY] ?? 'event';
    const [earlier] = this.recent;
    if (kind === 'repeated' && earlier !== undefined) return { kind, message: earlier };
    const customer = this.nextCustomer();
    switch (kind) {
      case 'event':
      case 'repeated':
        return this.eventOf(customer);
      case 'stale':
        return this.staleEventOf(customer);
      case 'unknown':
        return this.unknownEventOf(customer);
      case 'malformed':
        return this.malformedEventOf(customer);
    }
  }

  /** Everybody once a round, in an order that differs. */
  private nextCustomer(): Customer {
    if (this.round.length === 0) this.round = shuffled(this.cast, this.sources.random);
    const customer = this.round.pop();
    if (customer === undefined) throw new RangeError('A demo needs customers.');
    return customer;
  }

  private eventOf(customer: Customer): Publication {
    const event = this.storyOf(customer).next();
    const message = encodeOrderEvent(event);
    this.recent.push(message);
    if (this.recent.length > REPEAT_AFTER) this.recent.shift();
    return { kind: 'event', message, event: scripted(event, customer, customer.expectationsFor(event.type)) };
  }

  private staleEventOf(customer: Customer): Publication {
    const event = this.aFirstEvent(customer);
    const past = { ...event, time: new Date(event.time.getTime() - STALE_MS) };
    return { kind: 'stale', message: encodeOrderEvent(past), event: scripted(past, customer, TOO_OLD) };
  }

  private unknownEventOf(customer: Customer): Publication {
    const event = this.aFirstEvent(customer);
    const message = encodeOrderEvent(event);
    const headers = { ...message.headers, ce_type: 'order.archived' };
    return { kind: 'unknown', message: { ...message, headers }, orderId: event.data.orderId };
  }

  /** A confirmation that does not say what was bought. */
  private malformedEventOf(customer: Customer): Publication {
    const event = this.aFirstEvent(customer);
    const message = { ...encodeOrderEvent(event), value: JSON.stringify({ ...event.data, items: undefined }) };
    return { kind: 'malformed', message, orderId: event.data.orderId };
  }

  /** Of an order of its own, so that it disturbs no other. */
  private aFirstEvent(customer: Customer): OrderEvent {
    return new OrderStory(customer, this.sources, 0).next();
  }

  private storyOf(customer: Customer): OrderStory {
    const current = this.stories.get(customer);
    if (current !== undefined && !current.isOver) return current;
    // Each customer starts at another lifecycle, so that a short demo shows them all.
    const turn = this.turns.get(customer) ?? this.cast.indexOf(customer);
    this.turns.set(customer, turn + 1);
    const story = new OrderStory(customer, this.sources, turn);
    this.stories.set(customer, story);
    return story;
  }
}

function scripted(event: OrderEvent, customer: Customer, expected: ByChannel<Expectation>): ScriptedEvent {
  const { id, type, data } = event;
  return { id, type, orderId: data.orderId, orderNumber: data.orderNumber, customer, expected };
}

/** Fisher–Yates. */
function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const result = [...list];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
}
