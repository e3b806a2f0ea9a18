import { type KeyObject, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { Clock } from '#runtime';
import { Inject, Injectable } from '@nestjs/common';
import type { SignatureKind } from '../lives/life.schema.js';
import { WEBHOOK_SETTINGS, type WebhookSettings } from '../provider-sandbox.settings.js';

const SIGNATURE = 'X-Twilio-Email-Event-Webhook-Signature';
const TIMESTAMP = 'X-Twilio-Email-Event-Webhook-Timestamp';

/** SendGrid's Signed Event Webhook: ECDSA with P-256 and SHA-256 over the timestamp and the very bytes of the body. */
@Injectable()
export class EventWebhookSigner {
  /** Base64 of SPKI DER. */
  readonly publicKey: string;
  private readonly key: KeyObject;
  private readonly anotherKey = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;

  constructor(
    @Inject(WEBHOOK_SETTINGS) { signingKey }: WebhookSettings,
    private readonly clock: Clock,
  ) {
    this.key = signingKey;
    this.publicKey = createPublicKey(signingKey).export({ type: 'spki', format: 'der' }).toString('base64');
  }

  headersFor(body: string, kind: SignatureKind): Record<string, string> {
    const timestamp = String(Math.floor(this.clock.now().getTime() / 1_000));
    const signed = Buffer.from(timestamp + body);
    switch (kind) {
      case 'valid':
        return { [TIMESTAMP]: timestamp, [SIGNATURE]: signatureOf(signed, this.key) };
      case 'forged':
        return { [TIMESTAMP]: timestamp, [SIGNATURE]: signatureOf(signed, this.anotherKey) };
      case 'garbage':
        return { [TIMESTAMP]: timestamp, [SIGNATURE]: 'not a signature' };
      case 'missing':
        return {};
    }
  }
}

/** Node's default encoding is DER, as SendGrid's. */
const signatureOf = (bytes: Buffer, key: KeyObject) => sign('sha256', bytes, key).toString('base64');
