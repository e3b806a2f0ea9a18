/** Whoever has seen a position has seen every lower one, and what is unread is counted with what changes it, whoever is at work meanwhile. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type InAppLive, TOPICS } from '#contracts';
import {
  Database,
  type InboxItem,
  type Settlement,
  type Sql,
  createDataSource,
  findInboxAfter,
  readInboxStandings,
  scrub,
  settle,
} from '#database';
import { InboxWriter } from '#delivery';
import { OutboxPublisher } from '#messaging';
import { IdGenerator, NoTracing, SystemClock, createLogger } from '#runtime';
import { givenNotification } from '../builders/notifications.js';
import { type TestDatabase, createTestDatabase } from '../database.js';
import { eventually } from '../system/eventually.js';
import { findInboxFaults } from '../system/inbox-faults.js';
import { RecordedExit } from '../system/recorded-exit.js';
import { RecordingPublisher } from '../system/recording-publisher.js';
import { seededShuffle } from '../system/shuffled.js';

const logger = createLogger('tests', 'silent');
const clock = new SystemClock();
const shuffled = seededShuffle();

/** As many connections at once as there are things at once. */
const LANES = 12;

describe('an inbox', () => {
  let test: TestDatabase;
  let database: Database;
  const publisher = new RecordingPublisher();
  const exit = new RecordedExit();
  let writer: InboxWriter;
  beforeAll(async () => {
    test = await createTestDatabase();
    database = new Database(createDataSource(test.url, LANES + 4), logger, clock);
    await database.open();
    const outbox = new OutboxPublisher(database, publisher, clock, exit, logger);
    writer = new InboxWriter(database, outbox, clock, new IdGenerator(clock), new NoTracing());
  }, 30_000);
  afterAll(async () => {
    await eventually(async () => expect(await database.query('SELECT 1 FROM outbox')).toEqual([]));
    await database.close();
    await test.drop();
    expect(exit.failures).toEqual([]);
  });

  const aCustomer = () => `customer-${randomUUID()}`;

  /** Dispatched, and on their way. @returns their ids, in the order of dispatch */
  async function givenMany(userId: string, count: number): Promise<string[]> {
    const one = () => givenNotification(database, { userId, channel: 'in_app', queue: {} });
    const given = await inLanes(Array.from({ length: count }, () => one));
    return given.map(({ id }) => id).sort();
  }

  const arrive = (ids: readonly string[], sql?: Parameters<typeof settle>[0]) =>
    sql === undefined
      ? database.transaction((own) => settle(own, ids.map(arrival), new Date()))
      : settle(sql, ids.map(arrival), new Date());

  /** Everything after a position, in pages. */
  async function missed(userId: string, position: number, page = 1_000): Promise<InboxItem[]> {
    const items = await findInboxAfter(database, userId, position, page);
    const last = items.at(-1);
    return items.length < page || last === undefined ? items : [...items, ...(await missed(userId, last.seq, page))];
  }

  const standing = async (userId: string) => (await readInboxStandings(database, [userId])).get(userId);

  const untilSomebodyWaits = (sql: Sql) =>
    eventually(async () => {
      expect(await sql.query('SELECT 1 FROM pg_locks WHERE NOT granted')).toHaveLength(1);
    });

  const liveMessages = (userId: string) =>
    (publisher.valuesOn(TOPICS.inAppLive.name) as InAppLive[]).filter((live) => live.userId === userId);

  describe('position', () => {
    it('AC-18 is given by who commits first: the other waits, although its message is older', async () => {
      const userId = aCustomer();
      const [older, newer] = (await givenMany(userId, 2)) as [string, string];
      let meanwhile: Promise<unknown> | undefined;
      await database.transaction(async (sql) => {
        await arrive([newer], sql);
        meanwhile = arrive([older]);
        await untilSomebodyWaits(sql);
        expect(await missed(userId, 0)).toEqual([]);
      });
      await meanwhile;
      expect((await missed(userId, 0)).map(({ id, seq }) => [id, seq])).toEqual([
        [newer, 1],
        [older, 2],
      ]);
    });

    it('AC-18 of one who reads along: each message once, in order, however many workers settle at once', async () => {
      const count = 400;
      const [userId, other] = [aCustomer(), aCustomer()];
      const ids = await givenMany(userId, count);
      const others = await givenMany(other, count / 4);
      let settling = true;
      const settled = inLanes(inBatches(shuffled([...ids, ...others]), 7).map((batch) => () => settleSlowly(batch)));
      const seen = readAlong(userId, () => settling);
      await settled;
      settling = false;

      expect((await seen).map(({ seq }) => seq)).toEqual(Array.from({ length: count }, (_, i) => i + 1));
      expect(new Set((await seen).map(({ id }) => id))).toEqual(new Set(ids));
      expect(await standing(userId)).toEqual({ top: count, unread: count });
    }, 60_000);

    /** Holds its locks for some milliseconds. */
    const settleSlowly = (batch: readonly string[]) =>
      database.transaction(async (sql) => {
        await arrive(batch, sql);
        await delay(Math.random() * 5);
      });

    async function readAlong(userId: string, goesOn: () => boolean): Promise<InboxItem[]> {
      const seen: InboxItem[] = [];
      for (let last = false; !last;) {
        last = !goesOn();
        seen.push(...(await missed(userId, seen.at(-1)?.seq ?? 0, 50)));
      }
      return seen;
    }

    it('AC-18 within a transaction follows the order of dispatch', async () => {
      const userId = aCustomer();
      const ids = await givenMany(userId, 20);
      await arrive(shuffled(ids));
      expect((await missed(userId, 0)).map(({ id }) => id)).toEqual(ids);
    });

    it('AC-15 stays what it is when a settlement is written twice', async () => {
      const userId = aCustomer();
      const [first, second] = (await givenMany(userId, 2)) as [string, string];
      await arrive([first]);
      await arrive([first, second]);
      await arrive([first, second]);
      expect((await missed(userId, 0)).map(({ id }) => id)).toEqual([first, second]);
      expect(await standing(userId)).toEqual({ top: 2, unread: 2 });
    });

    it('F8 is only taken by what arrives', async () => {
      const userId = aCustomer();
      const [refused, sent] = (await givenMany(userId, 2)) as [string, string];
      const outcome = { kind: 'settled', status: 'suppressed', reason: 'type_off' } as const;
      await database.transaction((sql) => settle(sql, [{ ...arrival(refused), outcome }], new Date()));
      await arrive([sent]);
      expect((await missed(userId, 0)).map(({ id, seq }) => [id, seq])).toEqual([[sent, 1]]);
    });
  });

  describe('standing', () => {
    it('F8 of a customer who never got anything is nothing', async () => {
      expect(await readInboxStandings(database, ['nobody', 'no one'])).toEqual(
        new Map([
          ['nobody', { top: 0, unread: 0 }],
          ['no one', { top: 0, unread: 0 }],
        ]),
      );
    });

    it('F8 counts what is neither read nor archived, once', async () => {
      const userId = aCustomer();
      const [read, archived, both] = (await givenMany(userId, 4)) as [string, string, string];
      await arrive([read, archived, both]);
      for (const id of [read, read]) await writer.read(userId, id);
      for (const id of [archived, archived]) await writer.archive(userId, id);
      for (const id of [archived, archived]) await writer.read(userId, id);
      await writer.read(userId, both);
      await writer.archive(userId, both);
      expect(await standing(userId)).toEqual({ top: 3, unread: 0 });
      expect(liveMessages(userId).map(({ notificationId, change }) => [notificationId, change])).toEqual([
        [read, 'read'],
        [archived, 'archived'],
        [archived, 'read'],
        [both, 'read'],
        [both, 'archived'],
      ]);
    });

    it('F8 after everything was read keeps what arrived meanwhile, and one message tells', async () => {
      const userId = aCustomer();
      const ids = await givenMany(userId, 1_010);
      const [before, after] = [ids.slice(0, 1_000), ids.slice(1_000)];
      await arrive(before);
      await Promise.all([writer.readAll(userId), arrive(after)]);
      const { unread = 0 } = (await standing(userId)) ?? {};
      expect([0, after.length]).toContain(unread);
      await writer.readAll(userId);
      await writer.readAll(userId);
      expect(await standing(userId)).toEqual({ top: ids.length, unread: 0 });
      const told = liveMessages(userId);
      expect(told).toHaveLength(unread === 0 ? 1 : 2);
      expect(told.at(-1)).toMatchObject({ change: 'all_read', upToSeq: ids.length });
    }, 60_000);

    it('F8 never drifts, whatever happens at the same time', async () => {
      const customers = Array.from({ length: 4 }, aCustomer);
      const [erased = ''] = customers;
      const tasks: (() => Promise<unknown>)[] = [];
      for (const userId of customers) {
        const ids = await givenMany(userId, 40);
        for (const batch of inBatches(shuffled(ids), 6))
          tasks.push(
            () => arrive(batch),
            () => arrive(batch),
          );
        for (const id of ids) {
          tasks.push(
            () => writer.read(userId, id),
            () => writer.read(userId, id),
            () => writer.archive(userId, id),
          );
          tasks.push(
            () => writer.acknowledged([id]),
            () => writer.listed([id]),
          );
        }
        tasks.push(...Array.from({ length: 4 }, () => () => writer.readAll(userId)));
      }
      await database.query(
        `INSERT INTO recipient (user_id, event_time, updated_at, deleted_at) VALUES ($1, now(), now(), now())`,
        [erased],
      );
      const erase = () => scrub(database, [erased], new Date());
      tasks.push(erase, erase, erase);
      await inLanes(shuffled(tasks));
      expect(await findInboxFaults(database)).toEqual([]);
      expect((await standing(customers[1] ?? ''))?.top).toBe(40);

      await erase();
      for (const userId of customers.slice(1)) await writer.readAll(userId);
      const standings = await readInboxStandings(database, customers);
      expect([...standings.values()].map(({ unread }) => unread)).toEqual([0, 0, 0, 0]);
    }, 60_000);

    it.each(['before', 'while'])(
      'AC-14 counts nothing of what arrives for a customer erased %s it does',
      async (when) => {
        const userId = aCustomer();
        const [id] = (await givenMany(userId, 1)) as [string];
        await database.query(
          `INSERT INTO recipient (user_id, event_time, updated_at, deleted_at) VALUES ($1, now(), now(), now())`,
          [userId],
        );
        const erase = () => scrub(database, [userId], new Date());
        let erasing: Promise<void> | undefined;
        if (when === 'before') await erase();
        await database.transaction(async (sql) => {
          await arrive([id], sql);
          if (when === 'before') return;
          erasing = erase();
          await untilSomebodyWaits(sql);
        });
        await erasing;
        expect(await standing(userId)).toEqual({ top: 1, unread: 0 });
        expect(await missed(userId, 0)).toEqual([]);
      },
    );
  });
});

