import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Device, InAppFixture, type Replica } from './in-app-worker.fixture.js';

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

  /** Dispatches messages and waits until they are in the inbox. */
  async function givenInbox(count: number) {
    const dispatched = await worker.dispatchMany(customer, count);
    for (const { id } of dispatched) await worker.untilStatus(id, 'sent');
    return dispatched;
  }

  describe('sign-in', () => {
    it.each([
      ['no token', {}, 'missing_token'],
      ['something else than a token', { token: 'not-a-token' }, 'invalid_token'],
      ['a position that is none', { token: 'not-a-token', lastSeq: -1 }, 'invalid_connection'],
    ])('refuses %s', async (_, auth, code) => {
      const device = new Device(url, auth);

      await expect(device.connected()).rejects.toMatchObject({ data: { code } });
      device.disconnect();
    });

    it('refuses an expired token', async () => {
      const device = new Device(url, { token: await worker.token(customer, '-1 minute') });

      await expect(device.connected()).rejects.toMatchObject({ data: { code: 'expired_token' } });
      device.disconnect();
    });
  });

  describe('live', () => {
    it('shows a message at once, and an acknowledged one is delivered', async () => {
      const device = await worker.connect(url, customer);

      const { id, orderId, seq } = await worker.dispatch(customer, { data: { orderNumber: 'A-77' } });

      const [notification] = await device.untilReceived(1);
      expect(notification).toEqual({
        id,
        seq,
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

    it('tells upstream once that the message was delivered', async () => {
      const phone = await worker.connect(url, customer);
      const laptop = await worker.connect(url, customer);

      const { id, orderId } = await worker.dispatch(customer);

      await phone.untilReceived(1);
      await laptop.untilReceived(1);
      const events = await worker.deliveryEventsOf(orderId, 2);
      expect(events.map(({ status }) => status)).toEqual(['sent', 'delivered']);
      expect(events[1]).toMatchObject({ notificationId: id, channel: 'in_app', attempt: 1, reason: null });
    });
  });

  describe('catching up', () => {
    it('AC-18 gives a client that reconnects what it missed, once and in order', async () => {
      const before = await worker.connect(url, customer);
      await worker.dispatchMany(customer, 2);
      await before.untilReceived(2);
      before.disconnect();
      await givenInbox(3);

      const after = await worker.connect(url, customer, { lastSeq: 2 });
      await worker.dispatchMany(customer, 2);

      await after.untilReceived(5);
      await after.untilUnread(7);
      expect(after.seqs.slice(0, 3)).toEqual([3, 4, 5]);
      expect(after.seqs.slice(3).sort()).toEqual([6, 7]);
    });

    it('gives a client without a position what no device has acknowledged', async () => {
      const phone = await worker.connect(url, customer);
      const { id } = await worker.dispatch(customer);
      await phone.untilReceived(1);
      await worker.untilStatus(id, 'delivered');
      phone.disconnect();
      await givenInbox(2);

      const laptop = await (await worker.connect(url, customer)).caughtUp();

      expect(laptop.seqs).toEqual([2, 3]);
    });

    it('gives all of it when more was missed than fits a page', async () => {
      await givenInbox(1);
      const missed = await worker.dispatchMany(customer, 420);
      await worker.untilStatus(missed.at(-1)?.id ?? '', 'sent');
      await worker.untilSettled(customer);

      const device = await (await worker.connect(url, customer, { lastSeq: 1 })).caughtUp();

      expect(device.seqs).toEqual(missed.map(({ seq }) => seq));
    });

    it('gives a message that reached the inbox behind one that the client has', async () => {
      const late = await worker.dispatch(customer, { waiting: true });
      const device = await worker.connect(url, customer);
      await worker.dispatch(customer);
      await device.untilReceived(1);
      device.disconnect();
      await worker.nudge(customer, [late.id]);
      await worker.untilStatus(late.id, 'sent');

      const again = await (await worker.connect(url, customer, { lastSeq: 2 })).caughtUp();

      expect(again.seqs).toEqual([late.seq]);
    });

    it('gives what passed by while the replica was cut off from the live topic', async () => {
      const device = await worker.connect(url, customer);
      await worker.dispatch(customer);
      await device.untilReceived(1);
      const { id } = await worker.dispatch(customer, { waiting: true });
      await worker.sendUnheard(id);

      await replica.resynchronise();

      await device.untilReceived(2);
      await device.untilUnread(2);
      expect(device.seqs).toEqual([1, 2]);
    });

    it('shows nothing that is not in the inbox yet', async () => {
      await worker.dispatch(customer, { waiting: true });

      const device = await (await worker.connect(url, customer, { lastSeq: 0 })).caughtUp();

      expect(device.received).toEqual([]);
      expect(device.counts).toEqual([0]);
    });
  });

  describe('reading', () => {
    it('counts down on every device, and what was read is delivered', async () => {
      const [first] = await givenInbox(2);
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
      const [first] = await givenInbox(1);
      const device = await worker.connect(url, customer);

      await expect(device.socket.timeout(5_000).emitWithAck('read', { id: first?.id })).resolves.toEqual({ ok: true });
    });

    it('leaves the messages of others alone', async () => {
      const [message] = await givenInbox(1);
      const stranger = await worker.connect(url, `customer-${randomUUID()}`);

      await stranger.socket.timeout(5_000).emitWithAck('read', { id: message?.id });

      expect(await worker.rowOf(message?.id ?? '')).toMatchObject({ status: 'sent', read_at: null });
    });

    it.each([[undefined], [null], ['id'], [{ id: 'not-an-id' }], [{ id: 7 }]])('refuses %j', async (request) => {
      const device = await worker.connect(url, customer);

      device.socket.emit('read', request);

      await device.untilFault();
      expect(device.faults).toEqual([{ code: 'invalid_request', message: expect.any(String) }]);
    });
  });

  describe('with several replicas', () => {
    it('reaches devices wherever they are connected, and lets them go when it stops', async () => {
      const other = await worker.startReplica('replica-2');
      const phone = await worker.connect(url, customer);
      const laptop = await worker.connect(other.url, customer);

      const { id } = await worker.dispatch(customer);
      await phone.untilReceived(1);
      await laptop.untilReceived(1);
      phone.socket.emit('read', { id });
      await laptop.untilUnread(0);

      await other.stop();
      await laptop.untilDisconnected();
      // What clients connect anew after, by themselves.
      expect(laptop.farewells).toEqual(['transport close']);
    });
  });

  it('counts its connections', async () => {
    const count = async () => {
      const metrics = await (await fetch(`${url}/metrics`)).text();
      return Number(/^notification_stream_connections\{.*\} (\d+)$/m.exec(metrics)?.[1]);
    };
    const before = await count();

    await worker.connect(url, customer);

    expect(await count()).toBe(before + 1);
  });
});
