import { ORDER_DATA_EXAMPLES } from '#contracts';
import type { Route } from '../access/route-access.js';
import type { OperationFacts } from '../docs/operation-facts.js';
import { triggeredSchema } from './trigger.schema.js';
import { KEY_KEPT_HOURS } from './trigger.service.js';

export const TRIGGER_OPERATIONS = {
  'POST /api/v2/notifications': {
    id: 'triggerNotifications',
    tag: 'Notifications',
    summary: 'Tells a customer of an order event',
    description:
      'As if the event had been published now: `data` is as of an event of that type, and the same rules decide. ' +
      `A key is remembered for ${KEY_KEPT_HOURS} hours from its first use: the same key with the same body has no second effect and the ` +
      'same answer; with another body it is refused. Keys of different callers are different keys.',
    parameters: {
      'Idempotency-Key': {
        in: 'header',
        required: true,
        description: 'Names the request; 1 to 128 characters, best a new UUID. To be sent again with each repetition.',
        example: '8e03978e-40d5-43e8-bc93-6894a57f9324',
      },
      traceparent: {
        in: 'header',
        description:
          'W3C Trace Context: while traces are on, the notifications become a part of that trace. What cannot be read is ignored.',
        example: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      },
    },
    body: {
      content: {
        'application/json': {
          examples: {
            'order shipped': { type: 'order.shipped', data: ORDER_DATA_EXAMPLES.order_shipped },
            'refund completed': { type: 'order.refund_completed', data: ORDER_DATA_EXAMPLES.refund_completed },
          },
        },
      },
    },
    answers: {
      202: {
        description: 'What came of it on each channel, as it stood when the first request was answered.',
        content: {
          'application/json': {
            schema: triggeredSchema,
            examples: {
              triggered: {
                notifications: [
                  { id: '019aaf3e-5c2b-7c1d-9b39-6d1a8f3b2c11', channel: 'email', status: 'pending', reason: null },
                  {
                    id: '019aaf3e-5c2b-7c1d-9b39-6d1a8f3b2c12',
                    channel: 'sms',
                    status: 'suppressed',
                    reason: 'channel_off',
                  },
                  { id: '019aaf3e-5c2b-7c1d-9b39-6d1a8f3b2c13', channel: 'in_app', status: 'pending', reason: null },
                ],
              },
            },
          },
        },
      },
    },
    problems: ['idempotency_key_required', 'idempotency_key_reused'],
  },
} as const satisfies Partial<Record<Route, OperationFacts>>;
