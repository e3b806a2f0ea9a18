import type { Analytics, DeliveryRate, LiveFigures } from '#contracts';

const outcomes = {
  planned: 24_310,
  sent: 23_988,
  delivered: 23_671,
  failed: 18,
  suppressed: 290,
  superseded: 6,
  expired: 0,
};
const acceptance = { p50: 0.412, p95: 1.873, p99: 4.206, count: 23_120 };
const delivery = { p50: 1.204, p95: 6.388, p99: 14.91, count: 22_814 };
const opens = { unique: 9_412, total: 12_077 };
const engaged = {
  delivered: 12_034,
  opens,
  machineOpens: { unique: 2_210, total: 2_951 },
  clicks: { unique: 3_120, total: 3_802 },
  openRate: 0.7821,
  clickRate: 0.2593,
};

export const analyticsExample: Analytics = {
  from: '2026-11-22T09:00:00.000Z',
  to: '2026-11-22T10:00:00.000Z',
  interval: '1h',
  totals: { events: 9_122, ...outcomes, retried: 41, deliveryRate: 0.9992, acceptance, delivery, segments: 4_802 },
  series: [{ at: '2026-11-22T09:00:00.000Z', ...outcomes, retried: 41, acceptance, preferenceChanges: 12 }],
  channels: [
    {
      channel: 'email',
      provider: 'sendgrid',
      ...outcomes,
      retried: 41,
      deliveryRate: 0.9992,
      acceptance,
      delivery,
      calls: { accepted: 23_988, retryable: 37, permanent: 9, unconfirmed: 4 },
      segments: 0,
    },
  ],
  types: [{ type: 'order_shipped', ...outcomes, deliveryRate: 0.9992 }],
  languages: [{ language: 'es', ...outcomes, deliveryRate: 0.9992 }],
  reasons: [{ channel: 'sms', status: 'suppressed', reason: 'no_consent', count: 204 }],
  errors: [
    {
      channel: 'email',
      code: 'sendgrid_429',
      meaning: 'SendGrid takes no more messages for the moment.',
      count: 31,
      firstSeenAt: '2026-11-22T09:12:00.000Z',
      lastSeenAt: '2026-11-22T09:14:00.000Z',
      samples: ['019aab3c-8d10-7e51-9c0d-5f0e8f6a2b11'],
    },
  ],
  retries: [{ channel: 'email', attempt: 2, calls: { accepted: 35, retryable: 4, permanent: 0, unconfirmed: 0 } }],
  engagement: { all: { type: null, ...engaged }, types: [{ type: 'order_shipped', ...engaged }] },
  preferenceChanges: [{ choice: 'channels.sms', to: 'on', count: 7 }],
  suppressions: [{ channel: 'email', reason: 'bounced', added: 3, lifted: 0 }],
};

export const deliveryRateExample: DeliveryRate = {
  window: '1h',
  channels: [{ channel: 'email', delivered: 12_034, failed: 9, pending: 113, suppressed: 86, rate: 0.9993 }],
};

export const liveFiguresExample: LiveFigures = {
  at: '2026-11-22T10:00:03.000Z',
  verdict: {
    state: 'ok',
    summary:
      'Within every objective: in the last day, on the weakest channel, 99.41 % reached the provider within a minute and 99.93 % delivered.',
    objectives: [{ id: 'N1', channel: 'email', target: 0.95, value: 0.9941, burnRate: 0.1, budgetLeft: 0.882 }],
  },
  waiting: [
    {
      channel: 'sms',
      due: 4,
      oldestDueSeconds: 0.42,
      sending: 12,
      unconfirmed: 0,
      retrying: 3,
      quietHours: 412,
      paused: 0,
    },
  ],
  releases: [{ hour: '2026-11-22T13:00:00.000Z', channel: 'sms', count: 412 }],
  consumers: [{ group: 'dispatcher', topic: 'orders.order-events.v1', lag: 12 }],
  deadLetters: { notifications: 2, rejectedEvents: 0 },
  halts: [],
  pauses: [],
  alerts: [],
  minutes: [{ at: '2026-11-22T10:00:00.000Z', ...outcomes, retried: 0, acceptance, preferenceChanges: 0 }],
};
