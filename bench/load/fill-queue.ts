import { randomBytes } from 'node:crypto';
import type { Channel } from '#contracts';
import {
  Database,
  type NewNotification,
  type NewOrderEvent,
  type RecipientKeys,
  createDataSource,
  enqueue,
  ensurePartitions,
  insertInboxEntries,
  insertNotifications,
  insertOrderEvents,
} from '#database';
import { seal } from '#privacy';
import { SystemClock, createLogger } from '#runtime';
import { v7 } from 'uuid';
import { orderEvent } from './orders.js';

const CHANNELS = ['email', 'in_app'] as const satisfies readonly Channel[];
const EVENTS_AT_ONCE = 2_000;

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
  const rows: NewOrderEvent[] = [];
  const notifications: NewNotification[] = [];
  for (const { id: eventId, source, type, data } of events) {
    const { userId, orderId } = data;
    const key = readable.get(userId);
    if (key === undefined) throw new Error('The customer has no key.');
    const id = v7();
    const place = { table: 'order_event', column: 'payload_sealed', row: id };
    const payloadSealed = seal(key, JSON.stringify(data), place, randomBytes);
    rows.push({
      id,
      source,
      eventId,
      orderId,
      userId,
      type,
      eventTime,
      payloadSealed,
      emailHash: null,
      phoneHash: null,
    });
    for (const channel of CHANNELS) {
      const planned = { status: 'pending', reason: null, language: 'en', eventTime } as const;
      notifications.push({ id: v7(), orderEventId: id, orderId, userId, type, channel, ...planned });
    }
  }
  const inbox = rows.map(({ id, source, eventId }) => ({ source, eventId, orderEventId: id }));
  const queue = notifications.map((row) => ({ ...row, dueAt, waitReason: null }));
  await database.transaction(async (sql) => {
    await insertInboxEntries(sql, inbox, eventTime);
    await insertOrderEvents(sql, rows, eventTime);
    await insertNotifications(sql, notifications, eventTime);
    await enqueue(sql, queue, eventTime);
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
