/** What statements cost where it matters: the pages they read, however much lies beside what they are after. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NOTIFICATION_STATUSES, type NotificationType } from '#contracts';
import {
  type Settlement,
  type Sql,
  claimDue,
  describeErrors,
  haltChannel,
  hasSendingRowsOn,
  loadWork,
  park,
  readInboxStandings,
  searchNotifications,
  settle,
  takeProbe,
  unpark,
} from '#database';
import { Pipeline } from '../system/pipeline.js';
import { HOUR, MINUTE } from '../system/test-clock.js';

interface Explained {
  readonly Plan: { readonly 'Shared Hit Blocks': number; readonly 'Shared Read Blocks': number };
}

describe('N5 a statement', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await Pipeline.start();
  }, 30_000);
  afterAll(() => pipeline.stop());
  beforeEach(() =>
    pipeline.database.query(
      `TRUNCATE delivery_queue, notification_log, inbox_counter, dead_letter, order_event, delivery_figure`,
    ),
  );

  /** Runs what it is given, and takes it back. @returns how many pages all its statements read */
  async function pagesOf(run: (sql: Sql) => Promise<unknown>): Promise<number> {
    let pages = 0;
    const undone = new Error('undone');
    const explaining = (sql: Sql): Sql => ({
      query: async <T>(text: string, parameters?: readonly unknown[]) => {
        const [row] = await sql.query<{ plan: Explained[] }>(
          `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`,
          parameters,
        );
        for (const { Plan } of Object.values(row ?? {})[0] ?? [])
          pages += Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks'];
        return sql.query<T>(text, parameters);
      },
    });
    const running = pipeline.database.transaction(async (sql) => {
      await run(explaining(sql));
      throw undone;
    });
    await expect(running).rejects.toBe(undone);
    return pages;
  }

  const inMs = (ms: number) => new Date(pipeline.clock.now().getTime() + ms);

  async function fillQueue(count: number, channel: string, type: NotificationType, dueAt: Date): Promise<void> {
    await pipeline.database.query(
      `INSERT INTO delivery_queue (id, user_id, channel, notification_type, due_at, enqueued_at)
       SELECT gen_random_uuid(), 'customer-' || n, $2, $3, $4::timestamptz + n * interval '1 millisecond', $4
         FROM generate_series(1, $1::int) n`,
      [count, channel, type, dueAt],
    );
    await pipeline.database.query('VACUUM ANALYZE delivery_queue');
  }

  const claim = (paused: readonly NotificationType[]) => (sql: Sql) =>
    claimDue(sql, 'email', 50, pipeline.clock.now(), inMs(MINUTE), paused);

  it('that claims does not walk over the rows of a type that is paused, and finds them where they were', async () => {
    const { database, clock } = pipeline;
    await fillQueue(10_000, 'email', 'order_shipped', inMs(-5 * MINUTE));
    const without = await pagesOf(claim([]));
    await fillQueue(40_000, 'email', 'order_confirmed', inMs(-10 * MINUTE));
    const before = await pagesOf(claim(['order_confirmed']));
    expect(await park(database, 'email', ['order_confirmed'], 40_000, clock.now())).toBe(40_000);
    await database.query('VACUUM ANALYZE delivery_queue');
    const parked = await pagesOf(claim(['order_confirmed']));
    expect(before).toBeGreaterThan(4 * parked);
    expect(parked).toBeLessThan(2 * without);

    expect(await pagesOf((sql) => unpark(sql, 'email', ['order_shipped'], 1_000))).toBeLessThan(10);
    expect(await unpark(database, 'email', ['order_confirmed'], 100)).toBe(100);
    const next = await database.transaction((sql) => claim([])(sql));
    const [{ types } = { types: '' }] = await database.query<{ types: string }>(
      `SELECT string_agg(DISTINCT notification_type, ',') AS types FROM delivery_queue WHERE id = ANY($1)`,
      [next.map(({ id }) => id)],
    );
    expect(types).toBe('order_confirmed');
  }, 60_000);

  it('that asks what is being sent does not look at what waits for the morning', async () => {
    await fillQueue(50_000, 'sms', 'order_shipped', inMs(8 * HOUR));
    const asking = (sql: Sql) => hasSendingRowsOn(sql, 'sms', pipeline.clock.now());
    expect(await pagesOf(asking)).toBeLessThan(20);
    expect(await asking(pipeline.database)).toBe(false);
    await fillQueue(1, 'sms', 'delivered', inMs(5_000));
    await pipeline.database.query(`UPDATE delivery_queue SET state = 'sending' WHERE notification_type = 'delivered'`);
    expect(await asking(pipeline.database)).toBe(true);
  }, 60_000);

  it('that asks whether a halted channel has something to try looks at neither the morning’s nor what is set aside', async () => {
    const { database, clock } = pipeline;
    await haltChannel(database, 'email', { reason: 'provider_failing', since: clock.now(), until: clock.now() });
    const probing = (sql: Sql) => takeProbe(sql, 'email', clock.now(), inMs(MINUTE));
    await fillQueue(20_000, 'email', 'order_shipped', inMs(8 * HOUR));
    await fillQueue(20_000, 'email', 'order_confirmed', inMs(-MINUTE));
    await park(database, 'email', ['order_confirmed'], 20_000, clock.now());
    await database.query('VACUUM ANALYZE delivery_queue');
    expect(await pagesOf(probing)).toBeLessThan(20);
    expect(await probing(database)).toBe(false);
    await fillQueue(1, 'email', 'delivered', inMs(-MINUTE));
    expect(await probing(database)).toBe(true);
    await database.query('DELETE FROM channel_state');
  }, 60_000);

  /** The time in the ids of what `fillLog` makes. */
  const FILLED_AT = new Date(0x01a3_0000_0000);
  const fillLog = async (from: number, to: number, { isAnalysed } = { isAnalysed: true }) => {
    pipeline.doNotCheckFigures();
    await pipeline.database.query(
      `INSERT INTO notification_log (id, order_event_id, order_id, user_id, notification_type, channel, status, created_at)
       SELECT ('01a30000000070008000' || lpad(to_hex(n), 12, '0'))::uuid, gen_random_uuid(), 'o-' || n, 'u-' || n,
              'delivered', 'email', 'other', now() FROM generate_series($1::int, $2::int) n`,
      [from, to],
    );
    if (isAnalysed) await pipeline.database.query('VACUUM ANALYZE notification_log');
  };

  it('that looks for a status reads no more of a longer log', async () => {
    const pagesByStatus = async () => {
      const pages: Record<string, number> = {};
      for (const status of NOTIFICATION_STATUSES)
        pages[status] = await pagesOf((sql) => searchNotifications(sql, { status }, 21));
      return pages;
    };
    await fillLog(1, 15_000);
    const short = await pagesByStatus();
    await fillLog(15_001, 60_000);
    const long = await pagesByStatus();
    for (const status of NOTIFICATION_STATUSES)
      expect(long[status]).toBeLessThanOrEqual(1.5 * (short[status] ?? 0) + 5);
  }, 60_000);

  it.each([
    [
      'settles claims',
      220,
      (sql: Sql, claims: readonly Claimed[]) => settle({ ...sql, figures: [] }, claims.map(accepted), new Date()),
    ],
    ['loads claims', 60, (sql: Sql, claims: readonly Claimed[]) => loadWork(sql, claims)],
  ])(
    'that %s reads no more of a longer log',
    async (_, most, run) => {
      const pages = async () => {
        const claims = await insertClaims(100);
        return pagesOf((sql) => run(sql, claims));
      };
      await fillLog(1, 3_000, { isAnalysed: false });
      const short = await pages();
      await fillLog(3_001, 45_000, { isAnalysed: false });
      const long = await pages();
      expect(long - short).toBeLessThan(most);
    },
    60_000,
  );

  interface Claimed {
    readonly id: string;
    readonly claimNo: number;
  }

  const accepted = ({ id, claimNo }: Claimed): Settlement => ({
    ...{ id, claimNo, outcome: { kind: 'settled', status: 'sent', reason: null } },
    attempt: { number: 1, at: new Date(), durationMs: 1, outcome: 'accepted', code: null, providerMessageId: null },
  });

  const insertClaims = (count: number): Promise<Claimed[]> =>
    pipeline.database.query<Claimed>(
      `WITH events AS (
         INSERT INTO order_event (id, source, event_id, order_id, user_id, notification_type, event_time, created_at)
         SELECT gen_random_uuid(), '/plans', gen_random_uuid()::text, 'o', 'u-' || n, 'delivered', now(), now() FROM generate_series(1, $1::int) n
         RETURNING id, user_id),
       logged AS (
         INSERT INTO notification_log (id, order_event_id, order_id, user_id, notification_type, channel, status, created_at)
         SELECT ('01a3ffff' || substr(id::text, 9))::uuid, id, 'o', user_id, 'delivered', 'email', 'pending', now() FROM events RETURNING id, user_id)
       INSERT INTO delivery_queue (id, user_id, channel, notification_type, state, claim_no, due_at, lease_expires_at, enqueued_at)
       SELECT id, user_id, 'email', 'delivered', 'sending', 1, now(), now(), now() FROM logged RETURNING id, claim_no AS "claimNo"`,
      [count],
    );

  it('that looks for a sample of an error that is rare does not look at those of the frequent one', async () => {
    await fillLog(1, 50_000);
    const now = new Date(FILLED_AT.getTime() + MINUTE);
    await pipeline.database.query(
      `INSERT INTO notification_attempt (notification_id, number, at, duration_ms, outcome, code)
       SELECT id, 1, $1, 5, 'permanent', CASE row_number() OVER (ORDER BY id) WHEN 1 THEN 'sendgrid_400' ELSE 'sendgrid_500' END
         FROM notification_log`,
      [now],
    );
    await pipeline.database.query('VACUUM ANALYZE notification_attempt');
    const errors = ['sendgrid_400', 'sendgrid_500', 'sendgrid_429'].map((code) => {
      return { channel: 'email' as const, code, firstAt: now, lastAt: now };
    });
    const span = { from: now.getTime() - HOUR, to: now.getTime() + HOUR };
    let samples: number[] = [];
    const pages = await pagesOf(async (sql) => {
      samples = (await describeErrors(sql, errors, span, now)).map((error) => error.samples.length);
    });
    expect(samples).toEqual([1, 3, 0]);
    expect(pages).toBeLessThan(100);
  }, 60_000);

  it('that counts what is unread reads no more where much is', async () => {
    const fillInbox = async (userId: string, messages: number) => {
      await pipeline.database.query(
        `INSERT INTO notification_log (id, order_event_id, order_id, user_id, notification_type, channel, status, inbox_seq, sent_at, created_at)
         SELECT gen_random_uuid(), gen_random_uuid(), 'o-' || n, $1, 'delivered', 'in_app', 'sent', n, now(), now()
           FROM generate_series(1, $2::int) n`,
        [userId, messages],
      );
      await pipeline.database.query(
        `INSERT INTO inbox_counter (user_id, last_seq, unread) VALUES ($1, $2::int, $2::int)`,
        [userId, messages],
      );
    };
    pipeline.doNotCheckFigures();
    await fillInbox('little', 10);
    await fillInbox('much', 20_000);
    await pipeline.database.query('VACUUM ANALYZE notification_log, inbox_counter');
    const pagesFor = (userId: string) => pagesOf((sql) => readInboxStandings(sql, [userId]));
    const [little, much] = [await pagesFor('little'), await pagesFor('much')];
    expect(much).toBe(little);
    expect(much).toBeLessThan(10);
    expect((await readInboxStandings(pipeline.database, ['much'])).get('much')).toEqual({
      top: 20_000,
      unread: 20_000,
    });
  }, 60_000);
});
