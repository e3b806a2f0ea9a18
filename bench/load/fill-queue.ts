import type { Channel } from '#contracts';
import { Database, type RecipientKeys, createDataSource, ensurePartitions, insertInboxEntries } from '#database';
import { IdGenerator, SystemClock, createLogger } from '#runtime';
import { dispatchedEvent, insertDispatched } from '../../test/builders/dispatched.js';
import { orderEvent } from './orders.js';

const CHANNELS = ['email', 'in_app'] as const satisfies readonly Channel[];
const EVENTS_AT_ONCE = 2_000;

const ids = new IdGenerator(new SystemClock());

/** Work that has been waiting. */
export interface WaitingWork {
  /** Rows of the queue: two an event. */
  readonly rows: number;
  readonly customers: number;
  /** How the ids of its customers begin. */
  readonly users: string;
  readonly eventTime: Date;
  readonly dueAt: Date;
}

/** Writes what the dispatcher writes, by its own statements: events sealed as its are, so that their messages can be sent. */
export async function fillQueue(database: Database, keys: RecipientKeys, work: WaitingWork): Promise<void> {
  await ensurePartitions(database, new Date());
  const events = Math.ceil(work.rows / CHANNELS.length);
  for (let first = 0; first < events; first += EVENTS_AT_ONCE) {
    const numbers = Array.from({ length: Math.min(EVENTS_AT_ONCE, events - first) }, (_, i) => first + i);
    await writeEvents(database, keys, work, numbers);
  }
}

async function writeEvents(
  database: Database,
  keys: RecipientKeys,
  { customers, users, eventTime, dueAt }: WaitingWork,
  numbers: readonly number[],
): Promise<void> {
  const events = numbers.map((number) => orderEvent(number, `${users}${number % customers}`, eventTime));
  const { readable } = await keys.findOrCreate(events.map(({ data }) => data.userId));
  const rows = events.map((event) => {
    const key = readable.get(event.data.userId);
    if (key === undefined) throw new Error('The customer has no key.');
    return dispatchedEvent(event, CHANNELS, { key, ids });
  });
  const inbox = rows.map(({ event: { id, source, eventId } }) => ({ source, eventId, orderEventId: id }));
  await database.transaction(async (sql) => {
    await insertInboxEntries(sql, inbox, eventTime);
    await insertDispatched(sql, rows, { dueAt, now: eventTime });
  });
}

/** For what a scenario writes before the apps start. */
export async function withDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const source = createDataSource(url, 2, 'bench');
  const database = new Database(source, createLogger('bench', 'silent'), new SystemClock());
  await database.open();
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
