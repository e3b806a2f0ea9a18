import type { Route } from '../access/route-access.js';
import type { AnswerFacts, OperationFacts } from '../docs/operation-facts.js';
import { SUPPRESSION_REASONS } from '#notifications';
import { addressStandingsSchema } from './suppressions.schema.js';

const id = '019aaf3e-5c2b-7c1d-9b39-6d1a8f3b2c11';
const since = '2026-11-22T10:21:03.000Z';
const { explanation } = SUPPRESSION_REASONS.stop;

const stopped = {
  channel: 'sms',
  address: '••• 0123',
  suppressions: [{ id, reason: 'stop', explanation, since }],
  history: [{ at: since, action: 'suppressed', reason: 'stop', source: 'text_message', by: 'customer' }],
};

const free = { channel: 'email', address: 'a•••@example.com', suppressions: [], history: [] };

const standings = (description: string, items: readonly unknown[]): AnswerFacts => ({
  description,
  content: {
    'application/json': { schema: addressStandingsSchema, examples: { 'a number that said STOP': { items } } },
  },
});

export const SUPPRESSION_OPERATIONS = {
  'GET /api/v2/notifications/suppressions': {
    id: 'listSuppressionsOfCustomer',
    tag: 'Suppressions',
    summary: 'Whether the addresses of a customer are suppressed, and why',
    description: 'Those of the directory and of the latest orders, masked.',
    parameters: { userId: { description: 'As upstream names the customer.', example: '0b7e6a52-7f0d-4f55' } },
    answers: { 200: standings('Each address. One without suppressions may be written to.', [free, stopped]) },
  },
  'POST /api/v2/notifications/suppressions/search': {
    id: 'searchSuppressions',
    tag: 'Suppressions',
    summary: 'Whether an address is suppressed, whoever holds it',
    description: 'For a number that was somebody else’s before, for example. The address is neither stored nor logged.',
    body: {
      content: {
        'application/json': {
          examples: {
            number: { channel: 'sms', address: '+14155550123' },
            'email address': { channel: 'email', address: 'ana@example.com' },
          },
        },
      },
    },
    answers: { 200: standings('The address, masked.', [stopped]) },
  },
  'DELETE /api/v2/notifications/suppressions/:id': {
    id: 'liftSuppression',
    tag: 'Suppressions',
    summary: 'Lifts a suppression',
    description: [
      'Recorded with who asked for it. An address that is listed for several reasons stays suppressed until the last is lifted.',
      'What the provider has on a list of its own, it goes on refusing.',
    ].join(' '),
    parameters: { id: { description: 'The `id` of the suppression.', example: id } },
    answers: { 204: { description: 'It is lifted.' } },
    problems: ['not_found'],
  },
} as const satisfies Partial<Record<Route, OperationFacts>>;
