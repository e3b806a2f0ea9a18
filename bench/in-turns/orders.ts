/** Takes orders through the real dispatch and delivery, on a database of its own, when its parent asks; tells how long it took. */
import { randomUUID } from 'node:crypto';
import { ORDER_DATA_EXAMPLES, type NotificationType, type OrderEvent } from '#contracts';
import { moveFigures } from '#database';
import { SystemClock } from '#runtime';
import type { ChannelSender } from '#delivery';
import { EmailLinks } from '../../apps/email-worker/src/email-links.js';
import { EmailSender } from '../../apps/email-worker/src/email.sender.js';
import { loadEmailSettings } from '../../apps/email-worker/src/email.settings.js';
import { SendgridClient } from '../../apps/email-worker/src/sendgrid.client.js';
import { InAppSender } from '../../apps/in-app-worker/src/in-app.sender.js';
import { loadInAppSettings } from '../../apps/in-app-worker/src/in-app.settings.js';
import { developmentSettings } from '../../infra/development-settings.js';
import { Pipeline } from '../../test/system/pipeline.js';
import { cpuOf, serverOf } from '../processor-time.js';
import { put } from './part.js';

/** What a parent sends. */
export interface Order {
  /** How many order. */
  readonly customers: number;
  /** Whether the part that is compared is at work. */
  readonly isWith: boolean;
}

export interface Taken {
  readonly notifications: number;
  readonly milliseconds: number;
  /** Of this process alone: the database's share is not in it. */
  readonly cpuMilliseconds: number;
  /** 0 where it cannot be told. */
  readonly databaseCpuMilliseconds: number;
  /** Whether a payload that was stored can be read as it is. */
  readonly readable: boolean;
  /** How many were counted. */
  readonly counted: number;
}

/** In the life of an order. Its customer is new with the first and known with the others. */
const STAGES: readonly NotificationType[] = [
  'order_confirmed',
  'payment_processed',
  'order_shipped',
  'out_for_delivery',
  'delivered',
];
const MINUTE_MS = 60_000;
/** Messages under way at once in a worker. */
const CAPACITY = 50;

const pipeline = await Pipeline.start({ DAILY_CAP: '1000' });
const senders = [emailSender(), inAppSender()];

/** The worker's own: renders, and calls the provider at SENDGRID_BASE_URL by its library. */
function emailSender(): ChannelSender {
  const settings = loadEmailSettings(environment());
  const links = new EmailLinks(settings.keyrings.token, settings.process.appUrl, new SystemClock());
  return new EmailSender(new SendgridClient(settings.sendgrid), links, settings, pipeline.settings);
}

function inAppSender(): ChannelSender {
  return new InAppSender(loadInAppSettings(environment()));
}

function environment() {
  return { ...developmentSettings(), ...process.env, APP_URL: 'https://shop.test', KAFKA_BROKERS: '127.0.0.1:1' };
}

function eventOf(type: NotificationType, userId: string, orderId: string): OrderEvent {
  const data = { ...ORDER_DATA_EXAMPLES[type], userId, orderId };
  return { id: randomUUID(), source: '/bench', type, time: new Date(), data };
}

/** A dispatcher and workers that remember no key: among 50,000 customers nearly nobody comes again within seconds. */
async function takeStage(events: readonly OrderEvent[]): Promise<void> {
  const dispatcher = pipeline.dispatcher();
  const workers = senders.map((sender) => ({
    channel: sender.channel,
    worker: pipeline.worker(sender, { capacity: CAPACITY }),
  }));
  await measured(() => dispatcher.dispatch(events));
  // Again for those that had to be given back, because this machine is too slow to start them in time.
  for (let rows = await pendingRows(); rows.length > 0; rows = await pendingRows()) {
    for (const { channel, worker } of workers) {
      const ids = rows.filter((row) => row.channel === channel).map(({ id }) => id);
      for (let first = 0; first < ids.length; first += CAPACITY) {
        await measured(() => pipeline.deliverFresh(worker, ids.slice(first, first + CAPACITY)));
      }
    }
  }
}

/** As the dispatcher does, until none is left; the minute that is not over yet is taken for one that is. */
async function addUpFigures(): Promise<void> {
  const before = new Date(pipeline.clock.now().getTime() + 2 * MINUTE_MS);
  for (let moved = 1; moved > 0;) moved = await moveFigures(pipeline.database, before);
}

function pendingRows(): Promise<{ id: string; channel: string }[]> {
  return pipeline.database.query(`SELECT id, channel FROM delivery_queue WHERE state = 'pending'`);
}

const spent = { milliseconds: 0, cpuMilliseconds: 0, databaseCpuMilliseconds: 0 };
const [backend] = await pipeline.database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
// Connections come and go; their server stays.
const server = backend && serverOf(backend.pid);

const databaseCpuNow = () => cpuOf(server);

async function measured(work: () => Promise<unknown>): Promise<void> {
  const databaseStart = databaseCpuNow();
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  spent.milliseconds += performance.now() - start;
  spent.cpuMilliseconds += (user + system) / 1_000;
  spent.databaseCpuMilliseconds += databaseCpuNow() - databaseStart;
}

async function take({ customers, isWith }: Order): Promise<Taken> {
  put(isWith);
  const countedBefore = await countedSoFar();
  Object.assign(spent, { milliseconds: 0, cpuMilliseconds: 0, databaseCpuMilliseconds: 0 });
  const orders = Array.from({ length: customers }, () => ({ userId: `bench-${randomUUID()}`, orderId: randomUUID() }));
  for (const stage of STAGES) {
    await takeStage(orders.map(({ userId, orderId }) => eventOf(stage, userId, orderId)));
  }
  await measured(addUpFigures);
  const [stored] = await pipeline.database.query<{ payload: Buffer }>(
    `SELECT payload_sealed AS payload FROM order_event ORDER BY id DESC LIMIT 1`,
  );
  const readable = stored?.payload.includes('ana@example.com') === true;
  const notifications = customers * STAGES.length * senders.length;
  return { ...spent, notifications, readable, counted: (await countedSoFar()) - countedBefore };
}

async function countedSoFar(): Promise<number> {
  const [figures] = await pipeline.database.query<{ counted: number }>(
    `SELECT coalesce(sum(amount), 0)::int AS counted FROM figure_summary WHERE kind = 'acceptance' AND resolution = 'day'`,
  );
  return figures?.counted ?? 0;
}

process.on('message', (order: Order) => {
  take(order).then(
    (taken) => process.send?.(taken),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
// Its server goes with its parent; the data is forgotten at the next start.
process.once('disconnect', () => process.exit(0));
process.send?.('ready');
