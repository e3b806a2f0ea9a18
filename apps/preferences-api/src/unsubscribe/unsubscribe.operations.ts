import { CHANNELS } from '#contracts';
import { z } from 'zod';
import type { Route } from '../access/route-access.js';
import type { AnswerFacts, OperationFacts, ParameterFacts } from '../docs/operation-facts.js';

export const unsubscribedSchema = z
  .object({
    unsubscribed: z.literal(true),
    channel: z.enum(CHANNELS),
    /** What was turned off: every type of notification. */
    scope: z.literal('all'),
  })
  .meta({ id: 'Unsubscribed' });

export type UnsubscribedDocument = z.output<typeof unsubscribedSchema>;

const page = { 'text/html': { schema: z.string() } };

const token: ParameterFacts = { description: 'From the link in an email. It does not expire.' };

const badLink: AnswerFacts = { description: 'A link that is not ours, whatever is wrong with it.', content: page };

export const UNSUBSCRIBE_OPERATIONS = {
  'GET /api/v2/notifications/unsubscribe/:token': {
    id: 'showUnsubscribePage',
    tag: 'Unsubscribe',
    summary: 'A page with a button; changes nothing',
    parameters: { token },
    answers: { 200: { description: 'In the language of the customer.', content: page }, 404: badLink },
    problems: ['not_found'],
  },
  'POST /api/v2/notifications/unsubscribe/:token': {
    id: 'unsubscribe',
    tag: 'Unsubscribe',
    summary: 'Turns email off for all types; doing it again changes nothing',
    description: 'One click from the mail client (RFC 8058). What the body says is of no interest.',
    parameters: { token },
    body: {
      required: false,
      content: {
        'application/x-www-form-urlencoded': {
          schema: z.record(z.string(), z.string()),
          examples: { 'one click': { 'List-Unsubscribe': 'One-Click' } },
        },
        'multipart/form-data': {
          schema: z.record(z.string(), z.string()),
          examples: { 'one click': { 'List-Unsubscribe': 'One-Click' } },
        },
        'application/json': { schema: z.unknown(), examples: { nothing: {} } },
      },
    },
    answers: {
      200: {
        description: 'A page where the caller accepts HTML rather than JSON.',
        content: {
          'application/json': {
            schema: unsubscribedSchema,
            examples: { done: { unsubscribed: true, channel: 'email', scope: 'all' } },
          },
          ...page,
        },
      },
      404: badLink,
    },
    problems: ['not_found'],
  },
} as const satisfies Partial<Record<Route, OperationFacts>>;
