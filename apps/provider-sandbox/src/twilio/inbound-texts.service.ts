import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Controls } from '../controls/controls.service.js';
import type { TrackedMessage } from '../ledger/ledger-entries.js';
import { Ledger } from '../ledger/ledger.service.js';
import type { WebhookFaults } from '../lives/life.schema.js';
import { PROVIDER_CREDENTIALS, type ProviderCredentials } from '../provider-sandbox.settings.js';
import { API_VERSION } from './message-resource.js';
import { OptOuts } from './opt-outs.service.js';
import type { Form } from './request-signature.js';
import { countSegments } from './sms-segments.js';
import { newText } from './text-message.js';
import { textsIn } from './twiml.js';
import { TwilioWebhooks } from './twilio-webhooks.service.js';

const PATH = '/api/v2/webhooks/twilio/inbound';

/** A text from a customer. */
export interface InboundText {
  /** E.164. */
  readonly from: string;
  /** Our number. */
  readonly to: string;
  readonly text: string;
  readonly optOutType?: 'STOP' | 'START' | 'HELP' | undefined;
  /** The message it replies to, if any. */
  readonly message: TrackedMessage | null;
}

/** Takes texts from customers: learns who opted out, tells the service, and sends what that answers. */
@Injectable()
export class InboundTexts {
  constructor(
    @Inject(PROVIDER_CREDENTIALS) private readonly credentials: ProviderCredentials,
    private readonly ledger: Ledger,
    private readonly optOuts: OptOuts,
    private readonly webhooks: TwilioWebhooks,
    private readonly controls: Controls,
  ) {}

  /** Resolves once the service was told. */
  async receive(inbound: InboundText, faults: WebhookFaults): Promise<void> {
    this.optOuts.read(inbound.from, inbound.text);
    await this.webhooks.tell(
      {
        event: 'inbound',
        message: inbound.message,
        to: inbound.from,
        url: this.controls.state.webhooks.target + PATH,
        form: this.formOf(inbound),
        onTaken: (twiml) => this.answer(inbound, twiml),
      },
      faults,
    );
  }

  /** Twilio sends nothing to somebody who opted out, not even an answer. */
  private answer({ from, to }: InboundText, twiml: string): void {
    if (this.optOuts.has(from)) return;
    for (const text of textsIn(twiml)) this.ledger.accept(newText({ to: from, from: to, text, statusCallback: null }));
  }

  private formOf({ from, to, text, optOutType }: InboundText): Form {
    const sid = `SM${randomBytes(16).toString('hex')}`;
    return {
      AccountSid: this.credentials.twilioAccountSid,
      ApiVersion: API_VERSION,
      Body: text,
      From: from,
      MessageSid: sid,
      NumMedia: '0',
      NumSegments: String(countSegments(text)),
      SmsMessageSid: sid,
      SmsSid: sid,
      SmsStatus: 'received',
      To: to,
      ...(optOutType === undefined ? {} : { OptOutType: optOutType }),
    };
  }
}
