import { Inject, Injectable } from '@nestjs/common';
import type { TrackedMessage } from '../ledger/ledger-entries.js';
import { Ledger } from '../ledger/ledger.service.js';
import type { WebhookFaults } from '../lives/life.schema.js';
import { PROVIDER_CREDENTIALS, type ProviderCredentials } from '../provider-sandbox.settings.js';
import { WebhookOutbox } from '../webhooks/webhook-outbox.service.js';
import { type Form, signatureHeaders } from './request-signature.js';

/** Something Twilio tells. */
export interface TwilioNews {
  /** As the ledger names it. */
  readonly event: string;
  /** null: it concerns no message of ours. */
  readonly message: TrackedMessage | null;
  /** The customer's number. */
  readonly to: string;
  readonly url: string;
  readonly form: Form;
  /** Told the TwiML that answers. */
  readonly onTaken?: (twiml: string) => void;
}

/** Posts signed forms, as Twilio does. */
@Injectable()
export class TwilioWebhooks {
  constructor(
    @Inject(PROVIDER_CREDENTIALS) private readonly credentials: ProviderCredentials,
    private readonly ledger: Ledger,
    private readonly outbox: WebhookOutbox,
  ) {}

  /** Resolves once each copy was tried. */
  async tell(news: TwilioNews, faults: WebhookFaults): Promise<void> {
    await Promise.all(Array.from({ length: faults.copies }, () => this.tellOnce(news, faults)));
  }

  private async tellOnce({ event, message, to, url, form, onTaken }: TwilioNews, { lost, signature }: WebhookFaults) {
    const body = new URLSearchParams(form).toString();
    const { id: messageId = null, notificationId = null } = message ?? {};
    const entry = { provider: 'twilio', event, messageId, notificationId, to, url, payload: body } as const;
    const post = {
      provider: 'twilio',
      url,
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        'user-agent': 'TwilioProxy/1.1',
        ...signatureHeaders(signature, this.credentials.twilioAuthToken, url, form),
      },
      body,
      webhooks: [this.ledger.recordWebhook(entry, message)],
      retried: signature === 'valid',
      ...(onTaken === undefined ? {} : { onTaken }),
    } as const;
    if (lost) this.outbox.lose(post);
    else await this.outbox.post(post);
  }
}
