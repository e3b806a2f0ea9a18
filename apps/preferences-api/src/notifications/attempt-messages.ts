/** Implements F7, N6. What an attempt's code means, in our words: a provider's own text may quote the address. */
import type { AttemptOutcome } from '#contracts';
import { providerError } from '#notifications';

/** Codes of our own; the providers' have theirs in provider-errors.ts. */
const BY_CODE: Readonly<Record<string, string>> = {
  connection_failed: 'The provider could not be reached.',
  connection_lost: 'The connection to the provider broke before its answer came.',
  answer_timeout: 'The provider did not answer in time.',
  lease_expired: 'The process that was sending stopped before it knew the outcome.',
  template_error: 'The message could not be written from the data of the event.',
};

const BY_OUTCOME = {
  accepted: 'Accepted.',
  retryable: 'The provider could not take the message for the moment.',
  permanent: 'The provider refused the message.',
  unconfirmed: 'Whether the provider took the message is not known.',
} as const satisfies Record<AttemptOutcome, string>;

export function attemptMessage(outcome: AttemptOutcome, code: string | null): string {
  return (code === null ? undefined : reasonOf(code)) ?? BY_OUTCOME[outcome];
}

/** As `attemptMessage`, for those who work with providers: an answer that has no words of its own is told as it was. */
export function attemptWords(outcome: AttemptOutcome, code: string | null): string {
  return (code === null ? undefined : (reasonOf(code) ?? answerOf(code))) ?? BY_OUTCOME[outcome];
}

/** Codes are the provider, and what it said: a status of HTTP, or an error of its own. */
function answerOf(code: string): string | undefined {
  const [, provider = '', http, said = ''] = /^(sendgrid|twilio)_(http_)?(\d+)$/.exec(code) ?? [];
  if (said === '') return undefined;
  const name = provider === 'twilio' ? 'Twilio' : 'SendGrid';
  return http !== undefined || provider === 'sendgrid'
    ? `${name} answered ${said}.`
    : `${name} reported error ${said}.`;
}

function reasonOf(code: string): string | undefined {
  return providerError(code)?.reason ?? BY_CODE[code];
}
