/** Implements N6. SendGrid's Signed Event Webhook. Source: "Getting Started with the Event Webhook Security Features". */
import { type KeyObject, createPublicKey, verify } from 'node:crypto';

export const SIGNATURE_HEADER = 'x-twilio-email-event-webhook-signature';
export const TIMESTAMP_HEADER = 'x-twilio-email-event-webhook-timestamp';

/**
 * SendGrid repeats for 24 hours what was not taken; a report that is older is none of its. Within that time a repeat does no harm:
 * events are known by their ids.
 */
const OLDEST_MS = 25 * 3_600_000;
const CLOCK_SKEW_MS = 5 * 60_000;

export interface SignedBody {
  /** The very bytes: JSON that was parsed and written again has another signature. */
  readonly body: Buffer;
  /** Base64 of DER. */
  readonly signature: string | undefined;
  /** Unix seconds. */
  readonly timestamp: string | undefined;
}

export class SendgridSignature {
  private readonly key: KeyObject;

  /** @param publicKey base64 of SPKI DER, P-256 */
  constructor(publicKey: string) {
    this.key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  }

  isValid({ body, signature = '', timestamp = '' }: SignedBody, now: Date): boolean {
    if (!/^\d{1,12}$/.test(timestamp)) return false;
    const age = now.getTime() - Number(timestamp) * 1_000;
    if (age > OLDEST_MS || age < -CLOCK_SKEW_MS) return false;
    return verify('sha256', Buffer.concat([Buffer.from(timestamp), body]), this.key, Buffer.from(signature, 'base64'));
  }
}
