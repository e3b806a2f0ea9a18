import { createPrivateKey, randomBytes, sign } from 'node:crypto';
import twilio from 'twilio';
import { developmentSettings } from '../../../infra/development-settings.js';
import type { Answer, ApiFixture } from './api.fixture.js';

const SENDGRID = '/api/v2/webhooks/sendgrid';
const settings = developmentSettings();

const signingKey = createPrivateKey({
  key: Buffer.from(settings['SANDBOX_WEBHOOK_PRIVATE_KEY'] ?? '', 'base64'),
  format: 'der',
  type: 'pkcs8',
});

/** An attempt as evidence names it. */
export interface Attempt {
  readonly id: string;
  /** Default: the first. */
  readonly attempt?: number;
}

/** A SendGrid event about an attempt; fields win over what is made up. */
export function aSendgridEvent(event: string, { id, attempt = 1 }: Attempt, fields: Record<string, unknown> = {}) {
  return {
    event,
    email: 'ana@example.com',
    timestamp: Math.floor(Date.now() / 1_000),
    sg_event_id: randomBytes(16).toString('base64url'),
    sg_message_id: 'message-1.filter0001.16648.5515E0B88.0',
    notification_id: id,
    notification_attempt: String(attempt),
    notification_type: 'order_shipped',
    ...fields,
  };
}

export const aMessageSid = () => `SM${randomBytes(16).toString('hex')}`;

/** Calls the webhooks as the providers do: signed. */
export class WebhookSender {
  /** @param headers of each request, besides those of the providers */
  constructor(
    private readonly api: ApiFixture,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  sendgrid(...events: readonly unknown[]): Promise<Answer> {
    return this.sendgridBody(JSON.stringify(events));
  }

  /** @param signed default: what is sent */
  sendgridBody(body: string | Buffer<ArrayBuffer>, { signed = body, at = new Date() } = {}): Promise<Answer> {
    const timestamp = String(Math.floor(at.getTime() / 1_000));
    const headers = {
      ...this.headers,
      'content-type': 'application/json',
      'x-twilio-email-event-webhook-timestamp': timestamp,
      'x-twilio-email-event-webhook-signature': sign(
        'sha256',
        Buffer.concat([Buffer.from(timestamp), Buffer.from(signed)]),
        signingKey,
      ).toString('base64'),
    };
    return this.api.call('POST', SENDGRID, { headers, body });
  }

  twilioStatus({ id, attempt = 1 }: Attempt, fields: Record<string, string>): Promise<Answer> {
    const form = { MessageSid: aMessageSid(), AccountSid: 'AC1', To: '+14155550123', From: '+15005550006', ...fields };
    return this.twilio(`/api/v2/webhooks/twilio/status?notificationId=${id}&attempt=${attempt}`, form);
  }

  /** @param signedFor the address that the signature is made for; default: the public one */
  twilio(
    path: string,
    form: Record<string, string | string[]>,
    signedFor = `https://shop.test${path}`,
  ): Promise<Answer> {
    const signature = twilio.getExpectedTwilioSignature(settings['TWILIO_AUTH_TOKEN'] ?? '', signedFor, form);
    return this.api.call('POST', path, {
      headers: { ...this.headers, 'x-twilio-signature': signature },
      body: formOf(form),
    });
  }
}

/** A field with several values is named several times. */
function formOf(fields: Readonly<Record<string, string | string[]>>): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) form.append(name, value);
  return form;
}
