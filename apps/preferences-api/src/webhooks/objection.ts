/** Implements N8. What providers report against an address, beside what they report of a message. */
import type { SuppressionReason } from '#notifications';

export type ObjectionReason = Exclude<SuppressionReason, 'stop'>;

export interface Objection {
  readonly reason: ObjectionReason;
  /** Of the address, one for each key in use, the active one first. */
  readonly addressHashes: readonly Buffer[];
}

interface Consequences {
  /** Whether nothing more is sent to the address, whoever holds it. */
  readonly suppresses: 'always' | 'without_customer';
  /** Whether the customer's emails are switched off. */
  readonly endsEmails: boolean;
  /** Whether a person withdrew permission: then nothing may start any more once we have answered. */
  readonly isRevocation: boolean;
}

export const CONSEQUENCES = {
  bounced: { suppresses: 'always', endsEmails: false, isRevocation: false },
  complained: { suppresses: 'always', endsEmails: true, isRevocation: true },
  // The customer may want emails again later, and switches them on; an address that is nobody's has no switch.
  unsubscribed: { suppresses: 'without_customer', endsEmails: true, isRevocation: true },
  provider_opt_out: { suppresses: 'always', endsEmails: false, isRevocation: true },
} as const satisfies Record<ObjectionReason, Consequences>;
