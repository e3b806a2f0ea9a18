import { randomBytes } from 'node:crypto';
import type { Channel, OrderEvent } from '#contracts';
import {
  type NewNotification,
  type NewOrderEvent,
  type Transaction,
  enqueue,
  insertNotifications,
  insertOrderEvents,
} from '#database';
import { seal } from '#privacy';
import type { IdGenerator } from '#runtime';

/** An event with its content sealed, and its notifications. */
export interface DispatchedEvent {
  readonly event: NewOrderEvent;
  readonly notifications: readonly NewNotification[];
}

/** As the dispatcher makes it of an event that is to be sent by these channels. `key`: the customer's. */
export function dispatchedEvent(
  { id: eventId, source, type, time: eventTime, data }: OrderEvent,
  channels: readonly Channel[],
  { key, ids }: { readonly key: Buffer; readonly ids: IdGenerator },
): DispatchedEvent {
  const { orderId, userId } = data;
  const id = ids.next();
  const place = { table: 'order_event', column: 'payload_sealed', row: id };
  const payloadSealed = seal(key, JSON.stringify(data), place, randomBytes);
  const common = { orderId, userId, type, eventTime };
  return {
    event: { ...common, id, source, eventId, payloadSealed, emailHash: null, phoneHash: null },
    notifications: channels.map((channel): NewNotification => {
      const planned = { status: 'pending', reason: null, language: 'en' } as const;
      return { ...common, ...planned, id: ids.next(), orderEventId: id, channel };
    }),
  };
}

/** Waiting to be sent, by the dispatcher's own statements. */
export async function insertDispatched(
  sql: Transaction,
  rows: readonly DispatchedEvent[],
  { dueAt, now }: { readonly dueAt: Date; readonly now: Date },
): Promise<void> {
  const events = rows.map(({ event }) => event);
  const notifications = rows.flatMap((row) => row.notifications);
  const queue = notifications.map((row) => ({ ...row, dueAt, waitReason: null }));
  await insertOrderEvents(sql, events, now);
  await insertNotifications(sql, notifications, now);
  await enqueue(sql, queue, now);
}
