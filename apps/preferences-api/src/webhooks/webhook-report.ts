import type { Engagement, Said } from '#notifications';
import type { Objection } from './objection.js';

/** Who reports, and of which channel: providers, and our own picture in emails. */
export const CHANNEL_OF = { sendgrid: 'email', twilio: 'sms', pixel: 'email' } as const;

export type Provider = keyof typeof CHANNEL_OF;

/** One thing that a provider reports. Nothing personal is left in it. */
export interface WebhookReport {
  /** The same in every repeat. */
  readonly dedupeKey: string;
  /** The provider's name for it. */
  readonly event: string;
  readonly at: Date;
  /** null: nothing that bears on delivery. */
  readonly said: Said | null;
  /** What somebody, or some program, did with an email that arrived. */
  readonly engagement?: Engagement;
  /** null: nothing of ours. */
  readonly about:
    | { readonly notificationId: string; readonly attempt: number }
    /** One keyed hash for each key in use. */
    | { readonly addressHashes: readonly Buffer[] }
    | null;
  /** null: the address may be written to as before. */
  readonly objection: Objection | null;
  readonly providerMessageId: string | null;
}