describe('the check at the end of every test', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
    await givenNotification(test.database, { userId: 'ana', channel: 'in_app', status: 'sent', inInbox: true });
    await givenNotification(test.database, { userId: 'ana', channel: 'in_app', status: 'sent', inInbox: true });
  }, 30_000);
  afterAll(() => test.drop());

  it.each([
    ['a count', `UPDATE inbox_counter SET unread = 1`, 'unread messages of ana: 1, not 2'],
    [
      'a message that was read',
      `UPDATE notification_log SET read_at = now() WHERE inbox_seq = 1`,
      'unread messages of ana: 2, not 1',
    ],
    ['a counter that is missing', `DELETE FROM inbox_counter`, 'unread messages of ana: 0, not 2'],
    ['a last position', `UPDATE inbox_counter SET last_seq = 3`, 'the last position of ana: 3, not 2'],
    [
      'a position given twice',
      `UPDATE notification_log SET inbox_seq = 2`,
      'messages that have different positions of ana: 1, not 2',
    ],
    [
      'an arrival without one',
      `UPDATE notification_log SET inbox_seq = NULL WHERE inbox_seq = 1`,
      'messages that have different positions of ana: 1, not 2',
    ],
  ])('finds %s that is wrong', async (_, wrong, fault) => {
    const undone = new Error('undone');
    expect(await findInboxFaults(test.database)).toEqual([]);
    const checking = test.database.transaction(async (sql) => {
      await sql.query(wrong);
      expect(await findInboxFaults(sql)).toContain(fault);
      throw undone;
    });
    await expect(checking).rejects.toBe(undone);
  });

  it('fails whoever leaves a wrong count behind', async () => {
    const other = await createTestDatabase();
    await other.database.query(`INSERT INTO inbox_counter (user_id, last_seq, unread) VALUES ('ana', 0, 1)`);
    await expect(other.drop()).rejects.toThrow('unread messages of ana: 1, not 0');
  });
});

const arrival = (id: string): Settlement => ({
  id,
  claimNo: 0,
  attempt: null,
  outcome: { kind: 'settled', status: 'sent', reason: null },
});

function inBatches<T>(items: readonly T[], most: number): T[][] {
  const size = 1 + Math.floor(Math.random() * most);
  return items.length === 0 ? [] : [items.slice(0, size), ...inBatches(items.slice(size), most)];
}

async function inLanes<T>(tasks: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  const queue = tasks.values();
  const lane = async () => {
    for (const task of queue) results.push(await task());
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}
