import { randomBytes } from 'node:crypto';
import type { NewMessage } from '../ledger/ledger-entries.js';
import { jsonAnswer } from '../submissions/provider-answer.js';
import type { Addressee, Submission } from '../submissions/submission.service.js';
import { queuedResource } from './message-resource.js';
import type { MessageParameters } from './message.rules.js';
import { countSegments } from './sms-segments.js';

/** The query parameter of StatusCallback in which the SMS worker puts its notification's id. */
const NOTIFICATION_ID = 'notificationId';

export function addresseeOf({ To, StatusCallback }: MessageParameters): Addressee {
  return {
    recipient: To === '' ? null : To,
    notificationId: queryParameter(StatusCallback, NOTIFICATION_ID),
  };
}

/** @param parameters such as break no rule */
export function toMessageSubmission(accountSid: string, parameters: MessageParameters, at: Date): Submission {
  const message = newText({
    to: parameters.To,
    from: parameters.MessagingServiceSid || parameters.From,
    text: parameters.Body,
    statusCallback: parameters.StatusCallback || null,
  });
  return {
    kind: 'submission',
    recipient: message.to,
    notificationId: message.notificationId,
    providerMessageId: message.providerMessageId,
    messages: [message],
    answer: jsonAnswer(201, queuedResource(accountSid, message, at)),
  };
}

type Text = Pick<NewMessage, 'to' | 'from' | 'statusCallback'> & { readonly text: string };

export function newText({ to, from, text, statusCallback }: Text): NewMessage {
  return {
    provider: 'twilio',
    providerMessageId: `SM${randomBytes(16).toString('hex')}`,
    notificationId: queryParameter(statusCallback ?? '', NOTIFICATION_ID),
    to,
    from,
    subject: null,
    text,
    html: null,
    categories: [],
    customArgs: {},
    headers: {},
    statusCallback,
    segments: countSegments(text),
  };
}

function queryParameter(url: string, name: string): string | null {
  return URL.canParse(url) ? new URL(url).searchParams.get(name) : null;
}
