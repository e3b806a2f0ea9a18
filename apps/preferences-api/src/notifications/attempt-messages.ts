/** Implements F7, N6. What an attempt's code means, in our words: a provider's own text may quote the address. */
import type { AttemptOutcome } from '#contracts';

const BY_CODE: Readonly<Record<string, string>> = {
  connection_failed: 'The provider could not be reached.',
  connection_lost: 'The connection to the provider broke before its answer came.',
  answer_timeout: 'The provider did not answer in time.',
  lease_expired: 'The process that was sending stopped before it knew the outcome.',
  template_error: 'The message could not be written from the data of the event.',
  sendgrid_400: 'SendGrid found the request invalid.',
  sendgrid_413: 'The message is too large for SendGrid.',
  sendgrid_429: 'SendGrid takes no more messages for the moment.',
  twilio_20429: 'Twilio takes no more messages for the moment.',
  twilio_21211: 'Twilio does not know the number as valid.',
  twilio_21610: 'The customer has stopped messages with a reply.',
  twilio_21611: 'Too many messages to this number are waiting at Twilio.',
  twilio_21614: 'The number cannot receive text messages.',
  twilio_21635: 'The number is a landline.',
  twilio_30005: 'The number is not in use.',
  twilio_30006: 'The number cannot be reached by text message.',
};

const BY_OUTCOME = {
  accepted: 'Accepted.',
  retryable: 'The provider could not take the message for the moment.',
  permanent: 'The provider refused the message.',
  unconfirmed: 'Whether the provider took the message is not known.',
} as const satisfies Record<AttemptOutcome, string>;

export function attemptMessage(outcome: AttemptOutcome, code: string | null): string {
  return (code === null ? undefined : BY_CODE[code]) ?? BY_OUTCOME[outcome];
}
