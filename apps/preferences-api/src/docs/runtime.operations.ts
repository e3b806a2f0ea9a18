/** What every app of the system answers. */
import { z } from 'zod';
import type { Route } from '../access/route-access.js';
import type { AnswerFacts, OperationFacts } from './operation-facts.js';

const dependencies = z.record(z.string(), z.object({ status: z.enum(['up', 'down']), message: z.string().optional() }));

const healthSchema = z
  .object({
    status: z.enum(['ok', 'error', 'shutting_down']),
    info: dependencies,
    error: dependencies,
    details: dependencies,
  })
  .meta({ id: 'Health' });

const up = { database: { status: 'up' } };
const down = { database: { status: 'down', message: 'no answer within 3 s' } };

const healthy: AnswerFacts = {
  description: 'All is well.',
  content: {
    'application/json': {
      schema: healthSchema,
      examples: { healthy: { status: 'ok', info: up, error: {}, details: up } },
    },
  },
};

const unhealthy: AnswerFacts = {
  description: 'Something is not well; `error` says what.',
  content: {
    'application/json': {
      schema: healthSchema,
      examples: { unhealthy: { status: 'error', info: {}, error: down, details: down } },
    },
  },
};

export const RUNTIME_OPERATIONS = {
  'GET /health/live': {
    id: 'checkLiveness',
    tag: 'Operation',
    summary: 'Whether the process is alive; if not, only a restart helps',
    standsAlone: true,
    answers: { 200: healthy, 503: unhealthy },
  },
  'GET /health/ready': {
    id: 'checkReadiness',
    tag: 'Operation',
    summary: 'Whether the app can do its work: its dependencies answer, the schema fits',
    standsAlone: true,
    answers: { 200: healthy, 503: unhealthy },
  },
  'GET /metrics': {
    id: 'readMetrics',
    tag: 'Operation',
    summary: 'Figures of this process, for Prometheus',
    standsAlone: true,
    answers: {
      200: {
        description: 'Prometheus text format 0.0.4.',
        content: {
          'text/plain': {
            schema: z.string(),
            examples: { excerpt: '# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total 1.25\n' },
          },
        },
      },
    },
  },
} as const satisfies Partial<Record<Route, OperationFacts>>;
