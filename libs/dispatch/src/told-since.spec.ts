import { describe, expect, it } from '@jest/globals';
import { type DeliveryEventData, encodeDeliveryEvent, encodeNudge } from '#contracts';
import { Clock, IdGenerator } from '#runtime';
import { ToldSince } from './told-since.js';

class StoppedClock extends Clock {
  constructor(private readonly at: Date) {
    super();
  }

  override now(): Date {
    return this.at;
  }

  override monotonic(): number {
    return 0;
  }
}

const NOON = new Date('2026-11-25T12:00:00Z');
const later = (seconds: number) => new Date(NOON.getTime() + seconds * 1_000);
const idAt = (at: Date, subject = 'event 1 email') => new IdGenerator(new StoppedClock(at)).nextFor(subject);

const message = ({ headers, value }: { headers: Record<string, string>; value: string }) => ({
  key: null,
  headers,
  value: Buffer.from(value),
});

function anEvent(changes: Partial<DeliveryEventData>, at: Date) {
  const of = {
    notificationId: idAt(NOON),
    orderId: 'order-1',
    userId: 'ana',
    type: 'order_confirmed',
    channel: 'email',
  } as const;
  return message(encodeDeliveryEvent({ ...of, status: 'sent', reason: null, attempt: 1, sequence: 1, ...changes }, at));
}

describe('what was told of notifications', () => {
  it('is the same in whatever order and however often it is read', () => {
    const events = [
      anEvent({}, later(1)),
      anEvent({ status: 'delivered', sequence: 2 }, later(2)),
      anEvent({ status: 'failed', reason: 'bounced', sequence: 3 }, later(3)),
    ];
    const ends = [events, [...events].reverse(), [...events, ...events]].map((some) => {
      const said = new ToldSince();
      some.forEach((event) => said.addDeliveryEvent(event));
      return said.told;
    });
    const times = { at: later(3), sentAt: later(1), deliveredAt: later(2) };
    for (const end of ends)
      expect(end).toEqual([{ id: idAt(NOON), status: 'failed', reason: 'bounced', attempt: 1, sequence: 3, ...times }]);
  });

  it('belongs to the oldest id of its event and channel', () => {
    const said = new ToldSince();
    said.addNudge(message(encodeNudge('email', 'ana', { notificationId: idAt(later(60)) })));
    said.addDeliveryEvent(anEvent({}, later(1)));
    expect(said.formerOf(idAt(later(3_600)))).toBe(idAt(NOON));
    expect(said.formerOf(idAt(NOON))).toBeUndefined();
    expect(said.formerOf(idAt(later(3_600), 'event 1 sms'))).toBeUndefined();
    expect(said.begun).toEqual([idAt(later(60))]);
  });

  it('is counted where it makes no sense', () => {
    const said = new ToldSince();
    said.addDeliveryEvent({ key: null, headers: {}, value: Buffer.from('{}') });
    said.addNudge({ key: null, value: null });
    said.addNudge({ key: null, value: Buffer.from('{"notificationId":"of nobody"}') });
    expect([said.told, said.begun, said.misread]).toEqual([[], [], 3]);
  });
});
