import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_PREFERENCES, type NotificationType, type OrderData, type OrderEvent, TOPICS } from '#contracts';
import { loadShipmentProgress, lockShipmentProgress, retryFailed } from '#database';
import type { SendResult } from '#delivery';
import { randomUUID } from 'node:crypto';
import { anOrderEvent } from '../builders/order-events.js';
import { CountingDatabase } from '../system/counting-database.js';
import { seededShuffle } from '../system/shuffled.js';
import { Pipeline, type Worker } from '../system/pipeline.js';
import { ScriptedSender } from '../system/scripted-sender.js';
import { HOUR, MINUTE, SECOND } from '../system/test-clock.js';

const RETRYABLE: SendResult = { outcome: 'retryable', code: 'refused' };
const SMS_ON = { ...DEFAULT_PREFERENCES, channels: { email: true, sms: true, in_app: true } };
const ON_ALL_CHANNELS = ['email', 'sms', 'in_app'] as const;
type Channel = (typeof ON_ALL_CHANNELS)[number];

/** An order of a customer who takes texts; in Paris, where `Night` begins at 23:30. */
class Order {
  readonly orderId = `order-${randomUUID()}`;
  readonly userId = `customer-${randomUUID()}`;

  constructor(private readonly pipeline: Pipeline) {}

  static async placed(pipeline: Pipeline, quietHours = true): Promise<Order> {
    const order = new Order(pipeline);
    await pipeline.preferences().change(order.userId, 'preferences_api', () => ({
      ...SMS_ON,
      quietHours: { ...SMS_ON.quietHours, enabled: quietHours },
    }));
    return order;
  }

  event(type: NotificationType, data: Partial<OrderData> = {}, time = this.pipeline.clock.now()): OrderEvent {
    const { orderId, userId } = this;
    const recipient = { email: 'ana@example.com', phone: '+33612345678', timeZone: 'Europe/Paris' };
    return anOrderEvent(type, { time, data: { orderId, userId, recipient, ...data } as never });
  }

  /** @returns the ids of its notifications */
  async dispatch(event: OrderEvent): Promise<Record<Channel, string>> {
    const { notifications } = await this.pipeline.dispatcher().dispatch([event]);
    return Object.fromEntries(notifications.map(({ channel, id }) => [channel, id])) as Record<Channel, string>;
  }

  async progress() {
    return [...(await loadShipmentProgress(this.pipeline.database, [this.orderId])).values()];
  }
}

const shuffled = seededShuffle();

