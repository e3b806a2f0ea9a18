import { explanationSchema } from '#contracts';
import type { Route } from '../access/route-access.js';
import type { OperationFacts } from '../docs/operation-facts.js';

const example = {
  userId: '0b7e6a52-7f0d-4f55-9b39-6d1a8f3b2c11',
  type: 'order_shipped',
  at: '2026-11-22T22:10:00.000Z',
  channels: [
    {
      channel: 'email',
      decision: 'suppress',
      until: null,
      reason: 'channel_off',
      explanation: 'Email is not sent: the customer switched emails off on 3 Nov (preference page).',
    },
    {
      channel: 'sms',
      decision: 'wait',
      until: '2026-11-23T07:00:00.000Z',
      reason: 'quiet_hours',
      explanation: 'SMS waits: 23:10 in Madrid, quiet until 08:00.',
    },
    {
      channel: 'in_app',
      decision: 'send',
      until: null,
      reason: null,
      explanation: 'In-app message is sent at once: no rule holds it back.',
    },
  ],
};

export const EXPLAIN_OPERATIONS = {
  'GET /api/v2/notifications/explain': {
    id: 'explainNotification',
    tag: 'Notifications',
    summary: 'What would become of a notification, and by which rule',
    description: [
      "A dry run of what the dispatcher does: the same rules on the same facts, the day's count and pauses included. Nothing is stored, sent or",
      "counted. The event is taken to happen at `at`, to name the recipient as the customer's last one did, and to be the newest of its package.",
      'Preferences, directory and counts are those of now, and so are pauses and halts of providers, whatever `at` is. Of a customer whom nobody has heard of, it tells what would happen to one.',
    ].join(' '),
    parameters: {
      userId: { description: 'As upstream names the customer.', example: example.userId },
      type: { description: 'What the order event would tell.', example: example.type },
      at: { description: 'When; default: now.', example: example.at },
    },
    answers: {
      200: {
        description:
          'One decision for each channel. `until` is the end of quiet time, without the spread of releases over the minute that follows.',
        content: { 'application/json': { schema: explanationSchema, examples: { 'at night': example } } },
      },
    },
  },
} as const satisfies Partial<Record<Route, OperationFacts>>;
