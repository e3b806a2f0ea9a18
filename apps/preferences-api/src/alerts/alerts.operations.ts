import { ALERT_EXAMPLE } from '#contracts';
import type { Route } from '../access/route-access.js';
import type { OperationFacts } from '../docs/operation-facts.js';
import { alertPageSchema } from './alerts.schema.js';

const resolved = {
  ...ALERT_EXAMPLE,
  id: '019aaf10-1b2b-7c1d-9b39-6d1a8f3b2c11',
  name: 'OldestWaiting',
  subject: 'sms',
  state: 'resolved',
  detail: 'Notifications are due, and wait for a worker. The oldest since 52 s.',
  value: 52.4,
  threshold: 40,
  raisedAt: '2026-11-22T09:30:12.000Z',
  resolvedAt: '2026-11-22T09:33:52.000Z',
};

export const ALERT_OPERATIONS = {
  'GET /api/v2/notifications/alerts': {
    id: 'listAlerts',
    tag: 'Alerts',
    summary: 'What is wrong now, and what was: active alerts first, then the latest',
    description:
      'The service raises and resolves alerts by itself; `docs/runbook.md` says what each means and what to do. They are also published to the alert topic and told to the alert webhook.',
    parameters: {
      state: { description: 'Absent: both.' },
      cursor: { description: '`nextCursor` of the page before.' },
      limit: { description: 'The most items on a page.' },
    },
    answers: {
      200: {
        description: 'A page.',
        content: {
          'application/json': {
            schema: alertPageSchema,
            examples: { 'last page': { items: [ALERT_EXAMPLE, resolved], nextCursor: null } },
          },
        },
      },
    },
  },
} as const satisfies Partial<Record<Route, OperationFacts>>;
