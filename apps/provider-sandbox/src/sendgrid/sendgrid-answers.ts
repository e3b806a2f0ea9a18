import type { Allowance } from '../controls/rate-limits.service.js';
import {
  type ProviderAnswer,
  type ProviderDialect,
  emptyAnswer,
  htmlAnswer,
  jsonAnswer,
  withHeaders,
} from '../submissions/provider-answer.js';

/** One entry of SendGrid's `errors`. */
export interface MailError {
  readonly message: string;
  readonly field: string | null;
  readonly help: string | null;
}

export const errorAnswer = (status: number, errors: readonly MailError[]): ProviderAnswer =>
  jsonAnswer(
    status,
    { errors },
    errors.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join(' '),
  );

const plainError = (status: number, message: string) => errorAnswer(status, [{ message, field: null, help: null }]);

/** Refusals that are not about one field. */
export const MAIL_REFUSALS = {
  noKey: plainError(401, 'Permission denied, wrong credentials'),
  wrongKey: plainError(401, 'The provided authorization grant is invalid, expired, or revoked'),
  noScope: plainError(403, 'access forbidden'),
  notJson: plainError(415, 'Content-Type should be application/json.'),
  badJson: plainError(400, 'Bad Request'),
  tooLarge: htmlAnswer(413),
} as const satisfies Record<string, ProviderAnswer>;

const REJECTIONS: Readonly<Record<number, ProviderAnswer>> = {
  401: MAIL_REFUSALS.wrongKey,
  403: MAIL_REFUSALS.noScope,
  413: MAIL_REFUSALS.tooLarge,
};

export const SENDGRID: ProviderDialect = {
  provider: 'sendgrid',
  serverError: (status) => (status === 500 ? plainError(500, 'Internal Server Error') : htmlAnswer(status)),
  rateLimited: (allowance) => withHeaders(plainError(429, 'too many requests'), limitHeaders(allowance)),
  rejected: ({ status, message }) =>
    (message === undefined ? REJECTIONS[status] : undefined) ?? plainError(status, message ?? 'Bad Request'),
  limitHeaders,
};

function limitHeaders({ limit, remaining, resetAt }: Allowance): Readonly<Record<string, string>> {
  return {
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(remaining),
    'X-RateLimit-Reset': String(resetAt),
  };
}

export const acceptedAnswer = (messageId: string) => emptyAnswer(202, { 'X-Message-Id': messageId });
export const validatedAnswer = emptyAnswer(200, {});
export const scopesAnswer = jsonAnswer(200, { scopes: ['mail.send'] });
