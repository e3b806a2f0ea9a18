import type { Channel, Language } from '#contracts';
import type { Claim, OpenAttempts, Work } from '#database';
import type { Situation } from '#notifications';
import type { TraceSpan } from '#runtime';
import type { OutgoingMessage } from './channel-sender.js';

/** A claim with everything that was read for it after the claim committed. */
export interface Assignment {
  readonly claim: Claim;
  readonly channel: Channel;
  readonly work: Work;
  readonly situation: Situation;
  /** The key of the customer is there and does not unwrap: what the situation says of contents and addresses is not to be relied on. */
  readonly isLocked: boolean;
  /** null: nothing can be opened. */
  readonly message: OutgoingMessage | null;
  /** Keyed hash of the address this message goes to, under the active key; null where there is none. */
  readonly addressHash: Buffer | null;
  readonly language: Language;
  /** Attempts of unknown outcome; null: there are none, or it is not the time to ask about them. */
  readonly openAttempts: OpenAttempts | null;
  /** Of the claim, until it is settled. Absent: it is not traced. */
  readonly span?: TraceSpan | undefined;
}

/** The number of the provider call that this claim would make. */
export function attemptNumber(claim: Claim): number {
  return claim.earlierAttempts + claim.attempts + 1;
}
