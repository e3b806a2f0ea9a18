/** Erasures change many rows of tables that others are busy with. Whoever locks in one order waits in a line, not in a circle. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, type Sql, scrub } from '#database';
import { SystemClock, createLogger } from '#runtime';
import { randomUUID } from 'node:crypto';
import { anOrderEvent } from '../builders/order-events.js';
import { eventually } from '../system/eventually.js';
import { Pipeline } from '../system/pipeline.js';
import { ScriptedSender } from '../system/scripted-sender.js';

const LOW = '0186a000-0000-7000-8000-000000000001';
const HIGH = '0186a000-0000-7000-8000-000000000002';
const SEALED = `'\\x00'`;

const keyedByUser = (column: string) => ({ low: `${column} = 'a'`, high: `${column} = 'b'` });
const keyedById = { low: `id = '${LOW}'`, high: `id = '${HIGH}'` };

/** Two rows of each table that an erasure scrubs, by their keys; the higher one is inserted first, and lies before the other. */
const TABLES = {
  recipient: {
    ...keyedByUser('user_id'),
    insert: `INSERT INTO recipient (user_id, contact_sealed, event_time, deleted_at)
             VALUES ('b', ${SEALED}, now(), now()), ('a', ${SEALED}, now(), now())`,
  },
  order_event: {
    ...keyedById,
    insert: `INSERT INTO order_event (id, source, event_id, order_id, user_id, notification_type, event_time, payload_sealed, created_at)
             VALUES ('${HIGH}', '/test', '2', 'o', 'b', 'delivered', now(), ${SEALED}, now()),
                    ('${LOW}', '/test', '1', 'o', 'a', 'delivered', now(), ${SEALED}, now())`,
  },
  notification_log: {
    ...keyedById,
    insert: `INSERT INTO notification_log (id, order_event_id, order_id, user_id, notification_type, channel, status, inbox_seq, created_at)
             VALUES ('${HIGH}', '${HIGH}', 'o', 'b', 'delivered', 'in_app', 'sent', 1, now()),
                    ('${LOW}', '${LOW}', 'o', 'a', 'delivered', 'in_app', 'sent', 1, now())`,
  },
  notification_preferences: {
    ...keyedByUser('user_id'),
    insert: `INSERT INTO notification_preferences (user_id) VALUES ('b'), ('a')`,
  },
  notification_type_preferences: {
    ...keyedByUser('user_id'),
    insert: `INSERT INTO notification_type_preferences (user_id, notification_type) VALUES ('b', 'delivered'), ('a', 'delivered')`,
  },
  preference_change: {
    ...keyedById,
    insert: `INSERT INTO preference_change (id, user_id, version, actor, source, changes, at)
             VALUES ('${HIGH}', 'b', 1, 'b', 's', '[]', now()), ('${LOW}', 'a', 1, 'a', 's', '[]', now())`,
  },
  inbox_counter: {
    ...keyedByUser('user_id'),
    insert: `INSERT INTO inbox_counter (user_id, last_seq, unread) VALUES ('b', 1, 1), ('a', 1, 1)`,
  },
  daily_count: {
    ...keyedByUser('user_id'),
    insert: `INSERT INTO daily_count (user_id, local_date, count) VALUES ('b', '2026-11-22', 1), ('a', '2026-11-22', 1)`,
  },
};

describe('an erasure', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await Pipeline.start();
    pipeline.doNotCheckFigures();
  }, 30_000);
  afterAll(() => pipeline.stop());

  const untilSomebodyWaits = (sql: Sql) =>
    eventually(async () => {
      expect(await sql.query('SELECT 1 FROM pg_locks WHERE NOT granted')).toHaveLength(1);
    });

  it.each(Object.entries(TABLES))(
    'N9 waits for the first row of %s without holding a later one',
    async (table, rows) => {
      const { database, clock } = pipeline;
      for (const [name, { insert }] of Object.entries(TABLES)) {
        await database.query(`DELETE FROM ${name}`);
        await database.query(insert);
        await database.query(`VACUUM (ANALYZE) ${name}`);
      }
      let scrubbing: Promise<void> | undefined;
      await database.transaction(async (sql) => {
        await sql.query(`SELECT 1 FROM ${table} WHERE ${rows.low} FOR UPDATE`);
        scrubbing = scrub(database, ['b', 'a'], clock.now());
        await untilSomebodyWaits(sql);
        await sql.query(`SELECT 1 FROM ${table} WHERE ${rows.high} FOR UPDATE NOWAIT`);
      });
      await scrubbing;
    },
  );

  it('N9 meets another one of the same customers, and settlements, without a deadlock', async () => {
    const log: string[] = [];
    const logger = createLogger('tests', 'debug', { write: (line) => void log.push(line) });
    const database = new Database(pipeline.database.dataSource, logger, new SystemClock());
    await database.open();
    const now = pipeline.clock.now();
    const customers = Array.from({ length: 12 }, () => `customer-${randomUUID()}`);
    const worker = pipeline.worker(new ScriptedSender('in_app'), { capacity: 50, database });
    for (let round = 0; round < 5; round++) {
      const events = [...customers, ...customers].map((userId) =>
        anOrderEvent('order_confirmed', { time: now, data: { userId } }),
      );
      const { notifications } = await pipeline.dispatcher().dispatch(events);
      await pipeline.database.query(
        `INSERT INTO recipient (user_id, event_time, deleted_at) SELECT u, $2, $2 FROM unnest($1::text[]) u`,
        [customers, now],
      );
      await Promise.all([
        pipeline.deliverFresh(
          worker,
          notifications.map(({ id }) => id),
        ),
        scrub(database, customers, now),
        scrub(database, customers.toReversed(), now),
      ]);
      await pipeline.database.query('DELETE FROM recipient');
    }
    expect(log.filter((line) => line.includes('runs again'))).toEqual([]);
  });
});
