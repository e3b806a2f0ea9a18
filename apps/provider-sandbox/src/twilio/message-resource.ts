import type { NewMessage, TrackedMessage } from '../ledger/ledger-entries.js';
import { deliveryErrorMessage } from './delivery-errors.js';

export const API_VERSION = '2010-04-01';
/** The number that a messaging service picks. */
export const POOL_NUMBER = '+15005550006';

/** Path of an account's messages, without `.json`. */
export const messagesPath = (accountSid: string) => `/${API_VERSION}/Accounts/${accountSid}/Messages`;

/** The number a message is sent from, and the messaging service that chose it. */
export function senderOf({ from }: Pick<NewMessage, 'from'>) {
  return isService(from) ? { from: POOL_NUMBER, messagingServiceSid: from } : { from, messagingServiceSid: null };
}

/** A message's status before anything happens to it. */
export const firstStatus = ({ from }: Pick<NewMessage, 'from'>) => (isService(from) ? 'accepted' : 'queued');

/** The resource a 201 carries: not handed to a carrier yet, and by a service without a number yet. */
export function queuedResource(accountSid: string, message: NewMessage, at: Date) {
  const state = { status: firstStatus(message), sentAt: null, errorCode: null, at: at.toISOString() };
  const created = resource(accountSid, { ...message, ...state });
  return isService(message.from) ? { ...created, from: null } : created;
}

/** The resource as it is read later. */
export const currentResource = (accountSid: string, message: TrackedMessage) => resource(accountSid, message);

export type MessageResource = ReturnType<typeof currentResource>;

type State = Pick<TrackedMessage, 'at' | 'status' | 'sentAt' | 'errorCode'>;

function resource(accountSid: string, message: NewMessage & State) {
  const path = `${messagesPath(accountSid)}/${message.providerMessageId}`;
  const { from, messagingServiceSid } = senderOf(message);
  return {
    account_sid: accountSid,
    api_version: API_VERSION,
    body: message.text,
    date_created: rfc2822(message.at),
    date_sent: message.sentAt === null ? null : rfc2822(message.sentAt),
    date_updated: rfc2822(message.sentAt ?? message.at),
    direction: 'outbound-api',
    error_code: message.errorCode,
    error_message: message.errorCode === null ? null : deliveryErrorMessage(message.errorCode),
    from,
    messaging_service_sid: messagingServiceSid,
    num_media: '0',
    num_segments: String(message.segments),
    price: null,
    price_unit: 'USD',
    sid: message.providerMessageId,
    status: message.status,
    subresource_uris: { media: `${path}/Media.json` },
    to: message.to,
    uri: `${path}.json`,
  };
}

const isService = (sender: string) => sender.startsWith('MG');
const rfc2822 = (instant: string) => new Date(instant).toUTCString().replace('GMT', '+0000');
