/** Two replicas of the stream, as processes, and pages with the product's own client. The judge holds what each was given against the rows. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderEvent } from '#contracts';
import { type AccessTokenClaims, signAccessToken } from '../../infra/access-token.js';
import { anOrderEvent } from '../builders/order-events.js';
import type { AppProcess } from '../system/app-process.js';
import { eventually } from '../system/eventually.js';
import { readNews } from '../system/news-reader.js';
import { ProcessSystem } from '../system/process-system.js';
import { StreamDevice } from '../system/stream-device.js';
import { type InboxPosition, faultsOfConnection, faultsOfPage } from '../system/stream-faults.js';
import { StreamWire } from '../system/stream-wire.js';

const [FIRST, SECOND] = ['in-app-1', 'in-app-2'] as const;
const WITHIN_MS = 60_000;
const MINUTE_MS = 60_000;
/** A worker has 500 in hand at most. */
const MORE_THAN_ONE_TAKES = 600;

type Validity = AccessTokenClaims['validFor'] & string;

describe('the stream of two replicas', () => {
  let system: ProcessSystem;
  const processes = new Map<string, AppProcess>();
  const devices: StreamDevice[] = [];

  beforeAll(async () => {
    system = await ProcessSystem.open('stream', { DAILY_CAP: '10000' });
    await start('dispatcher', 'dispatcher');
    await start('api', 'preferences-api');
    for (const name of [FIRST, SECOND]) await start(name, 'in-app-worker');
    await system.untilReady(WITHIN_MS);
  }, 2 * WITHIN_MS);

  afterEach(async () => {
    await pause(false);
    for (const device of devices) device.close();
    await Promise.all(devices.splice(0).map(({ wire }) => wire.close()));
  });

  afterAll(async () => {
    await system.stop('SIGKILL');
    for (const { lines, printed } of processes.values()) {
      expect(lines.filter(({ level }) => level !== 'warn')).toEqual([]);
      expect(printed).toEqual([]);
    }
  }, WITHIN_MS);

  const start = async (name: string, app: string) => processes.set(name, await system.start(app, name));

  function running(name: string): AppProcess {
    const found = processes.get(name);
    if (found === undefined) throw new Error(`${name} was not started`);
    return found;
  }

  /** A page of a customer, open, and caught up with the little there is. */
  async function aDevice(userId: string, replica: string, validity: readonly Validity[] = []): Promise<StreamDevice> {
    const replicas = [FIRST, SECOND].map((name) => ({ name, port: Number(new URL(running(name).url).port) }));
    const wire = await StreamWire.open(replicas);
    wire.leadTo(replica);
    const tokens = [...validity];
    const getToken = () => signAccessToken(system.env, { subject: userId, validFor: tokens.shift() ?? '1h' });
    const device = new StreamDevice(userId, wire, { getToken, timing: { backoff: 200, longestBackoff: 1_000 } });
    devices.push(device);
    device.open();
    await eventually(() => expect(device.unread).toBe(0));
    return device;
  }

  /** @returns events of as many orders, each older than the one before it */
  const eventsOf = (userId: string, count: number): OrderEvent[] =>
    Array.from({ length: count }, (_, i) =>
      anOrderEvent('order_confirmed', { time: new Date(Date.now() - i * MINUTE_MS), data: { userId } }),
    );

  const inboxOf = (userId: string) =>
    system.database.query<InboxPosition & { readonly status: string; readonly readAt: Date | null }>(
      `SELECT id, inbox_seq::int AS seq, status, read_at AS "readAt" FROM notification_log
        WHERE user_id = $1 AND inbox_seq IS NOT NULL ORDER BY inbox_seq`,
      [userId],
    );

  const untilInInbox = (userId: string, count: number) =>
    eventually(async () => expect(await inboxOf(userId)).toHaveLength(count), WITHIN_MS);

  /** Each of a customer's devices has all of it. */
  async function untilShown(userId: string, count: number): Promise<void> {
    await untilInInbox(userId, count);
    const own = devices.filter((device) => device.userId === userId);
    await eventually(() => expect(own.map(({ position }) => position)).toEqual(own.map(() => count)), WITHIN_MS);
  }

  /** In order, each once: what pages were shown, and what every connection carried, also where the client hides a repetition. */
  async function expectNoFaults(userId: string): Promise<void> {
    const inbox = await inboxOf(userId);
    expect(inbox.map(({ seq }) => seq)).toEqual(inbox.map((_, i) => i + 1));
    for (const device of devices.filter((one) => one.userId === userId)) {
      expect(faultsOfPage(device, inbox)).toEqual([]);
      for (const connection of device.wire.connections) expect(faultsOfConnection(connection, inbox)).toEqual([]);
    }
  }

  async function pause(paused: boolean): Promise<void> {
    const token = await signAccessToken(system.env, { subject: 'olga', scope: 'notifications:ops' });
    const answer = await fetch(`${running('api').url}/api/v2/notifications/controls`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channels: { in_app: { paused } } }),
    });
    expect(answer.status).toBe(200);
  }

  async function unreadByApi(userId: string): Promise<number> {
    const headers = { authorization: `Bearer ${await signAccessToken(system.env, { subject: userId })}` };
    const answer = await fetch(`${running('api').url}/api/v2/notifications/inbox/unread-count`, { headers });
    return ((await answer.json()) as { count: number }).count;
  }

  async function claimsOf(name: string): Promise<number> {
    const lines = (await (await fetch(`${running(name).url}/metrics`)).text()).split('\n');
    const counts = lines.filter((line) => line.startsWith('notification_claims_total{'));
    return counts.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  }

  it(
    'AC-18 a device that was offline gets from the other replica what it missed: in the order of arrival, each once, and nothing of before',
    async () => {
      const userId = `customer-${randomUUID()}`;
      const device = await aDevice(userId, FIRST);
      // Another one watches it all happen.
      await aDevice(userId, SECOND);
      await system.publish(eventsOf(userId, 5));
      await untilShown(userId, 5);

      device.wire.goOffline();
      await pause(true);
      await system.publish(eventsOf(userId, MORE_THAN_ONE_TAKES));
      await eventually(async () => expect(await waiting(userId)).toBe(MORE_THAN_ONE_TAKES), WITHIN_MS);
      await whileNothingArrives(userId, () => untilBothClaim(() => pause(false)));
      await untilInInbox(userId, 5 + MORE_THAN_ONE_TAKES);
      expect(device.position).toBe(5);

      device.wire.leadTo(SECOND);
      device.wire.goOnline();
      await untilShown(userId, 5 + MORE_THAN_ONE_TAKES);
      const last = device.wire.connections.at(-1);
      expect(last).toMatchObject({ replica: SECOND, lastSeq: 5 });
      expect(last?.given).toHaveLength(MORE_THAN_ONE_TAKES);
      await expectNoFaults(userId);
    },
    2 * WITHIN_MS,
  );

  /** What is settled meanwhile waits for its positions: then all who have claimed something come at once. */
  const whileNothingArrives = (userId: string, work: () => Promise<void>) =>
    system.database.transaction(async (sql) => {
      await sql.query('SELECT 1 FROM inbox_counter WHERE user_id = $1 FOR UPDATE', [userId]);
      await work();
    });

  async function untilBothClaim(begin: () => Promise<void>): Promise<void> {
    const before = new Map([
      [FIRST, await claimsOf(FIRST)],
      [SECOND, await claimsOf(SECOND)],
    ]);
    await begin();
    await eventually(async () => {
      for (const [name, claims] of before) expect(await claimsOf(name)).toBeGreaterThan(claims);
    });
  }

  const waiting = async (userId: string) => {
    const rows = await system.database.query(
      `SELECT 1 FROM delivery_queue WHERE user_id = $1 AND channel = 'in_app' AND state = 'pending'`,
      [userId],
    );
    return rows.length;
  };

  it(
    'AC-18 three devices on two replicas get each message once, and it is delivered once',
    async () => {
      const userId = `customer-${randomUUID()}`;
      for (const replica of [FIRST, FIRST, SECOND]) await aDevice(userId, replica);
      for (const event of eventsOf(userId, 20)) await system.publish([event]);
      await untilShown(userId, 20);
      await expectNoFaults(userId);
      for (const { wire } of devices) expect(wire.connections).toHaveLength(1);

      await eventually(async () => expect((await inboxOf(userId)).filter(isUndelivered)).toEqual([]));
      await eventually(async () => expect(await system.database.query('SELECT 1 FROM outbox')).toEqual([]));
      const ids = new Set((await inboxOf(userId)).map(({ id }) => id));
      const news = await readNews(system.env['KAFKA_BROKERS'] ?? '', system.prefix);
      const deliveries = news.filter(({ notificationId, status }) => status === 'delivered' && ids.has(notificationId));
      expect(deliveries.map(({ notificationId }) => notificationId).sort()).toEqual([...ids].sort());
    },
    2 * WITHIN_MS,
  );

  const isUndelivered = ({ status }: { readonly status: string }) => status !== 'delivered';

  it(
    'AC-18 what is read on one device is read on the others, on whichever replica, and all count the same',
    async () => {
      const userId = `customer-${randomUUID()}`;
      const reader = await aDevice(userId, FIRST);
      const others = [await aDevice(userId, FIRST), await aDevice(userId, SECOND)];
      await system.publish(eventsOf(userId, 6));
      await untilShown(userId, 6);

      const ids = reader.shown.slice(0, 2).map(({ id }) => id);
      await Promise.all(ids.map((id) => reader.markRead(id)));
      expect(reader.marks.filter(({ answeredAt }) => answeredAt === null)).toEqual([]);
      await eventually(() => {
        for (const { read } of others) expect([...read].sort()).toEqual([...ids].sort());
        expect([reader, ...others].map(({ unread }) => unread)).toEqual([4, 4, 4]);
      });
      expect(await unreadByApi(userId)).toBe(4);
      expect((await inboxOf(userId)).filter(({ readAt }) => readAt === null)).toHaveLength(4);
    },
    2 * WITHIN_MS,
  );

  it(
    'AC-18 a device whose token runs out comes back with another by itself, and misses nothing',
    async () => {
      const userId = `customer-${randomUUID()}`;
      const device = await aDevice(userId, FIRST, ['3s']);
      const [connection] = device.wire.connections;
      let published = 0;
      // Before, while and after it is ended.
      while (connection?.closedAt === null || published < 20) {
        await system.publish(eventsOf(userId, 1));
        published += 1;
        await sleep(50);
      }
      expect(connection?.farewell).toBe('expired_token');
      await untilShown(userId, published);
      expect(device.wire.connections).toHaveLength(2);
      expect(device.fault).toBeNull();
      await expectNoFaults(userId);
    },
    2 * WITHIN_MS,
  );

  it(
    'AC-18 a replica that is killed in the middle of a burst: its devices come back to the other one, and have everything once, in order',
    async () => {
      const users = [`customer-${randomUUID()}`, `customer-${randomUUID()}`];
      const theirs: StreamDevice[] = [];
      for (const userId of users) {
        await aDevice(userId, SECOND);
        theirs.push(await aDevice(userId, FIRST), await aDevice(userId, FIRST));
      }
      // Everything is in the inbox by then, so that nobody waits for a claim of the dead; what the replica has emitted is on its way for good.
      for (const [i, { wire }] of theirs.entries()) wire.stallAfter(10 + 20 * i);
      await system.publish(users.flatMap((userId) => eventsOf(userId, 120)));
      for (const userId of users) await untilInInbox(userId, 120);
      await eventually(() => {
        for (const [i, { shown }] of theirs.entries()) expect(shown).toHaveLength(10 + 20 * i);
      });

      expect(await running(FIRST).end('SIGKILL')).toBe('SIGKILL');
      for (const { wire } of theirs) {
        wire.leadTo(SECOND);
        wire.cut();
      }
      await system.publish(users.flatMap((userId) => eventsOf(userId, 10)));
      for (const userId of users) {
        await untilShown(userId, 130);
        await expectNoFaults(userId);
      }
      for (const [i, { wire }] of theirs.entries()) {
        expect(wire.connections.at(-1)).toMatchObject({ replica: SECOND, lastSeq: 10 + 20 * i });
      }
    },
    2 * WITHIN_MS,
  );
});
