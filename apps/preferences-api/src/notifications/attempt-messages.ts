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

function reasonOf(code: string): string | undefined {
  return providerError(code)?.reason ?? BY_CODE[code];
}
