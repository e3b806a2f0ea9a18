/** The process that stands in for the dispatcher: makes rows of in-app messages as the dispatcher does, and nudges, at a fixed rate. */
import { randomBytes, randomUUID } from 'node:crypto';
import { NOTIFICATION_TYPES, ORDER_DATA_EXAMPLES, type OrderEvent, encodeNudge } from '#contracts';
import {
  type CustomerKeys,
  Database,
  RecipientKeys,
  createDataSource,
  enqueue,
  insertNotifications,
  insertOrderEvents,
} from '#database';
import { KafkaPublisher, createKafka } from '#messaging';
import { seal } from '#privacy';
import { IdGenerator, SystemClock, createLogger } from '#runtime';
import { loadInAppSettings } from '../../apps/in-app-worker/src/in-app.settings.js';
import { type Latencies, describeLatencies } from '../latencies.js';
import { openLoop } from '../open-loop.js';
import { customerId } from './customers.js';
import { ownCpu, serveTasks } from './helper.js';

export interface Rush {
  /** Messages a second, in batches as the dispatcher makes them of what came together. */
  readonly rate: number;
  readonly seconds: number;
}

export interface Rushed {
  readonly dispatched: number;
  /** Of the batches, in milliseconds from when each was due to its nudges' acknowledgement. */
  readonly batches: Latencies;
}

const BATCHES_PER_SECOND = 50;
/** Shares no factor with the numbers of customers: everybody comes once before anybody comes again. */
const STRIDE = 1_009;
/** As the dispatcher gives a nudge until the poll takes over. */
const NUDGE_GRACE_MS = 5_000;
const KEYS_AT_ONCE = 1_000;

const clock = new SystemClock();
const ids = new IdGenerator(clock);
const settings = loadInAppSettings(process.env);
const logger = createLogger('bench', 'warn');
const database = new Database(
  createDataSource(settings.database.url, settings.database.poolSize, 'bench'),
  logger,
  clock,
);
const kafka = createKafka(settings.kafka, 'bench', logger);
const publisher = new KafkaPublisher(kafka, settings.kafka.prefix);

let customers = 0;
let dispatched = 0;
let keys: CustomerKeys;

const tasks = {
  /** Makes the keys of all customers, who shall be known when the load begins. */
  prepare: async (count: number): Promise<void> => {
    customers = count;
    await database.open();
    const vault = new RecipientKeys(database, settings.keyrings.pii, clock);
    const everybody = Array.from({ length: count }, (_, i) => customerId(i));
    for (let first = 0; first < count; first += KEYS_AT_ONCE) {
      await vault.findOrCreate(everybody.slice(first, first + KEYS_AT_ONCE));
    }
    keys = await vault.find(everybody);
  },
  rush: async ({ rate, seconds }: Rush): Promise<Rushed> => {
    const schedule = { perSecond: BATCHES_PER_SECOND, first: 0, count: Math.round(seconds * BATCHES_PER_SECOND) };
    const before = dispatched;
    const samples = await openLoop(schedule, (number) => dispatch(sizeOf(number, rate)));
    return { dispatched: dispatched - before, batches: describeLatencies(samples.map(({ sinceDue }) => sinceDue)) };
  },
  cpu: (): Promise<number> => Promise.resolve(ownCpu()),
};

export type TrafficTasks = typeof tasks;

/** Sizes differ by one at most, and add up to the rate. */
function sizeOf(batch: number, rate: number): number {
  const until = (number: number) => Math.floor((number * rate) / BATCHES_PER_SECOND);
  return until(batch + 1) - until(batch);
}

async function dispatch(count: number): Promise<'batch'> {
  const now = clock.now();
  const rows = Array.from({ length: count }, () => newRow(now));
  await database.transaction(async (sql) => {
    await insertOrderEvents(
      sql,
      rows.map(({ event, orderEventId, payloadSealed }) => ({
        id: orderEventId,
        source: event.source,
        eventId: event.id,
        orderId: event.data.orderId,
        userId: event.data.userId,
        type: event.type,
        eventTime: event.time,
        payloadSealed,
        emailHash: null,
        phoneHash: null,
      })),
      now,
    );
    await insertNotifications(
      sql,
      rows.map(({ id, orderEventId, event }) => ({
        ...{ id, orderEventId, orderId: event.data.orderId, userId: event.data.userId, type: event.type },
        ...{ channel: 'in_app', status: 'pending', reason: null, language: 'en', eventTime: event.time },
      })),
      now,
    );
    const dueAt = new Date(now.getTime() + NUDGE_GRACE_MS);
    const waiting = { channel: 'in_app', dueAt, waitReason: null } as const;
    await enqueue(
      sql,
      rows.map(({ id, event }) => ({ id, userId: event.data.userId, type: event.type, ...waiting })),
      now,
    );
  });
  await publisher.publish(
    rows.map(({ id, event }) => encodeNudge('in_app', event.data.userId, { notificationId: id })),
  );
  return 'batch';
}

/** A row to be, of the next customer. */
function newRow(now: Date) {
  const number = (dispatched += 1);
  const userId = customerId((number * STRIDE) % customers);
  const type = NOTIFICATION_TYPES[number % NOTIFICATION_TYPES.length] ?? 'order_confirmed';
  const data = { ...ORDER_DATA_EXAMPLES[type], userId, orderId: randomUUID() };
  const event: OrderEvent = { id: randomUUID(), source: '/bench', type, time: now, data };
  const orderEventId = ids.next();
  const key = keys.get(userId);
  if (key === undefined) throw new Error('A customer has no key.');
  const place = { table: 'order_event', column: 'payload_sealed', row: orderEventId };
  return { id: ids.next(), event, orderEventId, payloadSealed: seal(key, JSON.stringify(data), place, randomBytes) };
}

serveTasks(tasks);
