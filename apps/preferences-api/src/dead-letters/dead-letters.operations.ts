import type { Route } from '../access/route-access.js';
import type { OperationFacts } from '../docs/operation-facts.js';
import { deadLetterPageSchema, deadLetterSchema, replayBatchSchema, replayedSchema } from './dead-letter.schema.js';
import { REPLAYS_PER_WINDOW } from './replay.service.js';

const notification = {
  kind: 'notification',
  id: '019aaf3e-5c2b-7c1d-9b39-6d1a8f3b2c11',
  at: '2026-11-22T10:21:03.000Z',
  reason: 'retries_exhausted',
  orderId: '9f1c2a70-5d5e-4c0e-9a57-0f6f6a1b7c11',
  userId: '0b7e6a52-7f0d-4f55-9b39-6d1a8f3b2c11',
  type: 'order_shipped',
  channel: 'email',
};

const event = {
  kind: 'event',
  id: '019aaf3d-1b2b-7c1d-9b39-6d1a8f3b2c11',
  at: '2026-11-22T09:58:12.000Z',
  code: 'invalid_data',
  message: 'Field shipment.carrier: is required',
  topic: 'orders.order-events.v1',
  partition: 3,
  offset: '90210',
  replayedAt: null,
};

const id = { description: 'The id of a failed notification, or of a rejected event.', example: notification.id };

const LIMITED = `At most ${REPLAYS_PER_WINDOW} replays a minute, by all operators together; each one is recorded with who asked for it.`;
const WHAT =
  'A failed notification gets a new budget of attempts; a rejected event is published to its topic again, as it was.';

export const DEAD_LETTER_OPERATIONS = {
  'GET /api/v2/notifications/dead-letters': {
    id: 'listDeadLetters',
    tag: 'Dead letters',
    summary: 'What was given up on and waits for a person, newest first',
    description: 'Failed notifications, and incoming events that could not be used. What was replayed waits no longer.',
    parameters: {
      cursor: { description: '`nextCursor` of the page before.' },
      limit: { description: 'The most items on a page.' },
    },
    answers: {
      200: {
        description: 'A page.',
        content: {
          'application/json': {
            schema: deadLetterPageSchema,
            examples: { 'last page': { items: [notification, event], nextCursor: null } },
          },
        },
      },
    },
  },
  'GET /api/v2/notifications/dead-letters/:id': {
    id: 'readDeadLetter',
    tag: 'Dead letters',
    summary: 'One of them',
    description: 'A rejected event is also found once it was replayed.',
    parameters: { id },
    answers: {
      200: {
        description: 'The dead letter.',
        content: { 'application/json': { schema: deadLetterSchema, examples: { notification, event } } },
      },
    },
    problems: ['not_found'],
  },
  'POST /api/v2/notifications/dead-letters/:id/replay': {
    id: 'replayDeadLetter',
    tag: 'Dead letters',
    summary: 'Has another try at one of them',
    description: `${WHAT} ${LIMITED}`,
    parameters: { id },
    answers: {
      202: {
        description: 'It is on its way.',
        content: {
          'application/json': {
            schema: replayedSchema,
            examples: { replayed: { kind: 'notification', id: notification.id } },
          },
        },
      },
    },
    problems: ['not_found', 'not_failed', 'already_replayed', 'original_unreadable'],
  },
  'POST /api/v2/notifications/dead-letters/replay': {
    id: 'replayDeadLetters',
    tag: 'Dead letters',
    summary: 'Has another try at those that wait longest',
    description: `${WHAT} ${LIMITED} Events whose originals do not open are passed over, and named in \`skipped\`.`,
    body: {
      required: false,
      content: { 'application/json': { examples: { 'the default': {}, 'ten events': { kind: 'event', limit: 10 } } } },
    },
    answers: {
      202: {
        description: 'They are on their way.',
        content: {
          'application/json': {
            schema: replayBatchSchema,
            examples: { one: { replayed: [{ kind: 'event', id: event.id }], skipped: [], more: false } },
          },
        },
      },
    },
  },
} as const satisfies Partial<Record<Route, OperationFacts>>;
