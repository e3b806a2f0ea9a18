import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CHANNELS, NOTIFICATION_TYPES, type NotificationType, type OrderEvent } from '#contracts';
import {
  OVERTAKEN_BY,
  type ProgressByShipment,
  type ShipmentKey,
  type ShipmentNews,
  type ShipmentStage,
  announceInOrder,
  isOutdated,
  isOvertaken,
  isShipmentStage,
  shipmentKeyText,
  shipmentNewsOf,
  yieldsToLaterNews,
} from './shipment-progress.js';

const NOW = new Date('2026-11-25T12:00:00Z');
const SECOND = 1_000;
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * SECOND);
const STAGES = NOTIFICATION_TYPES.filter(isShipmentStage);

type Said = Partial<Pick<OrderEvent['data'], 'orderId' | 'orderVersion' | 'shipment'>>;

function anEvent(type: NotificationType, time: Date, said: Said = {}) {
  return { type, time, data: { orderId: 'order', ...said } };
}

function newsOf(type: ShipmentStage, time: Date, said: Said = {}): ShipmentNews {
  const news = shipmentNewsOf(anEvent(type, time, said));
  if (news === undefined) throw new Error(`${type} is news of a package`);
  return news;
}

const NOTHING: ProgressByShipment = new Map();

function after(...news: ShipmentNews[]): ProgressByShipment {
  return new Map(announceInOrder(news, NOTHING).risen.map((record) => [shipmentKeyText(record), record.progress]));
}

const shipment = (id: string) => ({ shipment: { id, carrier: 'UPS', trackingNumber: '1Z' } });

describe('which waiting message a later one makes pointless', () => {
  /** Written from the contract: a row is what waits, its cells are what may come. */
  const EXPECTED: Readonly<Record<NotificationType, readonly NotificationType[]>> = {
    order_confirmed: [],
    payment_processed: [],
    order_shipped: ['out_for_delivery', 'delivered', 'delivery_failed'],
    out_for_delivery: ['delivered', 'delivery_failed'],
    delivered: [],
    delivery_failed: [],
    refund_initiated: [],
    refund_completed: [],
  };
  const PAIRS = NOTIFICATION_TYPES.flatMap((waiting) => NOTIFICATION_TYPES.map((later) => [waiting, later] as const));

  it.each(PAIRS)('%s, then %s', (waiting, later) => {
    const said = shipment('s-1');
    const news = shipmentNewsOf(anEvent(later, ago(1), said));
    const announced = news === undefined ? NOTHING : after(news);
    expect(isOvertaken(anEvent(waiting, ago(2), said), announced)).toBe(EXPECTED[waiting].includes(later));
  });

  it('is none by what is older, though its stage comes later', () => {
    const failedYesterday = after(newsOf('delivery_failed', ago(9)));
    expect(isOvertaken(anEvent('out_for_delivery', ago(1), { shipment: undefined }), failedYesterday)).toBe(false);
  });

  it('is still the one before, when an earlier stage has followed since', () => {
    const said = shipment('s-1');
    const announced = after(
      newsOf('out_for_delivery', ago(9), said),
      newsOf('delivery_failed', ago(8), said),
      newsOf('out_for_delivery', ago(7), said),
    );
    expect(isOvertaken(anEvent('out_for_delivery', ago(9), said), announced)).toBe(true);
    expect(isOvertaken(anEvent('out_for_delivery', ago(7), said), announced)).toBe(false);
    expect(isOvertaken(anEvent('delivery_failed', ago(8), said), announced)).toBe(false);
  });

  it('names stages of packages only', () => {
    const named = Object.values(OVERTAKEN_BY).flatMap((stages) => stages ?? []);
    expect(named.filter((type) => !isShipmentStage(type))).toEqual([]);
    expect(STAGES).toEqual(['order_shipped', 'out_for_delivery', 'delivered', 'delivery_failed']);
  });
});

describe('a package', () => {
  const keyOf = (said: Said): ShipmentKey => newsOf('out_for_delivery', NOW, said);

  it.each<[string, Said, Said, boolean]>([
    ['of another order', { orderId: 'a', ...shipment('s-1') }, { orderId: 'b', ...shipment('s-1') }, false],
    ['with another id', shipment('s-1'), shipment('s-2'), false],
    ['with the same id', shipment('s-1'), shipment('s-1'), true],
    ['with the same id, whatever its number', { shipment: { id: 's', packageNumber: 1 } }, shipment('s'), true],
    ['without id, another number', { shipment: { packageNumber: 1 } }, { shipment: { packageNumber: 2 } }, false],
    ['without id and number', { shipment: {} }, { shipment: {} }, true],
    ['that is not even mentioned', { shipment: undefined }, { shipment: {} }, true],
    ['that is not even mentioned, in another order', { orderId: 'a', shipment: {} }, { orderId: 'b' }, false],
  ])('%s', (_, one, other, same) => {
    expect(shipmentKeyText(keyOf(one)) === shipmentKeyText(keyOf(other))).toBe(same);
  });

  it('is no matter of confirmations, payments and refunds', () => {
    const others = NOTIFICATION_TYPES.filter((type) => !isShipmentStage(type));
    expect(others).toHaveLength(4);
    for (const type of others) expect(shipmentNewsOf(anEvent(type, NOW, shipment('s-1')))).toBeUndefined();
  });
});

