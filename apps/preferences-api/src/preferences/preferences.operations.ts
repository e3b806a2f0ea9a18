import { DEFAULT_PREFERENCES, preferencesDocumentSchema } from '#contracts';
import type { Route } from '../access/route-access.js';
import { mergePatchSchema } from '../docs/merge-patch-schema.js';
import type { AnswerFacts, OperationFacts, ParameterFacts } from '../docs/operation-facts.js';
import { storablePreferencesSchema } from './preferences.schema.js';

const patch = { schema: mergePatchSchema('PreferencesPatch', storablePreferencesSchema) };

const chosen = {
  ...DEFAULT_PREFERENCES,
  channels: { email: true, sms: true, in_app: true },
  types: { order_shipped: { enabled: true, channels: ['email', 'sms'] } },
  language: 'es',
};

const document = (description: string): AnswerFacts => ({
  description,
  headers: ['ETag'],
  content: {
    'application/json': {
      schema: preferencesDocumentSchema,
      examples: {
        untouched: { ...DEFAULT_PREFERENCES, updatedAt: null },
        chosen: { ...chosen, updatedAt: '2026-11-25T14:05:00.000Z' },
      },
    },
  },
});

const ifMatch: ParameterFacts = {
  description: 'The `ETag` of the version that the change is made to; without it, the change is made to any.',
  example: '"3"',
};

const WAITS = 'Answers once no request to a provider that the change forbids can start any more: up to a second.';

const CONSENTS =
  'SMS on is consent for the number known now; said again, for a number that has changed since. Nothing is sent to a number without it.';

export const PREFERENCE_OPERATIONS = {
  'GET /api/v2/notifications/preferences': {
    id: 'readPreferences',
    tag: 'Preferences',
    summary: 'What the customer allows',
    answers: { 200: document('The preferences; the defaults where the customer never chose.') },
    problems: ['not_found'],
  },
  'PUT /api/v2/notifications/preferences': {
    id: 'replacePreferences',
    tag: 'Preferences',
    summary: 'Replaces the preferences; what is left out goes back to its default',
    description: `${WAITS} ${CONSENTS} \`updatedAt\` may be sent back as it was read; it is ignored.`,
    parameters: { 'If-Match': ifMatch },
    body: { content: { 'application/json': { examples: { chosen, 'all defaults': {} } } } },
    answers: { 200: document('As stored.') },
    problems: ['malformed_if_match', 'version_mismatch', 'not_found'],
  },
  'PATCH /api/v2/notifications/preferences': {
    id: 'mergePreferences',
    tag: 'Preferences',
    summary: 'Changes some of the preferences',
    description: `A JSON merge patch (RFC 7396): null takes a field back to its default. ${WAITS} ${CONSENTS}`,
    parameters: { 'If-Match': ifMatch },
    body: {
      content: {
        'application/merge-patch+json': {
          ...patch,
          examples: { 'SMS on': { channels: { sms: true } }, 'default language': { language: null } },
        },
        'application/json': { ...patch, examples: { 'SMS on': { channels: { sms: true } } } },
      },
    },
    answers: { 200: document('As stored.') },
    problems: ['malformed_if_match', 'version_mismatch', 'invalid_request', 'not_found'],
  },
} as const satisfies Partial<Record<Route, OperationFacts>>;
