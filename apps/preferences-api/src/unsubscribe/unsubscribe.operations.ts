import { CHANNELS } from '#contracts';
import { z } from 'zod';
import type { Route } from '../access/route-access.js';
import type { AnswerFacts, OperationFacts, ParameterFacts } from '../docs/operation-facts.js';
import { SCOPES } from './unsubscribe-scope.js';

export const unsubscribedSchema = z
  .object({
    /** false after an undo. */
    unsubscribed: z.boolean(),
    channel: z.enum(CHANNELS),
    /** What was turned off: the type of message that the link came in, every type on this channel, or every channel. */
    scope: z.enum(SCOPES),
  })
  .meta({ id: 'Unsubscribed' });

export type UnsubscribedDocument = z.output<typeof unsubscribedSchema>;

const page = { 'text/html': { schema: z.string() } };

const token: ParameterFacts = { description: 'From the link in an email. It does not expire.' };

/** Everything in it may be missing. */
const form = z.object({
  'List-Unsubscribe': z.literal('One-Click').optional(),
  scope: z.enum(SCOPES).optional(),
  undo: z.literal('1').optional(),
  version: z.string().optional(),
});

const oneClick = { 'one click': { 'List-Unsubscribe': 'One-Click' }, 'from the page': { scope: 'type' } };

const badLink: AnswerFacts = { description: 'A link that is not ours, whatever is wrong with it.', content: page };

export const UNSUBSCRIBE_OPERATIONS = {
  'GET /api/v2/notifications/unsubscribe/:token': {
    id: 'showUnsubscribePage',
    tag: 'Unsubscribe',
    summary: 'A page with the choices; changes nothing',
    parameters: { token },
    answers: { 200: { description: 'In the language of the customer.', content: page }, 404: badLink },
    problems: ['not_found'],
  },
  'POST /api/v2/notifications/unsubscribe/:token': {
    id: 'unsubscribe',
    tag: 'Unsubscribe',
    summary: 'Turns email off for all types, or what was chosen on the page; doing it again changes nothing',
    description:
      'One click from the mail client (RFC 8058). Without a `scope` that the link permits it is the whole channel. `undo` turns on again ' +
      'what was turned off, if the preferences still have the `version` that the page showed.',
    parameters: { token },
    body: {
      required: false,
      content: {
        'application/x-www-form-urlencoded': {
          schema: form,
          examples: oneClick,
        },
        'multipart/form-data': {
          schema: form,
          examples: oneClick,
        },
        'application/json': { schema: z.unknown(), examples: { nothing: {}, everything: { scope: 'everything' } } },
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
    problems: ['not_found', 'version_mismatch', 'body_too_large'],
  },
} as const satisfies Partial<Record<Route, OperationFacts>>;
