import { describe, expect, it } from '@jest/globals';
import { decodeOrderEvent, NOTIFICATION_TYPES, type OrderEvent, RejectedEventError } from '#contracts';
import { groupBy } from './group-by.js';
import { CUSTOMERS, fixedSources, RUN } from './run.fixture.js';
import { type OrderMessage, type Publication, ScriptWriter } from './script.js';

const writer = new ScriptWriter(CUSTOMERS, fixedSources());
const script = Array.from({ length: 400 }, () => writer.next());
const ofKind = (kind: Publication['kind']): Publication[] => script.filter((publication) => publication.kind === kind);

function decode({ headers, key, value }: OrderMessage): OrderEvent | undefined {
  return decodeOrderEvent({ key: Buffer.from(key), headers, value: Buffer.from(value) });
}

describe('the script', () => {
  it('consists of valid events, each saying what is noted of it', () => {
    for (const publication of script) {
      if (!('event' in publication)) continue;
      const { id, orderId, orderNumber, type, customer } = publication.event;
      const decoded = decode(publication.message);
      expect(decoded).toMatchObject({ id, type, data: { orderId, orderNumber, userId: customer.userId } });
    }
  });

  it('has events of all types, for every customer', () => {
    const events = script.flatMap((publication) => ('event' in publication ? [publication.event] : []));
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(NOTIFICATION_TYPES));
    for (const group of groupBy(events, ({ customer }) => customer).values()) {
      expect(group.length).toBeGreaterThan(25);
    }
    expect(new Set(events.map(({ customer }) => customer)).size).toBe(CUSTOMERS.length);
  });

  it('tells each order from its confirmation on, with rising versions and no time in the past', () => {
    const decoded = ofKind('event').flatMap(({ message }) => decode(message) ?? []);
    for (const events of groupBy(decoded, ({ data }) => data.orderId).values()) {
      expect(events[0]?.type).toBe('order_confirmed');
      expect(events.map(({ data }) => data.orderVersion)).toEqual(events.map((_, index) => index + 1));
      expect(events.every(({ time }) => time >= RUN.startedAt)).toBe(true);
    }
  });

  it('repeats what it said before, word for word', () => {
    const repeated = ofKind('repeated');
    expect(repeated.length).toBe(8);
    for (const publication of repeated) {
      const earlier = script.slice(0, script.indexOf(publication));
      expect(earlier.some(({ message }) => message === publication.message)).toBe(true);
    }
  });

  it('has events that are of no use: malformed, of an unknown type, long past', () => {
    expect([ofKind('malformed').length, ofKind('unknown').length, ofKind('stale').length]).toEqual([2, 2, 2]);
    for (const { message } of ofKind('malformed')) expect(() => decode(message)).toThrow(RejectedEventError);
    for (const { message } of ofKind('unknown')) expect(decode(message)).toBeUndefined();
    for (const { message } of ofKind('stale')) {
      expect(decode(message)?.time.getTime()).toBeLessThan(RUN.startedAt.getTime() - 72 * 3_600_000);
    }
  });
});
