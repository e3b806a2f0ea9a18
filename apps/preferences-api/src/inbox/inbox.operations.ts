import type { Route } from '../access/route-access.js';
import type { OperationFacts } from '../docs/operation-facts.js';
import { inboxPageSchema, unreadCountSchema } from './inbox.schema.js';

const item = {
  id: '019aaf3e-5c2b-7c1d-9b39-6d1a8f3b2c13',
  seq: 17,
  type: 'order_shipped',
  title: 'On its way',
  body: 'Your order A-10023 is on its way with UPS, tracking number 1Z999AA10123456784.',
  icon: 'package',
  actionUrl: 'https://www.ups.com/track?tracknum=1Z999AA10123456784',
  data: {
    orderId: '9f1c2a70-5d5e-4c0e-9a57-0f6f6a1b7c11',
    orderNumber: 'A-10023',
    trackingNumber: '1Z999AA10123456784',
    trackingUrl: 'https://www.ups.com/track?tracknum=1Z999AA10123456784',
  },
  createdAt: '2026-11-22T10:00:00.000Z',
  readAt: null,
};

const id = { description: 'The id of a message in the inbox.', example: item.id };
const done = { 204: { description: 'Done, or done before.' } };

export const INBOX_OPERATIONS = {
  'GET /api/v2/notifications/inbox': {
    id: 'listInbox',
    tag: 'Inbox',
    summary: 'Messages in the inbox, newest first, in the customer’s language',
    description: 'What is listed counts as delivered. Archived messages are left out.',
    parameters: {
      unread: { description: '`true`: only what is unread.', example: 'true' },
      type: { description: 'Only messages of this type.', example: 'order_shipped' },
      orderId: { description: 'Only messages about this order.', example: item.data.orderId },
      cursor: { description: '`nextCursor` of the page before.' },
      limit: { description: 'The most items on a page.' },
    },
    answers: {
      200: {
        description: 'A page.',
        content: {
          'application/json': {
            schema: inboxPageSchema,
            examples: {
              'last page': { items: [item], nextCursor: null, unreadCount: 1 },
              'more follow': {
                items: [{ ...item, readAt: '2026-11-22T10:05:00.000Z' }],
                nextCursor: 'MTc',
                unreadCount: 0,
              },
            },
          },
        },
      },
    },
  },
  'GET /api/v2/notifications/inbox/unread-count': {
    id: 'countUnread',
    tag: 'Inbox',
    summary: 'How much of the inbox is unread',
    answers: {
      200: {
        description: 'The number.',
        content: { 'application/json': { schema: unreadCountSchema, examples: { some: { count: 3 } } } },
      },
    },
  },
  'POST /api/v2/notifications/inbox/read-all': {
    id: 'readAll',
    tag: 'Inbox',
    summary: 'Marks everything in the inbox as read',
    description: 'What arrives meanwhile stays unread.',
    answers: done,
  },
  'POST /api/v2/notifications/inbox/:id/read': {
    id: 'readMessage',
    tag: 'Inbox',
    summary: 'Marks a message as read',
    description: 'The customer’s other devices are told, and how much is left unread.',
    parameters: { id },
    answers: done,
    problems: ['not_found'],
  },
  'POST /api/v2/notifications/inbox/:id/archive': {
    id: 'archiveMessage',
    tag: 'Inbox',
    summary: 'Takes a message out of the inbox',
    description: 'It no longer counts as unread. There is no way back.',
    parameters: { id },
    answers: done,
    problems: ['not_found'],
  },
} as const satisfies Partial<Record<Route, OperationFacts>>;