describe('news', () => {
  const isStale = (news: ShipmentNews, ...before: ShipmentNews[]) =>
    announceInOrder([news], after(...before)).stale.length > 0;

  it.each<[string, Said, number, Said, number, boolean]>([
    ['of a lower version', { orderVersion: 3 }, 1, { orderVersion: 4 }, 2, true],
    ['of a higher version, though its time is earlier', { orderVersion: 4 }, 2, { orderVersion: 3 }, 1, false],
    ['of the same version', { orderVersion: 3 }, 2, { orderVersion: 3 }, 1, false],
    ['of an earlier time, without versions', {}, 2, {}, 1, true],
    ['of a later time, without versions', {}, 1, {}, 2, false],
    ['of the same time, without versions', {}, 1, {}, 1, false],
    ['of an earlier time, the other having no version', { orderVersion: 9 }, 2, {}, 1, true],
    ['of a later time, having no version', {}, 1, { orderVersion: 9 }, 2, false],
    ['of version 0 after version 1', { orderVersion: 0 }, 1, { orderVersion: 1 }, 2, true],
  ])('%s', (_, said, secondsAgo, saidBefore, secondsAgoBefore, stale) => {
    const before = newsOf('delivered', ago(secondsAgoBefore), saidBefore);
    expect(isStale(newsOf('order_shipped', ago(secondsAgo), said), before)).toBe(stale);
  });

  it.each(STAGES)('of any stage is stale behind newer news: %s', (stage) => {
    for (const newer of STAGES) {
      const said = shipment('s-1');
      expect(isStale(newsOf(stage, ago(2), said), newsOf(newer, ago(1), said))).toBe(true);
      expect(isStale(newsOf(stage, ago(1), said), newsOf(newer, ago(2), said))).toBe(false);
    }
  });

  it('of one package never makes that of another stale', () => {
    const delivered = newsOf('delivered', ago(1), shipment('s-1'));
    expect(isStale(newsOf('order_shipped', ago(2), shipment('s-2')), delivered)).toBe(false);
  });

  const anyNews = fc
    .record({
      orderId: fc.constantFrom('a', 'b'),
      shipmentId: fc.constantFrom('', 's-1'),
      stage: fc.constantFrom(...STAGES),
      orderVersion: fc.option(fc.nat(5)),
      time: fc.nat(5).map(ago),
    })
    .map((news): ShipmentNews => news);

  it('of a batch is announced as if each had come alone', () => {
    fc.assert(
      fc.property(fc.array(anyNews, { maxLength: 30 }), (batch) => {
        const together = announceInOrder(batch, NOTHING);
        const known = new Map(NOTHING);
        const stale = batch.filter((one) => {
          const alone = announceInOrder([one], known);
          for (const record of alone.risen) known.set(shipmentKeyText(record), record.progress);
          return alone.stale.length > 0;
        });
        expect(together.stale).toEqual(stale);
        expect(new Map(together.risen.map((record) => [shipmentKeyText(record), record.progress]))).toEqual(known);
      }),
    );
  });

  it('is stale if and only if a higher version came before, whatever the order', () => {
    const versions = fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8], { minLength: 1 });
    fc.assert(
      fc.property(versions, fc.array(fc.constantFrom(...STAGES), { minLength: 8, maxLength: 8 }), (order, stages) => {
        const batch = order.map((orderVersion) =>
          newsOf(stages[orderVersion - 1] ?? 'delivered', NOW, { orderVersion, ...shipment('s-1') }),
        );
        const { stale } = announceInOrder(batch, NOTHING);
        const behind = order.filter((version, place) => order.slice(0, place).some((before) => before > version));
        expect(stale.map(({ orderVersion }) => orderVersion)).toEqual(behind);
      }),
    );
  });
});

describe('a message', () => {
  const outdated = (overtaken: Parameters<typeof isOutdated>[0]['overtaken'], seconds: number) =>
    CHANNELS.filter((channel) => isOutdated({ channel, eventTime: ago(seconds), overtaken }, NOW));

  it('that came too late to be announced goes out nowhere, however young it is', () => {
    expect(outdated('before_dispatch', 0)).toEqual(CHANNELS);
  });

  it('that was overtaken while it waited is dropped where it is a text or in-app, once older than a minute', () => {
    expect(outdated('while_waiting', 60)).toEqual([]);
    expect(outdated('while_waiting', 60.001)).toEqual(['sms', 'in_app']);
    expect(CHANNELS.filter(yieldsToLaterNews)).toEqual(['sms', 'in_app']);
  });

  it('that nothing has overtaken goes out, however old it is', () => {
    expect(outdated('no', 100_000)).toEqual([]);
  });
});
