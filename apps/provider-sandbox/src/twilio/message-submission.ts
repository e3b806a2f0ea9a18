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
export function toMessageSubmission(accountSid: string, parameters: MessageParameters): Submission {
  const providerMessageId = `SM${randomBytes(16).toString('hex')}`;
  const { notificationId } = addresseeOf(parameters);
  const message: NewMessage = {
    provider: 'twilio',
    providerMessageId,
    notificationId,
    to: parameters.To,
    from: parameters.MessagingServiceSid || parameters.From,
    subject: null,
    text: parameters.Body,
    html: null,
    categories: [],
    customArgs: {},
    headers: {},
    statusCallback: parameters.StatusCallback || null,
    segments: countSegments(parameters.Body),
  };
  return {
    kind: 'submission',
    recipient: parameters.To,
    notificationId,
    providerMessageId,
    messages: [message],
    answer: jsonAnswer(201, queuedResource(accountSid, message)),
  };
}

function queryParameter(url: string, name: string): string | null {
  return URL.canParse(url) ? new URL(url).searchParams.get(name) : null;
}
