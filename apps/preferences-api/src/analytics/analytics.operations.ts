import { analyticsSchema, deliveryRateSchema, liveFiguresSchema } from '#contracts';
import { z } from 'zod';
import type { Route } from '../access/route-access.js';
import type { OperationFacts } from '../docs/operation-facts.js';
import { analyticsExample, deliveryRateExample, liveFiguresExample } from './analytics.examples.js';
import { eventText } from './event-stream.js';

export const ANALYTICS_OPERATIONS = {
  'GET /api/v2/notifications/analytics': {
    id: 'readAnalytics',
    tag: 'Analytics',
    summary: 'Figures of a span of time: outcomes, latencies, reasons, errors, retries, opens, preferences',
    description: [
      'The span is widened to whole steps of `interval` in UTC; the last one may be under way. What was committed before the request is counted.',
      'Delivery rate is delivered ÷ (delivered + failed), null below 20 of them; what is suppressed, superseded or expired is no failure.',
      'Figures by the minute are kept for 2 days, by the quarter of an hour for 14, by the hour for 100, by the day for 800.',
      'What each figure means: docs/figures.md.',
    ].join(' '),
    parameters: {
      from: { description: 'Default: an hour before `to`.', example: '2026-11-22T09:00:00Z' },
      to: { description: 'Default: now.', example: '2026-11-22T10:00:00Z' },
      interval: {
        description:
          'Length of a step. Default: 1m for spans up to 6 hours, 15m up to 2 days, 1h up to 31 days, else 1d. At most 800 steps.',
        example: '1h',
      },
    },
    answers: {
      200: {
        description: 'The figures. Steps are without a gap, oldest first.',
        content: { 'application/json': { schema: analyticsSchema, examples: { 'an hour': analyticsExample } } },
      },
    },
  },
  'GET /api/v2/notifications/analytics/delivery-rate': {
    id: 'readDeliveryRate',
    tag: 'Analytics',
    summary: 'What share of each channel was delivered',
    description:
      'delivered ÷ (delivered + failed) of the window that ends now, null below 20 of them. The window is aligned to the steps its figures are kept in and begins with the one that holds its beginning. `pending` is what waits or is under way now, whatever the window.',
    parameters: {
      channel: { description: 'Default: all of them.', example: 'email' },
      window: { description: 'Default: 1h.', example: '24h' },
    },
    answers: {
      200: {
        description: 'Each channel.',
        content: {
          'application/json': { schema: deliveryRateSchema, examples: { 'the last hour': deliveryRateExample } },
        },
      },
    },
  },
  'GET /api/v2/notifications/analytics/stream': {
    id: 'streamFigures',
    tag: 'Analytics',
    summary: 'How the service stands, every second',
    description: [
      'Server-sent events. `figures`: the whole state, as in the example; a reader that is slow gets the newest and misses what lies between.',
      '`trouble`: there are no figures for the moment, and since when; they follow by themselves. `expired`: the access token has, and the stream ends.',
      '`closing`: this process stops; a new connection reaches another. Comments keep the connection awake.',
    ].join(' '),
    answers: {
      200: {
        description: 'A stream without end.',
        content: {
          'text/event-stream': {
            schema: z.string(),
            examples: {
              figures: eventText({
                name: 'figures',
                id: '1795341603000',
                data: liveFiguresSchema.parse(liveFiguresExample),
              }),
              trouble: eventText({
                name: 'trouble',
                data: {
                  code: 'temporarily_unavailable',
                  detail: 'The service cannot answer for the moment',
                  since: '2026-11-22T10:00:03.000Z',
                },
              }),
            },
          },
        },
      },
    },
  },
} as const satisfies Partial<Record<Route, OperationFacts>>;
