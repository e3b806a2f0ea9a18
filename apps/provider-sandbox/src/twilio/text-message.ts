import { randomBytes } from 'node:crypto';
import type { NewMessage } from '../ledger/ledger-entries.js';
import { countSegments } from './sms-segments.js';

/** The query parameter of StatusCallback in which the SMS worker puts its notification's id. */
const NOTIFICATION_ID = 'notificationId';

type Text = Pick<NewMessage, 'to' | 'from' | 'statusCallback'> & { readonly text: string };

/** A text to a customer, with a new sid. */
export function newText({ to, from, text, statusCallback }: Text): NewMessage {
  return {
    provider: 'twilio',
    providerMessageId: `SM${randomBytes(16).toString('hex')}`,
    notificationId: notificationIdIn(statusCallback ?? ''),
    to,
    from,
    subject: null,
    text,
    html: null,
    categories: [],
    customArgs: {},
    headers: {},
    tracking: null,
    statusCallback,
    segments: countSegments(text),
  };
}

export function notificationIdIn(statusCallback: string): string | null {
  return URL.canParse(statusCallback) ? new URL(statusCallback).searchParams.get(NOTIFICATION_ID) : null;
}
