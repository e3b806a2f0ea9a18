import { randomUUID } from 'node:crypto';
import {
  type Database,
  type NewNotification,
  type NewQueueRow,
  enqueue,
  insertNotifications,
  insertOrderEvents,
  takeInboxPositions,
} from '#database';
import { v7 } from 'uuid';

interface NotificationOverrides extends Partial<NewNotification> {
  /** Present: work remains. */
  readonly queue?: Partial<NewQueueRow>;
  readonly createdAt?: Date;
  /** It has arrived in its customer's inbox. */
  readonly inInbox?: boolean;
}

/** Stores a notification with its event, as dispatch would. A test overrides only what it is about. */
export async function givenNotification(
  database: Database,
  { queue, createdAt = new Date(), inInbox = false, ...overrides }: NotificationOverrides = {},
): Promise<NewNotification> {
  const notification = { ...aNotification(createdAt), ...overrides };
  const { id, userId, channel, type } = notification;
  await database.transaction(async (sql) => {
    await insertOrderEvents(sql, [anOrderEventRow(notification, createdAt)], createdAt);
    await insertNotifications(sql, [notification], createdAt);
    if (queue !== undefined) {
      const row = { id, userId, channel, type, dueAt: createdAt, waitReason: null, ...queue };
      await enqueue(sql, [row], createdAt);
    }
    if (inInbox) {
      const positions = await takeInboxPositions(sql, [{ id, userId, unread: true }]);
      await sql.query(`UPDATE notification_log SET inbox_seq = $2 WHERE id = $1`, [id, positions.get(id)]);
    }
  });
  return notification;
}

function aNotification(createdAt: Date): NewNotification {
  return {
    id: v7({ msecs: createdAt.getTime() }),
    orderEventId: v7({ msecs: createdAt.getTime() }),
    orderId: `order-${randomUUID()}`,
    userId: `customer-${randomUUID()}`,
    type: 'order_shipped',
    channel: 'email',
    status: 'pending',
    reason: null,
    language: 'en',
    eventTime: createdAt,
  };
}

function anOrderEventRow({ orderEventId, orderId, userId, type }: NewNotification, eventTime: Date) {
  const nothingSealed = { payloadSealed: null, emailHash: null, phoneHash: null };
  return {
    id: orderEventId,
    source: '/test',
    eventId: randomUUID(),
    orderId,
    userId,
    type,
    eventTime,
    ...nothingSealed,
  };
}
