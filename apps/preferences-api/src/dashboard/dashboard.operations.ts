import { z } from 'zod';
import type { Route } from '../access/route-access.js';
import type { OperationFacts } from '../docs/operation-facts.js';

export const DASHBOARD_OPERATIONS = {
  'GET /dashboard': {
    id: 'showDashboard',
    tag: 'Operation',
    summary: 'The operators’ page: live figures, search, controls',
    description: 'The page holds no data. It asks for an access token and calls this API with it.',
    standsAlone: true,
    answers: {
      200: {
        description: 'A page that loads nothing from elsewhere.',
        headers: ['Content-Security-Policy'],
        content: { 'text/html': { schema: z.string() } },
      },
    },
    problems: ['temporarily_unavailable'],
  },
  'GET /dashboard/assets/:asset': {
    id: 'loadDashboardAsset',
    tag: 'Operation',
    summary: 'A part of the operators’ page',
    standsAlone: true,
    parameters: { asset: { description: 'A name that the page mentions.', example: 'index-B7cd8F2k.js' } },
    answers: {
      200: {
        description: 'The file. Its content never changes.',
        content: {
          'text/css': { schema: z.string() },
          'text/javascript': { schema: z.string() },
          'image/svg+xml': { schema: z.string() },
        },
      },
    },
    problems: ['not_found', 'temporarily_unavailable'],
  },
} as const satisfies Partial<Record<Route, OperationFacts>>;