describe('order awareness', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await Pipeline.start({}, new Date('2026-12-02T12:00:00Z'));
  }, 30_000);
  afterAll(() => pipeline.stop());

  const statuses = async (ids: Record<Channel, string>, at = pipeline) =>
    Object.fromEntries(
      await Promise.all(ON_ALL_CHANNELS.map(async (name) => [name, await at.status(ids[name])] as const)),
    );
  const deliverAll = async (worker: Worker, at = pipeline) => {
    while ((await at.deliverDue(worker)) > 0);
  };
  const onAll = (status: string) => ({ email: status, sms: status, in_app: status });
  const GONE = onAll('superseded/overtaken');
  const GOING = onAll('pending');
  const secondsAgo = (seconds: number) => new Date(pipeline.clock.now().getTime() - seconds * SECOND);

  describe('an event that comes behind a newer one of its package', () => {
    it('N2 is superseded on every channel, by its version, and the world is told', async () => {
      const order = await Order.placed(pipeline, false);
      const delivered = await order.dispatch(order.event('delivered', { orderVersion: 5 }, secondsAgo(20)));
      // Its time would speak for it.
      const shipped = await order.dispatch(order.event('order_shipped', { orderVersion: 4 }, secondsAgo(10)));

      expect(await statuses(delivered)).toEqual(GOING);
      expect(await statuses(shipped)).toEqual(GONE);
      const news = pipeline.publisher.valuesOn(TOPICS.deliveryEvents.name);
      expect(news).toContainEqual(
        expect.objectContaining({ notificationId: shipped.email, status: 'superseded', reason: 'overtaken' }),
      );
    });

    it('N2 is superseded by its time, where one of the two has no version', async () => {
      const order = await Order.placed(pipeline, false);
      await order.dispatch(order.event('out_for_delivery', { orderVersion: 4 }, secondsAgo(10)));
      expect(await statuses(await order.dispatch(order.event('order_shipped', {}, secondsAgo(20))))).toEqual(GONE);
      expect(await statuses(await order.dispatch(order.event('delivered', {}, secondsAgo(5))))).toEqual(GOING);
    });

    it('N7 takes no place in the day’s count or the inbox, and leaves progress as it was', async () => {
      const order = await Order.placed(pipeline, false);
      await order.dispatch(order.event('delivered', { orderVersion: 5 }));
      const before = await order.progress();
      const late = await order.dispatch(order.event('order_shipped', { orderVersion: 3 }));

      expect(await order.progress()).toEqual(before);
      expect(await pipeline.row(late.in_app)).toMatchObject({ inboxSeq: null, dueAt: null });
      const [counted] = await pipeline.database.query(`SELECT count FROM daily_count WHERE user_id = $1`, [
        order.userId,
      ]);
      expect(counted).toEqual({ count: 3 });
    });

    it('N2 does so in one batch as in two', async () => {
      const order = await Order.placed(pipeline, false);
      const batch = [
        order.event('order_shipped', { orderVersion: 3 }),
        order.event('delivered', { orderVersion: 5 }),
        order.event('out_for_delivery', { orderVersion: 4 }),
      ];
      const { notifications } = await pipeline.dispatcher().dispatch(batch);
      expect(notifications.map(({ type, status }) => `${type} ${status}`)).toEqual([
        ...Array<string>(3).fill('order_shipped pending'),
        ...Array<string>(3).fill('delivered pending'),
        ...Array<string>(3).fill('out_for_delivery superseded'),
      ]);
    });

    it('N2 has no bearing on other packages, on refunds, or on what is no package’s', async () => {
      const order = await Order.placed(pipeline, false);
      await order.dispatch(order.event('delivered', { orderVersion: 9 }));
      const others = [
        order.event('order_shipped', { orderVersion: 3, shipment: { id: 's-2', carrier: 'UPS', trackingNumber: '2' } }),
        order.event('order_shipped', { orderVersion: 3, shipment: { carrier: 'UPS', trackingNumber: '3' } }),
        order.event('order_confirmed', { orderVersion: 1 }),
        order.event('payment_processed', { orderVersion: 2 }),
        order.event('refund_completed', { orderVersion: 8 }),
        order.event('refund_initiated', { orderVersion: 7 }),
      ];
      for (const event of others) expect(await statuses(await order.dispatch(event))).toEqual(GOING);
      expect(await order.progress()).toHaveLength(3);
    });

    it('N6 keeps nothing of an erased customer’s packages', async () => {
      const order = new Order(pipeline);
      await pipeline.deleteCustomer(order.userId);
      await order.dispatch(order.event('order_shipped'));
      expect(await order.progress()).toEqual([]);
    });
  });

  describe('a message that is overtaken while it waits', () => {
    it('AC-04 a text of the evening is not sent in the morning when a later stage has been announced; that one is', async () => {
      const night = await Pipeline.start({}, new Date('2026-12-02T22:30:00Z'));
      try {
        const order = await Order.placed(night);
        const other = await Order.placed(night);
        const shipped = await order.dispatch(order.event('order_shipped', { orderVersion: 3 }));
        const untouched = await other.dispatch(other.event('order_shipped', { orderVersion: 3 }));
        night.clock.advance(HOUR);
        const onItsWay = await order.dispatch(order.event('out_for_delivery', { orderVersion: 4 }));
        expect(await night.status(shipped.sms)).toBe('pending/quiet_hours');

        night.clock.travelTo(new Date('2026-12-03T07:01:00Z'));
        const sender = new ScriptedSender('sms');
        await deliverAll(night.worker(sender), night);
        expect(await night.status(shipped.sms)).toBe('superseded/overtaken');
        expect(await night.status(onItsWay.sms)).toBe('sent');
        expect(await night.status(untouched.sms)).toBe('sent');
        expect(sender.sent.map(({ notificationId }) => notificationId).sort()).toEqual(
          [onItsWay.sms, untouched.sms].sort(),
        );
        expect(await night.attempts(shipped.sms)).toEqual([]);
      } finally {
        await night.stop();
      }
    }, 20_000);

    /** Ships, lets the first call fail, announces a later stage, and lets the retry come due. */
    async function overtakenAtRetry(channel: Channel, later: OrderEvent['type'], data: Partial<OrderData> = {}) {
      const order = await Order.placed(pipeline, false);
      const ids = await order.dispatch(order.event('order_shipped'));
      const sender = new ScriptedSender(channel);
      sender.next(RETRYABLE);
      const worker = pipeline.worker(sender);
      await pipeline.deliverFresh(worker, [ids[channel]]);
      pipeline.clock.advance(SECOND);
      await order.dispatch(order.event(later, data));
      pipeline.clock.advance(70 * SECOND);
      await deliverAll(worker);
      return pipeline.status(ids[channel]);
    }

    it.each(['sms', 'in_app'] as const)('N2 is not tried again: %s', async (channel) => {
      expect(await overtakenAtRetry(channel, 'delivered')).toBe('superseded/overtaken');
    });

    it('N2 is tried again where it is an email, for its tracking link', async () => {
      expect(await overtakenAtRetry('email', 'delivered')).toBe('sent');
    });

    it('N2 is tried again where the later stage is another package’s, or the event a refund', async () => {
      const other = { shipment: { id: 's-2' } };
      expect(await overtakenAtRetry('sms', 'out_for_delivery', other)).toBe('sent');
      expect(await overtakenAtRetry('sms', 'refund_completed')).toBe('sent');
    });

    it('N2 goes out while it is younger than a minute', async () => {
      const order = await Order.placed(pipeline, false);
      const shipped = await order.dispatch(order.event('order_shipped'));
      await order.dispatch(order.event('delivered'));
      pipeline.clock.advance(50 * SECOND);
      await deliverAll(pipeline.worker(new ScriptedSender('sms')));
      expect(await pipeline.status(shipped.sms)).toBe('sent');
    });

    it('N3 is decided after the claim: the later stage may be announced at the last moment', async () => {
      const order = await Order.placed(pipeline, false);
      const shipped = await order.dispatch(order.event('order_shipped', {}, secondsAgo(61)));
      await order.dispatch(order.event('out_for_delivery'));
      const sender = new ScriptedSender('in_app');
      await pipeline.deliverFresh(pipeline.worker(sender), [shipped.in_app]);
      expect(await pipeline.status(shipped.in_app)).toBe('superseded/overtaken');
      expect(sender.sent).toEqual([]);
    });

    it('F4 stays where it is when it is retried by hand', async () => {
      const order = await Order.placed(pipeline, false);
      const shipped = await order.dispatch(order.event('order_shipped'));
      const sender = new ScriptedSender('sms');
      sender.next({ outcome: 'permanent', code: 'refused' });
      const worker = pipeline.worker(sender);
      await pipeline.deliverFresh(worker, [shipped.sms]);
      pipeline.clock.advance(2 * MINUTE);
      await order.dispatch(order.event('delivered'));

      await pipeline.database.transaction((sql) => retryFailed(sql, [shipped.sms], pipeline.clock.now()));
      await deliverAll(worker);
      expect(await pipeline.status(shipped.sms)).toBe('superseded/overtaken');
      expect(sender.sent.filter(({ notificationId }) => notificationId === shipped.sms)).toHaveLength(1);
    });
  });

  describe('several dispatchers', () => {
    it('N9 never deadlock over packages, and never supersede the newest news of one', async () => {
      const database = await CountingDatabase.over(pipeline.database);
      const dispatchers = Array.from({ length: 4 }, () => pipeline.dispatcher(database));
      const types = ['order_shipped', 'out_for_delivery', 'delivered'] as const;
      for (let round = 1; round <= 3; round++) {
        const orders = Array.from({ length: 60 }, () => new Order(pipeline));
        const events = orders.flatMap((order) => types.map((type, i) => order.event(type, { orderVersion: i + 1 })));
        const parts = dispatchers.map((_, i) => shuffled(events.filter((_event, n) => n % 4 === i)));
        await Promise.all(dispatchers.map((dispatcher, i) => dispatcher.dispatch(parts[i] ?? [])));
        expect(database.runs).toBe(round * dispatchers.length);

        const rows = await pipeline.database.query<{ type: string; status: string; count: number }>(
          `SELECT notification_type AS type, status, count(*)::int FROM notification_log
            WHERE order_id = ANY($1::text[]) AND channel = 'email' GROUP BY 1, 2`,
          [orders.map(({ orderId }) => orderId)],
        );
        expect(rows.filter(({ type }) => type === 'delivered')).toEqual([
          { type: 'delivered', status: 'pending', count: orders.length },
        ]);
        expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(events.length);
      }
    }, 30_000);

    it('N9 wait for one another at a package: the second sees what the first announced', async () => {
      const order = await Order.placed(pipeline, false);
      const key = { orderId: order.orderId, shipmentId: 's-1' };
      let late: Promise<Record<Channel, string>> | undefined;
      await pipeline.database.transaction(async (sql) => {
        await lockShipmentProgress(sql, [key], pipeline.clock.now());
        late = order.dispatch(order.event('order_shipped', { orderVersion: 1 }));
        await sql.query(`UPDATE shipment_progress SET stages = $2 WHERE order_id = $1`, [
          order.orderId,
          { delivered: { orderVersion: 5, time: pipeline.clock.now() } },
        ]);
      });
      expect(await statuses((await late) ?? ({} as never))).toEqual(GONE);
    });

    it('N9 make as many statements for 100 packages as for one', async () => {
      const database = await CountingDatabase.over(pipeline.database);
      const dispatcher = pipeline.dispatcher(database);
      const shipped = (count: number) =>
        Array.from({ length: count }, () => new Order(pipeline).event('order_shipped'));
      const forOne = await database.count(() => dispatcher.dispatch(shipped(1)));
      const forMany = await database.count(() => dispatcher.dispatch(shipped(100)));
      expect(forMany).toBe(forOne);
    });
  });
});
