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
  sendgrid_bounce: 'The mail server of the customer refused the message.',
  sendgrid_blocked: 'The mail server of the customer did not take the message.',
  sendgrid_dropped: 'SendGrid did not send the message: an earlier one to this address came back.',
  twilio_20429: 'Twilio takes no more messages for the moment.',
  twilio_21211: 'Twilio does not know the number as valid.',
  twilio_21610: 'The customer has stopped messages with a reply.',
  twilio_21611: 'Too many messages to this number are waiting at Twilio.',
  twilio_21614: 'The number cannot receive text messages.',
  twilio_21635: 'The number is a landline.',
  twilio_30001: 'Too many messages were waiting at Twilio.',
  twilio_30003: 'The phone was switched off or out of reach.',
  twilio_30005: 'The number is not in use.',
  twilio_30006: 'The number cannot be reached by text message.',
  twilio_30007: 'The carrier filtered the message.',
  twilio_30008: 'The carrier did not say why it did not deliver the message.',
  twilio_30034: 'The carrier takes no messages from a number that is not registered.',
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
