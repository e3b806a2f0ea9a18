import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_PREFERENCES, type OrderEvent, REJECTION_HEADERS, TOPICS } from '#contracts';
import { savePreferences } from '#database';
import { randomUUID } from 'node:crypto';
import { anOrderEvent } from '../builders/order-events.js';
import { CountingDatabase } from '../system/counting-database.js';
import { seededShuffle } from '../system/shuffled.js';
import { Pipeline, aBatch } from '../system/pipeline.js';
import { ScriptedSender } from '../system/scripted-sender.js';
import { SECOND } from '../system/test-clock.js';

const someEvents = (count: number, userId: () => string = () => `customer-${randomUUID()}`) =>
  Array.from({ length: count }, () => anOrderEvent('order_confirmed', { data: { userId: userId() } }));

const shuffled = seededShuffle();

describe('dispatch', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await Pipeline.start();
  }, 30_000);
  afterAll(() => pipeline.stop());

  const count = async (sql: string, parameters: unknown[] = []) =>
    Number((await pipeline.database.query<{ count: string }>(sql, parameters))[0]?.count);

  const rowsOf = (events: readonly OrderEvent[]) =>
    pipeline.database.query<{ order_id: string; channels: string }>(
      `SELECT order_id, string_agg(channel, ',' ORDER BY channel) AS channels
         FROM notification_log WHERE order_id = ANY($1::text[]) GROUP BY order_id`,
      [events.map((event) => event.data.orderId)],
    );

  it('AC-10 overlapping batches of several dispatchers never deadlock and give each event one set of rows', async () => {
    const database = await CountingDatabase.over(pipeline.database);
    const dispatchers = Array.from({ length: 4 }, () => pipeline.dispatcher(database));
    for (let round = 1; round <= 6; round++) {
      let customer = 0;
      const events = someEvents(40, () => `round-${round}-customer-${(customer += 1) % 7}`);
      await Promise.all(dispatchers.map((dispatcher) => dispatcher.dispatch(shuffled(events).slice(0, 30))));
      await pipeline.dispatcher().dispatch(events);

      const rows = await rowsOf(events);
      expect(rows).toHaveLength(events.length);
      expect(new Set(rows.map(({ channels }) => channels))).toEqual(new Set(['email,in_app,sms']));
      expect(database.runs).toBe(round * dispatchers.length);
    }
  }, 30_000);

  it('different events of the same customers never deadlock either', async () => {
    const database = await CountingDatabase.over(pipeline.database);
    const userIds = Array.from({ length: 500 }, (_, i) => `shared-${i}`);
    const dispatchers = Array.from({ length: 4 }, () => pipeline.dispatcher(database));
    for (let round = 1; round <= 3; round++) {
      const batches = dispatchers.map(() =>
        shuffled(userIds).map((userId) => anOrderEvent('order_confirmed', { data: { userId } })),
      );
      await Promise.all(dispatchers.map((dispatcher, i) => dispatcher.dispatch(batches[i] ?? [])));
      expect(await rowsOf(batches.flat())).toHaveLength(batches.flat().length);
      expect(database.runs).toBe(round * dispatchers.length);
    }
  }, 30_000);

  it('AC-10 the same event twice in one batch notifies once', async () => {
    const [event] = someEvents(1);
    await pipeline.dispatcher().dispatch([event, event] as OrderEvent[]);
    expect(await pipeline.rows(event?.data.orderId)).toHaveLength(3);
  });

  it('runs a transaction again that lost a deadlock', async () => {
    // A sequence keeps counting when its transaction is rolled back.
    await pipeline.database.query(`CREATE SEQUENCE deadlocks`);
    await pipeline.database.query(
      `CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF nextval('deadlocks') <= 2 THEN RAISE EXCEPTION 'lost' USING ERRCODE = '40P01'; END IF;
         RETURN NEW;
       END $$`,
    );
    await pipeline.database.query(
      `CREATE TRIGGER fail_once BEFORE INSERT ON delivery_queue FOR EACH ROW EXECUTE FUNCTION fail_once()`,
    );
    const events = someEvents(3);
    try {
      await pipeline.dispatcher().dispatch(events);
    } finally {
      await pipeline.database.query(`DROP TRIGGER fail_once ON delivery_queue`);
    }
    expect(await count(`SELECT last_value AS count FROM deadlocks`)).toBeGreaterThan(2);
    expect(await rowsOf(events)).toHaveLength(3);
    expect(
      await count(`SELECT count(*) FROM delivery_queue WHERE user_id = ANY($1)`, [events.map((e) => e.data.userId)]),
    ).toBe(6);
  });

  it.each([0, 3, 7])(
    'AC-16 a value that PostgreSQL refuses (message %i of 8) costs only its own event',
    async (bad) => {
      const events = someEvents(8);
      const refused = events[bad]?.data.orderId ?? '';
      const batch = aBatch(events, 100 + bad);
      await pipeline.database.query(`ALTER TABLE order_event ADD CONSTRAINT refuse CHECK (order_id <> '${refused}')`);
      try {
        await pipeline.orderEvents().onOrderEvents(batch);
      } finally {
        await pipeline.database.query(`ALTER TABLE order_event DROP CONSTRAINT refuse`);
      }
      const dispatched = (await rowsOf(events)).map(({ order_id }) => order_id);
      expect(dispatched.sort()).toEqual(
        events
          .map(({ data }) => data.orderId)
          .filter((id) => id !== refused)
          .sort(),
      );
      const [letter, ...others] = pipeline.publisher.published.filter(
        ({ topic, headers }) =>
          topic === TOPICS.rejectedOrderEvents.name && headers?.[REJECTION_HEADERS.partition] === String(100 + bad),
      );
      expect(others).toEqual([]);
      expect(letter).toMatchObject({ key: refused, value: null });
      expect(letter?.headers).toMatchObject({
        [REJECTION_HEADERS.code]: 'not_storable',
        [REJECTION_HEADERS.offset]: String(bad),
      });
      expect(
        await count(`SELECT count(*) FROM rejected_event WHERE id = $1 AND message_offset = $2`, [
          letter?.headers?.[REJECTION_HEADERS.rejectedId],
          bad,
        ]),
      ).toBe(1);
    },
  );

  it('AC-16 a rejected event that is read again is stored once', async () => {
    const batch = aBatch(someEvents(1), 200);
    const broken = { ...batch, messages: batch.messages.map((message) => ({ ...message, value: Buffer.from('{') })) };
    for (let reads = 0; reads < 2; reads++) await pipeline.orderEvents().onOrderEvents(broken);
    expect(await count(`SELECT count(*) FROM rejected_event WHERE message_partition = 200`)).toBe(1);
  });

  describe('the daily cap', () => {
    it('AC-12 the 51st notification of a customer’s day is suppressed and says so', async () => {
      const events = someEvents(26, () => 'busy');
      for (const event of events) await pipeline.dispatch(event);

      const rows = (await Promise.all(events.map(({ data }) => pipeline.rows(data.orderId)))).flat();
      const counted = rows.filter(({ channel }) => channel !== 'sms');
      expect(counted.slice(0, 50).map(({ status }) => status)).toEqual(Array(50).fill('pending'));
      expect(counted.slice(50).map(({ status, reason }) => `${status}/${reason}`)).toEqual(
        Array(2).fill('suppressed/daily_cap'),
      );
    }, 20_000);

    it('AC-12 is exact however many dispatchers count at once', async () => {
      const events = someEvents(40, () => 'swamped');
      const dispatchers = Array.from({ length: 4 }, () => pipeline.dispatcher());
      await Promise.all(dispatchers.map((dispatcher, i) => dispatcher.dispatch(events.slice(i * 10, (i + 1) * 10))));
      const planned = `SELECT count(*) FROM notification_log WHERE user_id = 'swamped'`;
      expect(await count(`${planned} AND status = 'pending'`)).toBe(50);
      expect(await count(`${planned} AND reason = 'daily_cap'`)).toBe(30);
      expect(await count(`SELECT sum(count) AS count FROM daily_count WHERE user_id = 'swamped'`)).toBe(50);
    });

    it('AC-12 starts again on the customer’s next day', async () => {
      const dispatcher = pipeline.dispatcher(pipeline.database, { ...pipeline.settings, dailyCap: 1 });
      const [first, second] = someEvents(2, () => 'patient') as [OrderEvent, OrderEvent];
      await dispatcher.dispatch([first]);
      await pipeline.database.query(`UPDATE daily_count SET local_date = local_date - 1 WHERE user_id = 'patient'`);
      await dispatcher.dispatch([second]);
      const rows = await pipeline.rows(second.data.orderId);
      expect(rows.find(({ channel }) => channel === 'email')).toMatchObject({ status: 'pending', reason: null });
      expect(rows.find(({ channel }) => channel === 'in_app')).toMatchObject({ reason: 'daily_cap' });
    });
  });

  it('AC-14 of an erased customer’s event nothing is kept but that it was suppressed', async () => {
    const event = anOrderEvent('order_confirmed', { data: { userId: 'erased' } });
    await pipeline.deleteCustomer('erased');
    const rows = await pipeline.dispatch(event);

    expect(Object.values(rows).map(({ status, reason }) => `${status}/${reason}`)).toEqual(
      Array(3).fill('suppressed/erased'),
    );
    const [stored] = await pipeline.database.query(
      `SELECT payload_sealed, email_hash, phone_hash FROM order_event WHERE order_id = $1`,
      [event.data.orderId],
    );
    expect(stored).toEqual({ payload_sealed: null, email_hash: null, phone_hash: null });
    expect(await count(`SELECT count(*) FROM vault.recipient_key WHERE user_id = 'erased'`)).toBe(0);
    expect(await count(`SELECT count(*) FROM daily_count WHERE user_id = 'erased'`)).toBe(0);
    expect(await count(`SELECT count(*) FROM delivery_queue WHERE user_id = 'erased'`)).toBe(0);
  });

  it('AC-15 a lost nudge delays by seconds and loses nothing', async () => {
    const event = anOrderEvent('order_confirmed');
    pipeline.publisher.reachable = false;
    const { email } = await pipeline.dispatch(event);
    pipeline.publisher.reachable = true;

    const sender = new ScriptedSender('email');
    const worker = pipeline.worker(sender, { capacity: 1_000 });
    pipeline.clock.advance(5 * SECOND);
    while ((await pipeline.deliverDue(worker)) > 0);
    expect(sender.sent.filter(({ notificationId }) => notificationId === email.id)).toHaveLength(1);
    expect(await pipeline.status(email.id)).toBe('sent');
  });

  it('makes as many statements for 200 events as for one', async () => {
    const database = await CountingDatabase.over(pipeline.database);
    const dispatcher = pipeline.dispatcher(database);
    const [one, many] = [someEvents(1), someEvents(200)];
    const forOne = await database.count(() => dispatcher.dispatch(one));
    const forMany = await database.count(() => dispatcher.dispatch(many));
    expect(forMany).toBe(forOne);
  });

  it('AC-14 no table holds a readable contact, name or payload', async () => {
    const secrets = {
      email: 'needle.in.haystack@example.com',
      phone: '+14155550199',
      name: 'Needle Haystack',
      item: 'Unmistakable trail shoe',
    };
    const { email, phone, name, item } = secrets;
    const userId = `customer-${randomUUID()}`;
    await pipeline.upsertCustomer({ userId, email, phone, name });
    await savePreferences(
      pipeline.database,
      userId,
      { ...DEFAULT_PREFERENCES, channels: { email: true, sms: true, in_app: true } },
      pipeline.clock.now(),
    );
    const event = anOrderEvent('order_confirmed', {
      data: { userId, recipient: { email, phone, name }, items: [{ name: item, quantity: 1, unitPrice: '1.00' }] },
    });
    const rows = await pipeline.dispatch(event);
    const sender = new ScriptedSender('email');
    sender.next({ outcome: 'permanent', code: 'code', suppress: true });
    await pipeline.deliverFresh(pipeline.worker(sender), [rows.email.id]);
    const batch = { ...aBatch([event]), partition: 300 };
    const broken = batch.messages.map((message) => ({ ...message, value: Buffer.from(JSON.stringify(secrets)) }));
    await pipeline.orderEvents().onOrderEvents({ ...batch, messages: broken });

    const dump = await dumpOfEverything();
    expect(dump).toContain(event.data.orderId);
    for (const secret of Object.values(secrets)) {
      expect(dump).not.toContain(secret);
      expect(dump).not.toContain(Buffer.from(secret).toString('hex'));
      expect(dump).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, ''));
    }
  });

  /** Every column of every table as text, bytes as hex. */
  async function dumpOfEverything(): Promise<string> {
    const tables = await pipeline.database.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
        WHERE table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(['vault.recipient_key', 'public.recipient']));
    const dumps = await Promise.all(
      tables.map(({ name }) => pipeline.database.query<{ line: string }>(`SELECT t::text AS line FROM ${name} AS t`)),
    );
    return dumps
      .flat()
      .map(({ line }) => line)
      .join('\n');
  }
});
