/**
 * Implements F4, N8. What the providers' errors mean for a message. One table for the workers, who meet them as answers, and for the
 * webhooks, which report them later. Sources: Twilio's error dictionary, SendGrid's v3 API and Event Webhook references.
 */

/**
 * `retryable`: the same message may go through later. `permanent`: never, to this recipient. `opted_out`: nor anything else to this
 * address, which is suppressed. `account`: the provider refuses us, no message is at fault: the channel pauses.
 */
export type ErrorMeaning = 'retryable' | 'permanent' | 'opted_out' | 'account';

export interface ProviderError {
  readonly meaning: ErrorMeaning;
  /** What people are told; ours, because a provider's own text may quote the address. */
  readonly reason: string;
  /** Longer than the retry delay, the provider's own wait counts. Milliseconds. */
  readonly notBeforeMs?: number;
  /** Nothing else of ours is taken either, until the limit resets. */
  readonly limited?: true;
  /** Of an account: reported of a message that was taken, it stops the channel as a refusal does. What else we send would be lost alike. */
  readonly stopsChannel?: true;
}

/** By the code under which attempts are stored. What is not listed is judged by its HTTP status. */
export const PROVIDER_ERRORS = {
  sendgrid_400: { meaning: 'permanent', reason: 'SendGrid found the request invalid.' },
  sendgrid_401: { meaning: 'account', reason: 'SendGrid does not know our key.' },
  sendgrid_403: { meaning: 'account', reason: 'SendGrid does not allow our account to send.' },
  sendgrid_413: { meaning: 'permanent', reason: 'The message is too large for SendGrid.' },
  sendgrid_429: { meaning: 'retryable', limited: true, reason: 'SendGrid takes no more messages for the moment.' },
  sendgrid_bounce: { meaning: 'permanent', reason: 'The mail server of the customer refused the message.' },
  sendgrid_blocked: { meaning: 'permanent', reason: 'The mail server of the customer did not take the message.' },
  sendgrid_dropped: {
    meaning: 'permanent',
    reason: 'SendGrid did not send the message: an earlier one to this address came back.',
  },
  twilio_20003: { meaning: 'account', reason: 'Twilio does not know our credentials.' },
  twilio_20005: { meaning: 'account', reason: 'Our account at Twilio is not active.' },
  // Never processed, so always safe to repeat.
  twilio_20429: { meaning: 'retryable', limited: true, reason: 'Twilio takes no more messages for the moment.' },
  twilio_http_429: { meaning: 'retryable', limited: true, reason: 'Twilio takes no more messages for the moment.' },
  twilio_21211: { meaning: 'permanent', reason: 'Twilio does not know the number as valid.' },
  // For us to put right and replay; no reason to stop texting other countries and numbers.
  twilio_21408: { meaning: 'permanent', reason: 'Our account may not text this country.' },
  twilio_21602: { meaning: 'permanent', reason: 'The message has no text.' },
  twilio_21604: { meaning: 'permanent', reason: 'The message has no recipient.' },
  twilio_21608: { meaning: 'permanent', reason: 'Our account may not text this number yet.' },
  twilio_21610: { meaning: 'opted_out', reason: 'The customer has stopped messages with a reply.' },
  twilio_21611: {
    meaning: 'retryable',
    reason: 'Too many messages to this number are waiting at Twilio.',
    notBeforeMs: 60_000,
  },
  twilio_21614: { meaning: 'permanent', reason: 'The number cannot receive text messages.' },
  twilio_21617: { meaning: 'permanent', reason: 'The message is too long for Twilio.' },
  twilio_21635: { meaning: 'permanent', reason: 'The number is a landline.' },
  twilio_30001: { meaning: 'retryable', reason: 'Too many messages were waiting at Twilio.' },
  twilio_30003: { meaning: 'retryable', reason: 'The phone was switched off or out of reach.' },
  twilio_30005: { meaning: 'permanent', reason: 'The number is not in use.' },
  twilio_30006: { meaning: 'permanent', reason: 'The number cannot be reached by text message.' },
  twilio_30007: { meaning: 'account', reason: 'The carrier filtered the message.' },
  twilio_30008: { meaning: 'retryable', reason: 'The carrier did not say why it did not deliver the message.' },
  // The validity that we gave it: a text must not arrive in quiet hours.
  twilio_30036: { meaning: 'retryable', reason: 'The message could not be delivered in time.' },
  twilio_30034: {
    meaning: 'account',
    stopsChannel: true,
    reason: 'The carrier takes no messages from a number that is not registered.',
  },
} as const satisfies Record<`${'sendgrid' | 'twilio'}_${string}`, ProviderError>;

/** @param code as attempts are stored: the provider, and what it said */
export function providerError(code: string): ProviderError | undefined {
  return Object.hasOwn(PROVIDER_ERRORS, code) ? PROVIDER_ERRORS[code as keyof typeof PROVIDER_ERRORS] : undefined;
}
