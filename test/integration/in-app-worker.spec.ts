import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { InAppFixture, type Replica } from './in-app-worker.fixture.js';

jest.setTimeout(60_000);

describe('the in-app worker', () => {
  let worker: InAppFixture;
  let url: string;
  let customer: string;
  let replica: Replica;
  beforeAll(async () => {
    worker = await InAppFixture.start();
    replica = await worker.startReplica('replica-1');
    ({ url } = replica);
  });
  afterAll(() => worker.stop());
  beforeEach(() => {
    customer = `customer-${randomUUID()}`;
  });

  describe('sign-in', () => {
    it.each([
      ['no token', {}, 'missing_token'],
      ['something else than a token', { token: 'not-a-token' }, 'invalid_token'],
      ['a position that is none', { token: 'not-a-token', lastSeq: -1 }, 'invalid_connection'],
    ])('refuses %s', async (_, auth, code) => {
      const device = worker.open(url, auth);

      await expect(device.connected()).rejects.toMatchObject({ data: { code } });
    });

    it('refuses an expired token', async () => {
      const device = worker.open(url, { token: await worker.token(customer, '-1 minute') });

      await expect(device.connected()).rejects.toMatchObject({ data: { code: 'expired_token' } });
    });
  });

  describe('live', () => {
    it('shows a message at once, and an acknowledged one is delivered', async () => {
      const device = await worker.connect(url, customer);

      const { id, orderId } = await worker.dispatch(customer, { data: { orderNumber: 'A-77' } });

      const [notification] = await device.untilReceived(1);
      expect(notification).toEqual({
        id,
        seq: 1,
        type: 'order_shipped',
        title: expect.stringMatching(/\w/),
        icon: 'package',
        actionUrl: expect.stringMatching(/^https:/),
        body: expect.stringContaining('A-77'),
        data: expect.objectContaining({ orderId, orderNumber: 'A-77', trackingNumber: '1Z999AA10123456784' }),
        createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      });
      await worker.untilStatus(id, 'delivered');
      expect((await worker.rowOf(id))?.delivered_at).toBeInstanceOf(Date);
      await device.untilUnread(1);
    });

    it('speaks the language of the customer', async () => {
      await worker.database.query(`INSERT INTO notification_preferences (user_id, language) VALUES ($1, 'es')`, [
        customer,
      ]);
      const device = await worker.connect(url, customer);

      await worker.dispatch(customer);

      const [notification] = await device.untilReceived(1);
      expect(notification?.title).toMatch(/pedido|camino/i);
    });

    it('leaves a message that no device acknowledges as sent', async () => {
      const device = await worker.connect(url, customer, { silent: true });

      const { id } = await worker.dispatch(customer);

      await device.untilReceived(1);
      expect((await worker.rowOf(id))?.status).toBe('sent');
    });

    it('reaches every device of the customer, and nobody else', async () => {
      const phone = await worker.connect(url, customer);
      const laptop = await worker.connect(url, customer);
      const stranger = await worker.connect(url, `customer-${randomUUID()}`);

      await worker.dispatch(customer);

      await phone.untilReceived(1);
      await laptop.untilReceived(1);
      await stranger.caughtUp();
      expect(stranger.received).toEqual([]);
      expect(stranger.counts).toEqual([0]);
    });
  });

  describe('reading', () => {
    it('counts down on every device, and what was read is delivered', async () => {
      const [first] = await worker.fillInbox(customer, 2);
      const phone = await worker.connect(url, customer, { silent: true });
      const laptop = await worker.connect(url, customer, { silent: true });
      await phone.untilUnread(2);
      await laptop.untilUnread(2);

      phone.socket.emit('read', { id: first?.id });

      await phone.untilUnread(1);
      await laptop.untilUnread(1);
      const row = await worker.rowOf(first?.id ?? '');
      expect(row).toMatchObject({ status: 'delivered', read_at: expect.any(Date), delivered_at: expect.any(Date) });
    });

    it('answers a client that asks for an answer', async () => {
      const [first] = await worker.fillInbox(customer, 1);
      const device = await worker.connect(url, customer);

      await expect(device.socket.timeout(5_000).emitWithAck('read', { id: first?.id })).resolves.toEqual({ ok: true });
    });

    it('leaves the messages of others alone', async () => {
      const [message] = await worker.fillInbox(customer, 1);
      const stranger = await worker.connect(url, `customer-${randomUUID()}`);

      stranger.socket.emit('read', { id: message?.id });

      await stranger.untilFault();
      expect(stranger.faults).toMatchObject([{ code: 'not_found', cause: { data: { id: message?.id } } }]);
      expect(await worker.rowOf(message?.id ?? '')).toMatchObject({ status: 'sent', read_at: null });
    });

    it.each([[undefined], [null], ['id'], [{ id: 'not-an-id' }], [{ id: 7 }]])('refuses %j', async (request) => {
      const device = await worker.connect(url, customer);

      device.socket.emit('read', request);

      await device.untilFault();
      expect(device.faults).toMatchObject([{ code: 'invalid_request', cause: { pattern: 'read' } }]);
    });
  });

  describe('with several replicas', () => {
    let other: Replica;
    beforeAll(async () => {
      other = await worker.startReplica('replica-2');
    });

    it('tells of what a device read, archived or read all of, wherever the others are', async () => {
      const [first, second] = await worker.fillInbox(customer, 4);
      const phone = await worker.connect(url, customer);
      const laptop = await worker.connect(other.url, customer);
      await laptop.untilUnread(4);

      phone.socket.emit('read', { id: first?.id });
      await laptop.untilChange('read', { id: first?.id });
      await laptop.untilUnread(3);
      await replica.inbox.archive(customer, second?.id ?? '');
      await laptop.untilChange('archived', { id: second?.id });
      await laptop.untilUnread(2);
      await replica.inbox.readAll(customer);
      await laptop.untilChange('all_read', { upToSeq: 4 });
      await laptop.untilUnread(0);

      await phone.untilUnread(0);
      expect(laptop.changes).toHaveLength(3);
      expect(phone.changes).toEqual(laptop.changes);
    });

    it('counts a message that two devices acknowledge as delivered once', async () => {
      const phone = await worker.connect(url, customer);
      const laptop = await worker.connect(other.url, customer);

      const { id, orderId } = await worker.dispatch(customer);

      await phone.untilReceived(1);
      await laptop.untilReceived(1);
      await worker.untilStatus(id, 'delivered');
      // What devices say is recorded in order: with this one, the acknowledgements before it are.
      await phone.socket.timeout(5_000).emitWithAck('read', { id });
      await laptop.socket.timeout(5_000).emitWithAck('read', { id });
      const { orderId: later } = await worker.dispatch(customer);
      await worker.deliveryEventsOf(later, 2);
      const events = await worker.deliveryEventsOf(orderId, 2);
      expect(events.map(({ status }) => status)).toEqual(['sent', 'delivered']);
      expect(events[1]).toMatchObject({ notificationId: id, channel: 'in_app', attempt: 1, reason: null });
    });

    it('tells its connections when it stops, and lets them go as those that come back', async () => {
      const laptop = await worker.connect(other.url, customer);

      await other.stop();

      await laptop.untilDisconnected();
      expect(laptop.closings).toEqual(['shutting_down']);
      // What clients connect anew after, by themselves.
      expect(laptop.farewells).toEqual(['transport close']);
    });
  });

  it('counts its connections, and what it gave them', async () => {
    const connections = () => replica.metric('notification_stream_connections');
    const live = () => replica.metric('notification_stream_messages_total', { way: 'live' });
    const delays = () => replica.metric('notification_stream_delivery_duration_seconds_count');
    const before = [await connections(), await live(), await delays()] as const;

    const device = await worker.connect(url, customer);
    await worker.dispatch(customer);
    await device.untilReceived(1);

    expect(await connections()).toBe(before[0] + 1);
    expect(await live()).toBe(before[1] + 1);
    expect(await delays()).toBe(before[2] + 1);
  });
});
