/** Broker and database die while events flow through real processes. The sandbox's ledger is the judge. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OrderEvent, TOPICS, encodeOrderEvent } from '#contracts';
import { Database, START_WINDOW_MS, createDataSource } from '#database';
import { CONSUMER_GROUPS, createKafka, kafkaSettings } from '#messaging';
import { SystemClock, createLogger } from '#runtime';
import type { Producer } from 'kafkajs';
import { SandboxClient } from '../../apps/provider-sandbox/src/sandbox.client.js';
import { developmentSettings } from '../../infra/development-settings.js';
import { anOrderEvent } from '../builders/order-events.js';
import { AppProcess } from '../system/app-process.js';
import { eventually } from '../system/eventually.js';
import { type PrivateServer, privateKafka, privatePostgres } from '../system/private-services.js';

const EVENTS = 120;
const GROUP = 6;
const OUTAGE_MS = 2_000;
const WITHIN_MS = 40_000;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('while events flow', () => {
  let kafka: PrivateServer;
  let postgres: PrivateServer;
  let database: Database;
  let producer: Producer;
  let sandbox: SandboxClient;
  let dispatcher: AppProcess;
  let worker: AppProcess;
  let env: Record<string, string>;
  const processes: AppProcess[] = [];
  const client = () => createKafka(kafkaSettings.parse(env), 'upstream', createLogger('upstream', 'silent'));

  const start = async (main: string) => {
    const process = await AppProcess.start(main, env);
    processes.push(process);
    return process;
  };

  beforeAll(async () => {
    [kafka, postgres] = await Promise.all([privateKafka(), privatePostgres()]);
    env = {
      ...developmentSettings(),
      KAFKA_BROKERS: kafka.address,
      DATABASE_URL: postgres.address,
      TOPIC_PARTITIONS: '2',
      LOG_LEVEL: 'warn',
    };
    await Promise.all([kafka.start(), postgres.start()]);
    const scripts = await Promise.all([start('migrations/migrate.ts'), start('libs/messaging/src/create-topics.ts')]);
    expect(await Promise.all(scripts.map((script) => script.exit()))).toEqual([0, 0]);
    const provider = await start('apps/provider-sandbox/src/main.ts');
    env['SENDGRID_BASE_URL'] = provider.url;
    sandbox = new SandboxClient(provider.url);
    [dispatcher, worker] = [await start('apps/dispatcher/src/main.ts'), await start('apps/email-worker/src/main.ts')];
    database = new Database(createDataSource(postgres.address, 2), createLogger('test', 'silent'), new SystemClock());
    await database.open();
    producer = client().producer({ allowAutoTopicCreation: false });
    await producer.connect();
    await Promise.all([provider, dispatcher, worker].map((process) => process.untilReady()));
  }, 90_000);

  afterAll(async () => {
    await producer.disconnect();
    await database.close();
    await Promise.all(processes.map((process) => process.end('SIGKILL')));
    await Promise.all([kafka.remove(), postgres.remove()]);
  }, 60_000);

  /** As upstream does: what was not acknowledged is published again. */
  const publish = (events: readonly OrderEvent[]) =>
    eventually(
      () => producer.send({ topic: TOPICS.orderEvents.name, messages: events.map(encodeOrderEvent) }),
      WITHIN_MS,
    );

  /** Publishes events for a while. @returns them, once all are acknowledged */
  const publishSteadily = async () => {
    const events = Array.from({ length: EVENTS }, () => anOrderEvent('order_confirmed'));
    for (let from = 0; from < EVENTS; from += GROUP) {
      await publish(events.slice(from, from + GROUP));
      await sleep(100);
    }
    return events;
  };

  const ordersOf = (events: readonly OrderEvent[]) => events.map(({ data }) => data.orderId);

  const emailsOf = (events: readonly OrderEvent[]) =>
    database.query<{ status: string; attempts: string[] }>(
      `SELECT n.status, array_agg(concat_ws(' ', a.outcome, a.code) ORDER BY a.number) AS attempts
         FROM notification_log n LEFT JOIN notification_attempt a ON a.notification_id = n.id
        WHERE n.order_id = ANY($1) AND n.channel = 'email' GROUP BY n.id, n.status`,
      [ordersOf(events)],
    );

  /** One email each, in the ledger and in our rows, with a single attempt. */
  const expectEachSentOnce = async (events: readonly OrderEvent[]) => {
    const sent = events.map(() => ({ status: 'sent', attempts: ['accepted'] }));
    await eventually(async () => expect(await emailsOf(events)).toEqual(sent), WITHIN_MS);
    const { items } = await sandbox.messages({ limit: 10_000, content: 'false' });
    const addresses = new Set(events.map(({ data }) => data.recipient?.email));
    const received = items.filter(({ to }) => addresses.has(to)).map(({ to }) => to);
    expect(received.sort()).toEqual([...addresses].sort());
  };

  const expectNothingBroke = () => {
    for (const { isRunning, lines, printed } of [dispatcher, worker]) {
      expect(isRunning).toBe(true);
      expect(lines.filter(({ level }) => level !== 'warn')).toEqual([]);
      expect(printed).toEqual([]);
    }
  };

  it('a broker that is killed and comes back costs nothing: every email is sent, once, at the first attempt', async () => {
    const publishing = publishSteadily();
    await sleep(500);
    await kafka.kill();
    await sleep(OUTAGE_MS);
    await kafka.start();
    await expectEachSentOnce(await publishing);
    await Promise.all([dispatcher, worker].map((process) => process.untilReady()));
    expectNothingBroke();
  }, 90_000);

  it('a database that is killed and comes back costs nothing: every email is sent, once, at the first attempt', async () => {
    const publishing = publishSteadily();
    await sleep(500);
    await postgres.kill();
    for (const process of [dispatcher, worker]) {
      const { status, faults } = await process.health('ready');
      expect([status, faults['database']]).toEqual([503, expect.stringMatching(/^PostgreSQL cannot be reached/)]);
      expect((await process.health('live')).status).toBe(200);
    }
    await sleep(OUTAGE_MS);
    await postgres.start();
    await expectEachSentOnce(await publishing);
    await Promise.all([dispatcher, worker].map((process) => process.untilReady()));
    expectNothingBroke();
  }, 90_000);

  it('a worker that is told to stop finishes the sends in hand, commits, leaves no row behind and exits with 0', async () => {
    const events = Array.from({ length: 20 }, () => anOrderEvent('order_confirmed'));
    const slow = { steps: [{ kind: 'slow' as const, delayMs: 3_000 }] };
    await Promise.all(events.map(({ data }) => sandbox.setFaults(data.recipient?.email ?? '', slow)));
    await publish(events);
    // A claim that has not begun its request within the start window is given back: after that, what is `sending` is on the wire.
    await eventually(async () => expect(await sendingRows()).toHaveLength(events.length));
    await sleep(START_WINDOW_MS);
    expect(await sendingRows()).toHaveLength(events.length);

    const asked = performance.now();
    expect(await worker.end('SIGTERM')).toBe(0);
    expect(performance.now() - asked).toBeLessThan(5_000);
    expect(await sendingRows()).toEqual([]);
    await expectEachSentOnce(events);
    expect(await uncommittedNudges()).toBe(0);
    expect(worker.printed).toEqual([]);
  }, 60_000);

  it('a process whose servers are gone says so, and ends at a signal all the same', async () => {
    await Promise.all([kafka.kill(), postgres.kill()]);
    await eventually(async () => {
      const { status, faults } = await dispatcher.health('ready');
      const gone: unknown = expect.stringMatching(/^PostgreSQL cannot be reached/);
      const consumer = {
        [`kafka ${CONSUMER_GROUPS.dispatcher}`]: expect.stringMatching(/^Kafka (does not answer|cannot be reached)$/),
      };
      expect([status, faults]).toEqual([503, { database: gone, schema: gone, keys: gone, ...consumer }]);
    });
    expect((await dispatcher.health('live')).status).toBe(200);
    const asked = performance.now();
    expect(await dispatcher.end('SIGTERM')).toBe(0);
    expect(performance.now() - asked).toBeLessThan(8_000);
    expect(dispatcher.printed).toEqual([]);
  }, 60_000);

  const sendingRows = () =>
    database.query(`SELECT id FROM delivery_queue WHERE channel = 'email' AND state = 'sending'`);

  const uncommittedNudges = async () => {
    const admin = client().admin();
    await admin.connect();
    const topic = TOPICS.emailNudges.name;
    const [committed] = await admin.fetchOffsets({ groupId: CONSUMER_GROUPS.emailWorker, topics: [topic] });
    const ends = await admin.fetchTopicOffsets(topic);
    await admin.disconnect();
    const sum = (offsets: readonly string[]) =>
      offsets.reduce((total, offset) => total + Math.max(0, Number(offset)), 0);
    return sum(ends.map(({ high }) => high)) - sum((committed?.partitions ?? []).map(({ offset }) => offset));
  };
});
