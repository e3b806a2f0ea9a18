import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../system/eventually.js';
import { type Device, InAppFixture, type Replica } from './in-app-worker.fixture.js';

jest.setTimeout(60_000);

const SHOP = 'https://shop.example.com';

describe('the limits of the stream', () => {
  let worker: InAppFixture;
  let replica: Replica;
  let url: string;
  let customer: string;
  beforeAll(async () => {
    worker = await InAppFixture.start({ CORS_ORIGINS: SHOP });
    replica = await worker.startReplica('replica-1');
    ({ url } = replica);
  });
  afterAll(() => worker.stop());
  beforeEach(() => {
    customer = `customer-${randomUUID()}`;
  });

  async function expectUnharmed(device: Device): Promise<void> {
    const count = device.received.length;
    await worker.dispatch(customer);
    await device.untilReceived(count + 1);
  }

  describe('origin', () => {
    it.each([
      ['a web site that is listed', () => SHOP],
      ['the host it is served by', () => url],
    ])('lets in pages of %s', async (_, origin) => {
      await worker.connect(url, customer, { origin: origin() });
    });

    it.each(['https://evil.example.com', 'null'])('refuses pages of %s', async (origin) => {
      const device = worker.open(url, { token: await worker.token(customer) }, { origin });

      await expect(device.connected()).rejects.toMatchObject({ data: { code: 'forbidden_origin' } });
    });
  });

  describe('connections', () => {
    it('are 20 of a customer, also of many that open at the same time', async () => {
      const token = await worker.token(customer);
      const devices = Array.from({ length: 30 }, () => worker.open(url, { token }));
      const opened = await Promise.allSettled(devices.map((device) => device.connected()));

      const refused = opened.filter((result) => result.status === 'rejected');
      expect(refused).toHaveLength(10);
      for (const { reason } of refused) expect(reason).toMatchObject({ data: { code: 'too_many_connections' } });
      await worker.connect(url, `customer-${randomUUID()}`);
    });

    it('may be opened again for each that was closed', async () => {
      const devices = await Promise.all(Array.from({ length: 20 }, () => worker.connect(url, customer)));

      devices[0]?.disconnect();

      await eventually(() => worker.connect(url, customer));
      await expect(worker.connect(url, customer)).rejects.toMatchObject({ data: { code: 'too_many_connections' } });
    });
  });

  describe('a token that expires', () => {
    it('ends the connection with a reason, and a client that comes back with another loses nothing', async () => {
      const tokens = [await worker.token(customer, '2s'), await worker.token(customer)];
      const signIn = () => Promise.resolve({ token: tokens.shift() });
      const device = worker.open(url, signIn, { persistent: true, lastSeq: 0 });
      await device.connected();
      await worker.dispatch(customer);
      await device.untilReceived(1);

      await device.untilClosing('expired_token');
      await worker.dispatchMany(customer, 3);

      await device.untilReceived(4);
      expect(device.seqs).toEqual([1, 2, 3, 4]);
      expect(device.closings).toEqual(['expired_token']);
      expect(device.farewells).toEqual(['transport close']);
    });
  });

  describe('a client that says too much', () => {
    it('is told so, and its connection ends', async () => {
      const other = await worker.connect(url, customer);
      const device = await worker.connect(url, `customer-${randomUUID()}`);

      for (let count = 0; count < 2_200; count += 1) device.socket.emit('nonsense', count);

      await device.untilDisconnected();
      expect(device.closings).toEqual(['too_many_messages']);
      await expectUnharmed(other);
    });

    it('may acknowledge as many messages as are replayed', async () => {
      await worker.fillInbox(customer, 900);

      const device = await (await worker.connect(url, customer, { lastSeq: 0 })).caughtUp();

      expect(device.received).toHaveLength(900);
      expect(device.farewells).toEqual([]);
    });

    it.each([
      ['malformed packets', () => Array.from({ length: 3_000 }, () => '2["read"')],
      ['acknowledgements of nothing', () => Array.from({ length: 2_200 }, (_, id) => `3${id}[]`)],
      ['packets for places that are not there', () => Array.from({ length: 2_200 }, (_, id) => `0/place-${id},`)],
      ['a packet that is too large', () => ['x'.repeat(20_000)]],
      [
        'binary packets without end',
        () => ['51-["read",{"_placeholder":true,"num":0}]', '51-["read",{"_placeholder":true,"num":0}]'],
      ],
    ])('harms nobody else with %s', async (_, packets) => {
      const other = await worker.connect(url, customer);
      const device = await worker.connect(url, `customer-${randomUUID()}`);

      for (const packet of packets()) device.socket.io.engine.write(packet);

      await device.untilDisconnected();
      await expectUnharmed(other);
    });

    it('is hung up too before it has signed in', async () => {
      const refusals = await replica.metric('notification_stream_refusals_total', { code: 'missing_token' });
      const other = await worker.connect(url, customer);

      const raw = worker.open(url, () => new Promise(() => undefined));
      await eventually(() => {
        if (raw.socket.io.engine.readyState !== 'open') throw new Error('not open yet');
      });
      const closed = new Promise((resolve) => raw.socket.io.engine.once('close', resolve));
      for (let count = 0; count < 2_600; count += 1) raw.socket.io.engine.write('0{}');
      await closed;

      const tried = await replica.metric('notification_stream_refusals_total', { code: 'missing_token' });
      expect(tried - refusals).toBeLessThan(2_300);
      await expectUnharmed(other);
    });
  });

  describe('a client that does not take what it is sent', () => {
    it('is given no more than fits, ended, and given the rest when it comes back', async () => {
      const shipment = {
        id: 's-1',
        packageNumber: 1,
        packageCount: 1,
        carrier: 'UPS',
        trackingNumber: '1Z999AA10123456784',
        trackingUrl: `https://track.example.com/${'x'.repeat(2_000)}`,
      };
      await worker.fillInbox(customer, 1_000, { data: { shipment } });
      const given = () => replica.metric('notification_stream_messages_total', { way: 'replay' });
      const before = await given();
      const device = await worker.connect(url, customer, { lastSeq: 0, silent: true });
      pauseSocketOf(device);

      await eventually(async () => {
        const ended = await replica.metric('notification_stream_closings_total', { code: 'slow_client' });
        expect(ended).toBe(1);
      }, 30_000);
      expect((await given()) - before).toBeLessThan(1_000);
      const open = await replica.metric('notification_stream_connections');
      await eventually(async () => {
        expect(await replica.metric('notification_stream_connections')).toBeLessThan(open);
      });

      const again = await worker.connect(url, customer, { lastSeq: device.seqs.at(-1) ?? 0 });
      await again.untilReceived(1_000 - device.received.length);
      expect([...device.seqs, ...again.seqs]).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 1));
    });

    it('does not hold up a replica that stops', async () => {
      const other = await worker.startReplica('replica-2');
      pauseSocketOf(await worker.connect(other.url, customer));

      const from = performance.now();
      await other.stop();

      // A websocket would wait for its farewell to be answered for 30 s, longer than a process may take to end.
      expect(performance.now() - from).toBeLessThan(15_000);
    });
  });
});

/** The client's kernel takes what fits its buffers, and nobody reads it. */
function pauseSocketOf(device: Device): void {
  const { transport } = device.socket.io.engine as unknown as { transport: { ws: { pause(): void } } };
  transport.ws.pause();
}
