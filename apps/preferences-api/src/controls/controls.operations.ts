import { CHANNELS, NOTIFICATION_TYPES } from '#contracts';
import type { Route } from '../access/route-access.js';
import type { AnswerFacts, OperationFacts } from '../docs/operation-facts.js';
import { controlsSchema } from './controls.schema.js';

const running = { paused: false, reason: null, by: null, since: null, waiting: 0 };
const paused = {
  paused: true,
  reason: 'SendGrid incident',
  by: 'olga',
  since: '2026-11-22T10:21:03.000Z',
  waiting: 812,
};

const allRunning = {
  all: running,
  channels: Object.fromEntries(CHANNELS.map((channel) => [channel, running])),
  types: Object.fromEntries(NOTIFICATION_TYPES.map((type) => [type, running])),
};

const document = (description: string): AnswerFacts => ({
  description,
  content: {
    'application/json': {
      schema: controlsSchema,
      examples: {
        'all running': allRunning,
        'email paused': { ...allRunning, channels: { ...allRunning.channels, email: paused } },
      },
    },
  },
});

export const CONTROL_OPERATIONS = {
  'GET /api/v2/notifications/controls': {
    id: 'readControls',
    tag: 'Controls',
    summary: 'What is paused, by whom and why',
    answers: {
      200: document(
        'Each control, and how many notifications on their way it concerns. One waits while everything, its channel or its type is paused.',
      ),
    },
  },
  'PUT /api/v2/notifications/controls': {
    id: 'setControls',
    tag: 'Controls',
    summary: 'Pauses or resumes everything, a channel or a type',
    description: [
      'Sets the controls it names; the others stay as they are. All workers follow within 2 s: no request to a provider starts after that.',
      'What is paused waits as `pending` with the reason `paused`, and uses up no attempt. Pausing what is paused changes nothing.',
      'Resuming a channel, or everything, also tries a provider again at once that the service had stopped calling by itself.',
    ].join(' '),
    body: {
      content: {
        'application/json': {
          examples: {
            'email paused': { channels: { email: { paused: true, reason: paused.reason } } },
            'email resumed': { channels: { email: { paused: false } } },
            'everything paused': { all: { paused: true } },
            'a type paused': { types: { order_shipped: { paused: true, reason: 'Wrong tracking numbers' } } },
          },
        },
      },
    },
    answers: { 200: document('The controls as they are now.') },
  },
} as const satisfies Partial<Record<Route, OperationFacts>>;
