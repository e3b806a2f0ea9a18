/** SendGrid's and Twilio's requests, made by hand: a short message, and no library that would check it. */
import type { Channel } from '#contracts';
import { Pool } from 'undici';
import type { Place } from './place.js';

/** As ours: calls in flight at once. */
const CALLS = { email: 200, sms: 100 } as const;

export interface Provider {
  readonly channel: Channel;
  /** @param payload of the event. @throws Error when it was not accepted */
  readonly send: (payload: string) => Promise<void>;
}

interface Order {
  readonly orderNumber: string;
  readonly recipient: { readonly email: string; readonly phone: string; readonly name: string };
  readonly shipment: { readonly carrier: string; readonly trackingNumber: string };
}

export function sendgrid({ setting }: Place): Provider {
  const pool = new Pool(setting('SENDGRID_BASE_URL'), { connections: CALLS.email });
  const headers = { authorization: `Bearer ${setting('SENDGRID_API_KEY')}`, 'content-type': 'application/json' };
  const from = { email: setting('SENDGRID_FROM_EMAIL'), name: setting('SENDGRID_FROM_NAME') };
  return {
    channel: 'email',
    send: async (payload) => {
      const order = JSON.parse(payload) as Order;
      const { email, name } = order.recipient;
      const text = textOf(order);
      const mail = {
        personalizations: [{ to: [{ email, name }] }],
        from,
        subject: `Order ${order.orderNumber} is on its way`,
        content: [
          { type: 'text/plain', value: text },
          { type: 'text/html', value: `<p>Hello ${name},</p><p>${text}</p>` },
        ],
      };
      await post(pool, { path: '/v3/mail/send', headers, body: JSON.stringify(mail) });
    },
  };
}

export function twilio({ setting }: Place): Provider {
  const pool = new Pool(setting('TWILIO_BASE_URL'), { connections: CALLS.sms });
  const account = setting('TWILIO_ACCOUNT_SID');
  const credentials = Buffer.from(`${account}:${setting('TWILIO_AUTH_TOKEN')}`).toString('base64');
  const headers = { authorization: `Basic ${credentials}`, 'content-type': 'application/x-www-form-urlencoded' };
  const path = `/2010-04-01/Accounts/${account}/Messages.json`;
  const from = setting('TWILIO_FROM_NUMBER');
  return {
    channel: 'sms',
    send: async (payload) => {
      const order = JSON.parse(payload) as Order;
      const form = new URLSearchParams({ To: order.recipient.phone, From: from, Body: textOf(order) });
      await post(pool, { path, headers, body: form.toString() });
    },
  };
}

const textOf = ({ orderNumber, shipment: { carrier, trackingNumber } }: Order): string =>
  `Your order ${orderNumber} is on its way with ${carrier}. Tracking number: ${trackingNumber}`;

async function post(
  pool: Pool,
  request: { readonly path: string; readonly headers: Record<string, string>; readonly body: string },
): Promise<void> {
  const { statusCode, body } = await pool.request({ method: 'POST', ...request });
  await body.dump();
  if (statusCode >= 300) throw new Error(`The provider answers ${statusCode}.`);
}
