import { notificationDocumentSchema } from '#contracts';
import { MOST_LOOKED_THROUGH } from '#database';
import { z } from 'zod';
import type { Route } from '../access/route-access.js';
import type { OperationFacts } from '../docs/operation-facts.js';

export const notificationPageSchema = z
  .object({
    items: z.array(notificationDocumentSchema),
    /** null: this is the last page. */
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'NotificationPage' });

export type NotificationPage = z.output<typeof notificationPageSchema>;

const attempt = {
  number: 1,
  at: '2026-11-22T10:00:01.000Z',
  durationMs: 212,
  outcome: 'accepted',
  message: 'Accepted.',
};

const seenByStaff = {
  id: '019aaf3e-5c2b-7c1d-9b39-6d1a8f3b2c11',
  orderId: '9f1c2a70-5d5e-4c0e-9a57-0f6f6a1b7c11',
  userId: '0b7e6a52-7f0d-4f55-9b39-6d1a8f3b2c11',
  type: 'order_shipped',
  channel: 'email',
  status: 'sent',
  reason: null,
  attempts: [{ ...attempt, code: null, providerMessageId: 'rD1n8xkVQ3mIbyXrFJXGrA' }],
  timeline: [
    {
      at: '2026-11-22T10:00:00.000Z',
      event: 'planned',
      detail: 'For the order event “Order shipped” of 11:00 in Madrid.',
    },
    { at: '2026-11-22T10:00:01.000Z', event: 'attempt', detail: 'First attempt at 11:00 in Madrid: Accepted.' },
    { at: '2026-11-22T10:00:01.212Z', event: 'sent', detail: 'SendGrid took the email.' },
  ],
  createdAt: '2026-11-22T10:00:00.000Z',
  nextAttemptAt: null,
  sentAt: '2026-11-22T10:00:01.212Z',
  deliveredAt: null,
  openedAt: null,
};

const seenByCustomer = { ...seenByStaff, attempts: [attempt] };

const backAtWork = {
  ...seenByStaff,
  status: 'pending',
  attempts: [
    { ...attempt, outcome: 'permanent', code: 'sendgrid_400', message: 'SendGrid found the request invalid.' },
  ],
  timeline: [
    {
      at: '2026-11-22T10:00:00.000Z',
      event: 'planned',
      detail: 'For the order event “Order shipped” of 11:00 in Madrid.',
    },
    {
      at: '2026-11-22T10:00:01.000Z',
      event: 'attempt',
      detail: 'First attempt at 11:00 in Madrid: SendGrid found the request invalid.',
    },
    { at: '2026-11-22T10:29:58.000Z', event: 'retried', detail: 'olga had it tried again.' },
    {
      at: '2026-11-22T10:29:58.000Z',
      event: 'waiting',
      detail: 'Email waits for its next attempt at 11:30 in Madrid.',
    },
  ],
  nextAttemptAt: '2026-11-22T10:30:00.000Z',
  sentAt: null,
};

export const NOTIFICATION_OPERATIONS = {
  'GET /api/v2/notifications': {
    id: 'listNotifications',
    tag: 'Notifications',
    summary: 'Notifications of an order or a customer, newest first',
    description: [
      'One of `orderId` and `userId` is required, except for operators.',
      'With neither of them, `status=failed` finds what is still kept as a dead letter, and a page of any other settled status looks',
      `through ${MOST_LOOKED_THROUGH} notifications: it may hold few items or none, and \`nextCursor\` goes on from there.`,
    ].join(' '),
    parameters: {
      orderId: { description: 'As upstream names the order.', example: seenByStaff.orderId },
      userId: { description: 'As upstream names the customer.', example: seenByStaff.userId },
      status: { description: 'Only those that stand here.', example: 'sent' },
      cursor: { description: '`nextCursor` of the page before.' },
      limit: { description: 'The most items on a page.' },
    },
    answers: {
      200: {
        description: 'A page.',
        content: {
          'application/json': {
            schema: notificationPageSchema,
            examples: {
              'last page': { items: [seenByStaff], nextCursor: null },
              'more follow': {
                items: [seenByStaff],
                nextCursor: 'IjAxOWFhZjNlLTVjMmItN2MxZC05YjM5LTZkMWE4ZjNiMmMxMSI',
              },
            },
          },
        },
      },
    },
  },
  'GET /api/v2/notifications/:id': {
    id: 'readNotification',
    tag: 'Notifications',
    summary: 'Where a notification stands, and how it got there',
    description: [
      'A customer sees their own, without the codes and ids of providers and the names of our staff; those of others are answered by 404.',
      "In its timeline, `event` is a name that stays; `detail` is told to people, in plain words and by the customer's clocks.",
    ].join(' '),
    parameters: { id: { description: 'The id of the notification.', example: seenByStaff.id } },
    answers: {
      200: {
        description: 'The notification.',
        content: {
          'application/json': {
            schema: notificationDocumentSchema,
            examples: { 'to staff': seenByStaff, 'to its customer': seenByCustomer },
          },
        },
      },
    },
    problems: ['not_found'],
  },
  'POST /api/v2/notifications/:id/retry': {
    id: 'retryNotification',
    tag: 'Notifications',
    summary: 'Gives a failed notification a new budget of attempts',
    description: 'Due at once. The rules are asked again before it is sent. Who asked for it is recorded.',
    parameters: { id: { description: 'The id of the notification.', example: seenByStaff.id } },
    answers: {
      202: {
        description: 'The notification, back at work.',
        content: {
          'application/json': { schema: notificationDocumentSchema, examples: { 'back at work': backAtWork } },
        },
      },
    },
    problems: ['not_found', 'not_failed'],
  },
} as const satisfies Partial<Record<Route, OperationFacts>>;
