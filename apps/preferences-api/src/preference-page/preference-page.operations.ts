import { z } from 'zod';
import type { Route } from '../access/route-access.js';
import type { AnswerFacts, OperationFacts, ParameterFacts } from '../docs/operation-facts.js';

const page = { 'text/html': { schema: z.string() } };

const token: ParameterFacts = { description: 'From the link in an email. It does not expire.' };

const answer = (description: string): AnswerFacts => ({ description, content: page });

const badLink = answer('A link that is not ours, whatever is wrong with it.');

export const PREFERENCE_PAGE_OPERATIONS = {
  'GET /preferences/:token': {
    id: 'showPreferencePage',
    tag: 'Preferences',
    summary: 'The customer’s own page, without signing in',
    parameters: { token },
    answers: { 200: answer('In the language of the customer.'), 404: badLink },
  },
  'POST /preferences/:token': {
    id: 'savePreferencePage',
    tag: 'Preferences',
    summary: 'What the page’s form sends; answers with the page',
    parameters: { token },
    body: {
      content: {
        'application/x-www-form-urlencoded': {
          schema: z.record(z.string(), z.string()),
          examples: {
            'email only': {
              version: '3',
              globalEnabled: 'on',
              'channels.email': 'on',
              'types.delivered.email': 'on',
              'quietHours.start': '22:00',
              'quietHours.end': '08:00',
              timeZone: '',
              language: 'es',
            },
            'texts to a new number': {
              version: '4',
              'channels.sms': 'on',
              consentsTo: 'f1rBYRcX8ZsHgHc0DwKkq1TzkNfIVYkuSGXWYQ0p7hE',
              'quietHours.start': '22:00',
              'quietHours.end': '08:00',
              timeZone: '',
              language: '',
            },
          },
        },
      },
    },
    answers: {
      200: answer('Stored.'),
      404: badLink,
      409: answer('Changed elsewhere since the form was made. Nothing was stored; the page shows both.'),
      422: answer('Something entered cannot be taken. Nothing was stored; the page says what.'),
    },
    problems: ['forbidden', 'invalid_request', 'body_too_large', 'unsupported_media_type'],
  },
  'GET /preferences/assets/:asset': {
    id: 'readPageAsset',
    tag: 'Preferences',
    summary: 'The style sheet and the script of the pages',
    standsAlone: true,
    parameters: { asset: { description: '`pages.css` or `preference-page.js`.', example: 'pages.css' } },
    answers: {
      200: {
        description: 'The file.',
        content: { 'text/css': { schema: z.string() }, 'text/javascript': { schema: z.string() } },
      },
    },
    problems: ['not_found'],
  },
} as const satisfies Partial<Record<Route, OperationFacts>>;
