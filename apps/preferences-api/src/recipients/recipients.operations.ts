import { CUSTOMER_DATA_EXAMPLES } from '#contracts';
import type { Route } from '../access/route-access.js';
import type { AnswerFacts, OperationFacts } from '../docs/operation-facts.js';
import { recipientSchema } from './recipient.schema.js';

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
} as const satisfies Partial<Record<Route, OperationFacts>>;
