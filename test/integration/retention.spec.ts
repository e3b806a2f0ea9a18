import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AgingTable,
  Database,
  DatabaseUnavailableError,
  type Sql,
  deleteOlder,
  dropMonth,
  ensurePartitions,
  findMonths,
  findSuppressions,
  insertWebhooks,
  readInboxStandings,
} from '#database';
import { type DirectoryService, ErasureLedger } from '#dispatch';
import { type SmsRequest, readSms } from '#notifications';
import { createLogger } from '#runtime';
import { Registry } from 'prom-client';
import { PrivacyUpkeep } from '../../apps/dispatcher/src/privacy-upkeep.js';
import { Retention } from '../../apps/dispatcher/src/retention.js';
import { InboundSmsWriter } from '../../apps/preferences-api/src/inbound-sms/inbound-sms.writer.js';
import { givenNotification } from '../builders/notifications.js';
import { anOrderEvent } from '../builders/order-events.js';
import { createTestDatabase } from '../database.js';
import { Pipeline } from '../system/pipeline.js';
import { HOUR, MINUTE } from '../system/test-clock.js';

const DAY = 24 * HOUR;

describe('what is old', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await Pipeline.start();
  }, 30_000);
  afterAll(() => pipeline.stop());

  const ago = (ms: number) => new Date(pipeline.clock.now().getTime() - ms);
  const seen = (dedupeKey: string, isEvidence = false) => [{ dedupeKey, event: 'delivered', isEvidence }];

  /** The daily job, its log and its figures. */
  function anUpkeep(database = pipeline.database) {
    const { clock, exit } = pipeline;
    const log: string[] = [];
    const logger = createLogger('tests', 'info', { write: (line) => void log.push(line) });
    const registry = new Registry();
    const retention = new Retention(database, { months: 13 }, logger, registry);
    const ledger = pipeline.ledger(database);
    const upkeep = new PrivacyUpkeep(retention, ledger, clock, exit, logger);
    const overdue = async () => {
      const figures = await registry.getSingleMetric('notification_retention_overdue')?.get();
      return figures?.values.filter(({ value }) => value === 1).map(({ labels }) => labels['table']);
    };
    return { upkeep, overdue, log };
  }

  /** Two years old. */
  const anOldMonth = async (): Promise<Date> => {
    const month = new Date(Date.UTC(pipeline.clock.now().getUTCFullYear() - 2, 2));
    await ensurePartitions(pipeline.database, month);
    return month;
  };

  it('N8 a month goes as a whole, once no work remains on it', async () => {
    const month = new Date('2023-03-01T00:00:00Z');
    await ensurePartitions(pipeline.database, month);
    const later = await findMonths(pipeline.database);
    expect(later[0]).toEqual(month);
    const id = '0186a000-0000-7000-8000-000000000000';
    await pipeline.database.query(
      `INSERT INTO delivery_queue (id, user_id, channel, notification_type, due_at, enqueued_at)
       VALUES ($1, 'old', 'email', 'order_confirmed', now() + interval '1 year', now())`,
      [id],
    );
    expect(await dropMonth(pipeline.database, month, pipeline.clock.now())).toBe('in_use');
    await pipeline.database.query('DELETE FROM delivery_queue WHERE id = $1', [id]);
    expect(await dropMonth(pipeline.database, month, pipeline.clock.now())).toBe('dropped');
    expect(await findMonths(pipeline.database)).toEqual(later.slice(1));
  });

  it('F8 N8 what is unread of a month that goes is no longer counted', async () => {
    const test = await createTestDatabase();
    const { database } = test;
    try {
      test.doNotCheckFigures();
      const month = new Date('2023-03-01T00:00:00Z');
      await ensurePartitions(database, month);
      const userId = 'old and new';
      const inApp = { userId, channel: 'in_app', status: 'sent' } as const;
      const old = new Date('2023-03-20T00:00:00Z');
      for (const createdAt of [old, old, old, new Date()]) {
        await givenNotification(database, { ...inApp, createdAt, inInbox: true });
      }
      await givenNotification(database, { ...inApp, status: 'failed', createdAt: old });
      await database.query(`UPDATE notification_log SET read_at = now() WHERE inbox_seq = 1`);
      await database.query(`UPDATE inbox_counter SET unread = unread - 1`);
      expect(await dropMonth(database, month, new Date())).toBe('dropped');
      expect((await readInboxStandings(database, [userId])).get(userId)).toEqual({ top: 4, unread: 1 });
      expect(await database.query(`SELECT 1 FROM notification_log`)).toHaveLength(1);
    } finally {
      await test.drop();
    }
  });

  it('N8 rows of the other tables go by their age', async () => {
    await insertWebhooks(pipeline.database, 'sendgrid', seen('old'), ago(20 * DAY));
    await insertWebhooks(pipeline.database, 'sendgrid', seen('new'), ago(0));
    expect(await deleteOlder(pipeline.database, 'webhook_inbox', ago(14 * DAY))).toBe(1);
    expect(await deleteOlder(pipeline.database, 'webhook_inbox', ago(14 * DAY))).toBe(0);
    for (const table of ['event_inbox', 'dead_letter', 'audit', 'daily_count', 'shipment_progress'] as const) {
      await deleteOlder(pipeline.database, table, ago(400 * DAY));
    }
  });

  it('N8 but not what proves a consent or its end: a START that was recorded lifts no later STOP', async () => {
    const texts = new InboundSmsWriter(pipeline.hasher, pipeline.clock, pipeline.ids);
    const from = '+14155550191';
    const text = (sid: string, request: SmsRequest) => {
      const sms = { sid, from, text: request, optOutType: undefined };
      return pipeline.database.transaction((sql) => texts.write(sql, sms, readSms(request)));
    };
    await insertWebhooks(pipeline.database, 'twilio', seen('SM1:delivered'), pipeline.clock.now());
    await text('SM2', 'stop');
    await text('SM3', 'start');
    await text('SM4', 'stop');

    pipeline.clock.advance(3_000 * DAY);
    await anUpkeep().upkeep.keepUp();
    expect(await text('SM3', 'start')).toMatchObject({ effect: 'repeated' });
    const phone = pipeline.hasher.everyHashOf('phone', from);
    expect(await findSuppressions(pipeline.database, 'sms', phone)).toHaveLength(1);
    const left = await pipeline.database.query<{ key: string }>(
      `SELECT dedupe_key AS key FROM webhook_inbox WHERE provider = 'twilio' ORDER BY 1`,
    );
    expect(left.map(({ key }) => key)).toEqual(['SM2:inbound', 'SM3:inbound', 'SM4:inbound']);
  });

  it('N8 of one table does not wait for another that fails, which is said and tried again soon', async () => {
    await insertWebhooks(pipeline.database, 'sendgrid', seen('refused'), ago(20 * DAY));
    await pipeline.database.query(
      `INSERT INTO event_inbox (source, event_id, order_event_id, received_at)
       VALUES ('/test', 'old', gen_random_uuid(), $1)`,
      [ago(50 * DAY)],
    );
    await pipeline.database.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$`,
    );
    await pipeline.database.query(
      `CREATE TRIGGER refuse BEFORE DELETE ON webhook_inbox FOR EACH ROW EXECUTE FUNCTION refuse()`,
    );
    const month = await anOldMonth();
    const { upkeep, overdue, log } = anUpkeep();
    expect(await upkeep.keepUp()).toBeLessThanOrEqual(10 * MINUTE);
    expect(await overdue()).toEqual(['webhook_inbox']);
    expect(log.join('')).toMatch(/"level":"error".*"table":"webhook_inbox"/);
    expect(await pipeline.database.query(`SELECT 1 FROM event_inbox WHERE event_id = 'old'`)).toEqual([]);
    expect(await findMonths(pipeline.database)).not.toContainEqual(month);

    await pipeline.database.query('DROP TRIGGER refuse ON webhook_inbox');
    expect(await upkeep.keepUp()).toBe(DAY);
    expect(await overdue()).toEqual([]);
    expect(await pipeline.database.query(`SELECT 1 FROM webhook_inbox WHERE dedupe_key = 'refused'`)).toEqual([]);
  });

  it('N8 an outage of the database is no error of a table: the run ends, and is made again soon', async () => {
    class LostDatabase extends Database {
      override query(): Promise<never> {
        return Promise.reject(new DatabaseUnavailableError(new Error('lost on purpose')));
      }
    }
    const lost = new LostDatabase(pipeline.database.dataSource, createLogger('tests', 'silent'), pipeline.clock);
    const { upkeep, overdue, log } = anUpkeep(lost);
    expect(await upkeep.keepUp()).toBeLessThanOrEqual(10 * MINUTE);
    expect(await overdue()).toHaveLength(1);
    expect(log.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(['warn']);
  });

  it('N8 a month that somebody is reading is tried again within minutes', async () => {
    const month = await anOldMonth();
    const { upkeep, overdue } = anUpkeep();
    await pipeline.database.transaction(async (sql) => {
      await sql.query('SELECT 1 FROM notification_log LIMIT 1');
      expect(await upkeep.keepUp()).toBeLessThanOrEqual(10 * MINUTE);
      expect(await overdue()).toEqual(['months']);
    });
    expect(await upkeep.keepUp()).toBe(DAY);
    expect(await findMonths(pipeline.database)).not.toContainEqual(month);
  });

  it('N9 is left where it is when the app stops, after the batch under way', async () => {
    await pipeline.database.query(
      `INSERT INTO webhook_inbox (provider, dedupe_key, event, received_at)
       SELECT 'sendgrid', 'many-' || n, 'open', $1 FROM generate_series(1, 12000) n`,
      [ago(20 * DAY)],
    );
    const stopping = new AbortController();
    let statements = 0;
    const stoppedMeanwhile: Sql = {
      query: (text, parameters) => {
        statements += 1;
        stopping.abort();
        return pipeline.database.query(text, parameters);
      },
    };
    const deleting = deleteOlder(stoppedMeanwhile, 'webhook_inbox', ago(14 * DAY), stopping.signal);
    await expect(deleting).rejects.toMatchObject({ name: 'AbortError' });
    expect(statements).toBe(1);
    expect(await deleteOlder(pipeline.database, 'webhook_inbox', ago(14 * DAY))).toBe(7_000);
  });

  it('N9 the replay of erasures stops with the app, after the page under way', async () => {
    const event = anOrderEvent('order_confirmed', { time: pipeline.clock.now() });
    const { userId } = event.data;
    await pipeline.dispatcher().dispatch([event]);
    await pipeline.deleteCustomer(userId);
    await pipeline.database.query('DELETE FROM recipient WHERE user_id = $1', [userId]);
    const { database, clock, ids } = pipeline;
    const stopping = new AbortController();
    const did: string[] = [];
    const directory = {
      apply: () => {
        did.push('erased again');
        stopping.abort();
        return Promise.resolve();
      },
      finish: () => Promise.resolve(void did.push('finished')),
    } as unknown as DirectoryService;
    const ledger = new ErasureLedger(database, pipeline.keys(), directory, clock, ids);
    await expect(ledger.replay(stopping.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(did).toEqual(['erased again']);
  });

  it.each<[AgingTable, string, string]>([
    [
      'shipment_progress',
      'shipment_progress_updated_idx',
      `INSERT INTO shipment_progress (order_id, shipment_id, stages, updated_at)
       SELECT 'order-' || n, '', '{}', $1::timestamptz + n * interval '1 minute' FROM generate_series(1, 20000) n`,
    ],
    [
      'daily_count',
      'daily_count_date_idx',
      `INSERT INTO daily_count (user_id, local_date, count)
       SELECT 'customer-' || n, ($1::timestamptz + n * interval '1 minute')::date, 1 FROM generate_series(1, 20000) n`,
    ],
  ])('N8 of %s is found by its index', async (table, index, fill) => {
    const start = ago(30 * DAY);
    await pipeline.database.query(fill, [start]);
    await pipeline.database.query(`ANALYZE ${table}`);
    const plan: string[] = [];
    const explained: Sql = {
      query: async <T>(text: string, parameters?: readonly unknown[]) => {
        const lines = await pipeline.database.query<Record<string, string>>(`EXPLAIN ${text}`, parameters);
        plan.push(...lines.flatMap((line) => Object.values(line)));
        return lines as T[];
      },
    };
    await deleteOlder(explained, table, new Date(start.getTime() + DAY));
    expect(plan.join('\n')).toContain(index);
  });
});
