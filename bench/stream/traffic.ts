/** The process that stands in for the dispatcher: makes rows of in-app messages as the dispatcher does, and nudges, at a fixed rate. */
import { randomUUID } from 'node:crypto';
import { NOTIFICATION_TYPES, ORDER_DATA_EXAMPLES, type OrderEvent, encodeNudge } from '#contracts';
import { type CustomerKeys, Database, RecipientKeys, createDataSource } from '#database';
import { KafkaPublisher, createKafka } from '#messaging';
import { IdGenerator, SystemClock, createLogger } from '#runtime';
import { loadInAppSettings } from '../../apps/in-app-worker/src/in-app.settings.js';
import { type DispatchedEvent, dispatchedEvent, insertDispatched } from '../../test/builders/dispatched.js';
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
  const dueAt = new Date(now.getTime() + NUDGE_GRACE_MS);
  await database.transaction((sql) => insertDispatched(sql, rows, { dueAt, now }));
  await publisher.publish(
    rows.flatMap(({ notifications }) =>
      notifications.map(({ id, userId }) => encodeNudge('in_app', userId, { notificationId: id })),
    ),
  );
  return 'batch';
}

/** Of the next customer. */
function newRow(now: Date): DispatchedEvent {
  const number = (dispatched += 1);
  const userId = customerId((number * STRIDE) % customers);
  const type = NOTIFICATION_TYPES[number % NOTIFICATION_TYPES.length] ?? 'order_confirmed';
  const data = { ...ORDER_DATA_EXAMPLES[type], userId, orderId: randomUUID() };
  const event: OrderEvent = { id: randomUUID(), source: '/bench', type, time: now, data };
  const key = keys.get(userId);
  if (key === undefined) throw new Error('A customer has no key.');
  return dispatchedEvent(event, ['in_app'], { key, ids });
}

serveTasks(tasks);
