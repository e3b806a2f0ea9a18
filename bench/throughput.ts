/**
 * `npm run bench`: how fast events become rows and messages on this machine, everything on it: broker, database, sandbox, all apps. Prints
 * one table and writes it to `bench/results/throughput.json`. `-- --events N` (default 20,000).
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { dataRoot } from '../infra/data-folder.js';
import { startSystem } from '../infra/system.js';

const BATCH = 1_000;
const GIVE_UP_MS = 600_000;

/** Every event makes an email and an in-app message; SMS is off by default. */
function event(i: number) {
  const orderId = randomUUID();
  const attributes = {
    ce_specversion: '1.0',
    ce_id: randomUUID(),
    ce_source: '/bench',
    ce_type: 'order.shipped',
    ce_time: new Date().toISOString(),
    'content-type': 'application/json',
  };
  const data = {
    orderId,
    orderNumber: `B-${i}`,
    userId: `bench-${i % 5_000}`,
    recipient: { email: `customer.${i}@example.com`, name: 'Ana', language: 'es', timeZone: 'Europe/Madrid' },
    shipment: { id: 's-1', carrier: 'UPS', trackingNumber: '1Z999AA10123456784', estimatedDelivery: '2026-12-01' },
  };
  return { key: orderId, headers: attributes, value: JSON.stringify(data) };
}

interface Measured {
  readonly count: number;
  readonly seconds: number;
  readonly perSecond: number;
}

const measured = (count: number, seconds: number): Measured => ({
  count,
  seconds: Number(seconds.toFixed(2)),
  perSecond: Math.round(count / seconds),
});

async function publish(brokers: string, count: number): Promise<void> {
  const producer = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.ERROR }).producer();
  await producer.connect();
  for (let sent = 0; sent < count; sent += BATCH) {
    const messages = Array.from({ length: Math.min(BATCH, count - sent) }, (_, i) => event(sent + i));
    await producer.send({ topic: 'orders.order-events.v1', messages });
  }
  await producer.disconnect();
}

async function untilSettled(database: pg.Client, events: number): Promise<void> {
  const deadline = Date.now() + GIVE_UP_MS;
  while (Date.now() < deadline) {
    const { rows } = await database.query<{ planned: number; left: number }>(
      `SELECT (SELECT count(*)::int FROM notification_log) AS planned, (SELECT count(*)::int FROM delivery_queue) AS left`,
    );
    if (rows[0] !== undefined && rows[0].planned >= events * 3 && rows[0].left === 0) return;
    await delay(250);
  }
  throw new Error('The events were not settled within ten minutes.');
}

async function results(database: pg.Client, events: number) {
  const { rows } = await database.query<Record<'planning' | 'email' | 'in_app' | 'all', number>>(
    `SELECT extract(epoch FROM max(created_at) - min(created_at))::float AS planning,
            extract(epoch FROM max(sent_at) FILTER (WHERE channel = 'email') - min(created_at))::float AS email,
            extract(epoch FROM max(sent_at) FILTER (WHERE channel = 'in_app') - min(created_at))::float AS in_app,
            extract(epoch FROM max(sent_at) - min(created_at))::float AS "all"
       FROM notification_log`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('No rows were measured.');
  return {
    'dispatcher, events': measured(events, row.planning),
    'emails, event row to acceptance': measured(events, row.email),
    'in-app, event row to inbox': measured(events, row.in_app),
    'notifications sent, end to end': measured(events * 2, row.all),
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { events: { type: 'string', default: '20000' } } });
  const events = Number(values.events);
  const system = await startSystem({
    folder: join(dataRoot, 'bench'),
    fresh: true,
    // The provider's reports are another load than the one measured here.
    settings: { SANDBOX_WEBHOOKS: 'off' },
  });
  const database = new pg.Client({ connectionString: system.databaseUrl });
  await database.connect();
  try {
    await system.untilFailure(publish(system.kafkaBrokers, events).then(() => untilSettled(database, events)));
    const table = await results(database, events);
    console.table(table);
    const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
    mkdirSync(join(import.meta.dirname, 'results'), { recursive: true });
    const file = join(import.meta.dirname, 'results', 'throughput.json');
    writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), machine, events, table }, null, 2)}\n`);
  } finally {
    await database.end();
    await system.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
