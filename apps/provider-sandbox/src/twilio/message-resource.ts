import type { AcceptedMessage, NewMessage } from '../ledger/ledger-entries.js';

export const API_VERSION = '2010-04-01';

/** Path of an account's messages, without `.json`. */
export const messagesPath = (accountSid: string) => `/${API_VERSION}/Accounts/${accountSid}/Messages`;

/** The resource a 201 carries: not handed to a carrier yet. */
export function queuedResource(accountSid: string, message: NewMessage) {
  const viaService = message.from.startsWith('MG');
  return resource(accountSid, message, viaService ? 'accepted' : 'queued', new Date().toUTCString(), null);
}

/** The resource as it is read later. Delivery reports will move it on. */
export function sentResource(accountSid: string, message: AcceptedMessage) {
  const at = new Date(message.at).toUTCString();
  return resource(accountSid, message, 'sent', at, rfc2822(at));
}

export type MessageResource = ReturnType<typeof sentResource>;

function resource(accountSid: string, message: NewMessage, status: string, at: string, dateSent: string | null) {
  const path = `${messagesPath(accountSid)}/${message.providerMessageId}`;
  const viaService = message.from.startsWith('MG');
  return {
    account_sid: accountSid,
    api_version: API_VERSION,
    body: message.text,
    date_created: rfc2822(at),
    date_sent: dateSent,
    date_updated: rfc2822(at),
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: viaService ? null : message.from,
    messaging_service_sid: viaService ? message.from : null,
    num_media: '0',
    num_segments: String(message.segments),
    price: null,
    price_unit: 'USD',
    sid: message.providerMessageId,
    status,
    subresource_uris: { media: `${path}/Media.json` },
    to: message.to,
    uri: `${path}.json`,
  };
}

const rfc2822 = (httpDate: string) => httpDate.replace('GMT', '+0000');
