import { CUSTOMER_DATA_EXAMPLES, DEFAULT_PREFERENCES, ORDER_DATA_EXAMPLES } from '#contracts';
import type { Route } from '../access/route-access.js';
import type { AnswerFacts, OperationFacts } from '../docs/operation-facts.js';
import { customerExportSchema } from './export.schema.js';
import { erasureSchema, recipientSchema } from './recipient.schema.js';

const { userId, consents, ...said } = CUSTOMER_DATA_EXAMPLES['customer.upserted'];

const entry = (description: string): AnswerFacts => ({
  description,
  content: {
    'application/json': {
      schema: recipientSchema,
      examples: { known: { userId, ...said, updatedAt: '2026-11-22T10:00:00.000Z' } },
    },
  },
});

const parameters = { userId: { description: 'As upstream names the customer.', example: userId } };

const EXPORT_EXAMPLE = {
  userId,
  exportedAt: '2026-11-22T10:00:00.000Z',
  recipient: { userId, ...said, updatedAt: '2026-11-22T10:00:00.000Z' },
  preferences: { ...DEFAULT_PREFERENCES, updatedAt: null },
  preferenceChanges: [],
  consents: [],
  suppressions: [],
  suppressionEvents: [],
  orderEvents: [
    {
      source: '/shop/orders',
      id: 'evt-1',
      type: 'order_confirmed',
      time: '2026-11-22T09:59:58.000Z',
      receivedAt: '2026-11-22T09:59:59.000Z',
      data: ORDER_DATA_EXAMPLES.order_confirmed,
    },
  ],
  notifications: [],
  deadLetters: [],
  audit: [{ action: 'customer_exported', target: userId, at: '2026-11-21T08:00:00.000Z' }],
  dailyCounts: [{ date: '2026-11-22', count: 1 }],
};

export const RECIPIENT_OPERATIONS = {
  'GET /api/v2/notifications/recipients/:userId': {
    id: 'readRecipient',
    tag: 'Recipients',
    summary: 'What the directory knows of a customer',
    parameters,
    answers: { 200: entry('The entry.') },
    problems: ['not_found', 'invalid_request'],
  },
  'PUT /api/v2/notifications/recipients/:userId': {
    id: 'writeRecipient',
    tag: 'Recipients',
    summary: 'Tells the directory of a customer',
    description: 'As the event `customer.upserted` would, now: an absent field keeps what is known, null clears it.',
    parameters,
    body: {
      content: {
        'application/json': {
          examples: { everything: { ...said, consents }, 'another number': { phone: '+34600111222' } },
        },
      },
    },
    answers: { 200: entry('The entry as it is now.') },
    problems: ['newer_entry'],
  },
  'DELETE /api/v2/notifications/recipients/:userId': {
    id: 'eraseCustomer',
    tag: 'Recipients',
    summary: 'Erases a customer',
    description: [
      'As the event `customer.deleted` would, now: the key of everything sealed is destroyed, what waits to be sent ends `suppressed/erased`,',
      'and the providers are asked to forget, until they have. Later order events of the customer are not kept, until the directory is told',
      'of the customer anew. Who was not to be written to stays on the suppression list, as a keyed hash. May be repeated.',
    ].join(' '),
    parameters,
    answers: {
      202: {
        description: 'Nothing can be read any more; the providers are being asked.',
        content: {
          'application/json': {
            schema: erasureSchema,
            examples: { erased: { userId, erasedAt: '2026-11-22T10:00:00.000Z' } },
          },
        },
      },
    },
    problems: ['newer_entry', 'invalid_request'],
  },
  'GET /api/v2/notifications/recipients/:userId/export': {
    id: 'exportCustomer',
    tag: 'Recipients',
    summary: 'Everything that is held of a customer',
    description: 'For a customer who asks what is known of them. Who exported what is recorded.',
    parameters,
    answers: {
      200: {
        description: 'One document.',
        content: {
          'application/json': {
            schema: customerExportSchema,
            examples: { 'a customer with one order': EXPORT_EXAMPLE },
          },
        },
      },
    },
    problems: ['not_found', 'invalid_request'],
  },
} as const satisfies Partial<Record<Route, OperationFacts>>;
