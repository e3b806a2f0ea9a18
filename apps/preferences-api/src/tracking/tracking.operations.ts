import { z } from 'zod';
import type { Route } from '../access/route-access.js';
import type { OperationFacts } from '../docs/operation-facts.js';

export const TRACKING_OPERATIONS = {
  'GET /api/v2/track/email/:token': {
    id: 'showTrackingPixel',
    tag: 'Tracking',
    summary: 'A picture of one transparent point, always; with a token of ours, the email counts as opened',
    description:
      'Emails end with it where `EMAIL_OPEN_TRACKING` is `pixel`; where it is not, those from before still get it and nothing is recorded. However often it is fetched within ten seconds, it counts once; what a mail ' +
      'program fetches ahead of its reader counts apart, and `HEAD` does not count. Nothing is kept of whoever fetches it but the time and ' +
      'whether it was a person.',
    parameters: { token: { description: 'From an email. It names the message, and nobody.' } },
    answers: {
      200: {
        description: 'The picture, also for a token that is not ours.',
        content: { 'image/gif': { schema: z.unknown() } },
      },
    },
    standsAlone: true,
  },
} as const satisfies Partial<Record<Route, OperationFacts>>;
