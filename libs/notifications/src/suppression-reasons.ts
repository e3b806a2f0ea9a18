/** Implements N8, F9. Why nothing may be sent to an address, whatever the preferences of whoever holds it say. */
import type { Channel } from '#contracts';

interface SuppressionFacts {
  readonly channel: Channel;
  /** Told to those who ask why. */
  readonly explanation: string;
}

export const SUPPRESSION_REASONS = {
  stop: { channel: 'sms', explanation: 'Whoever has the number texted STOP to us. START lifts it.' },
  provider_opt_out: {
    channel: 'sms',
    explanation: 'Twilio refuses the number: whoever has it texted STOP there. START lifts it.',
  },
  bounced: { channel: 'email', explanation: 'The mail server of the address refused an email for good.' },
  complained: { channel: 'email', explanation: 'Whoever has the address reported an email of ours as spam.' },
  unsubscribed: {
    channel: 'email',
    explanation: 'Whoever has the address unsubscribed at SendGrid, and is no customer we know.',
  },
} as const satisfies Record<string, SuppressionFacts>;

export type SuppressionReason = keyof typeof SUPPRESSION_REASONS;
