import { jsonAnswer } from '../submissions/provider-answer.js';
import type { Addressee, Submission } from '../submissions/submission.service.js';
import { queuedResource } from './message-resource.js';
import type { MessageParameters } from './message.rules.js';
import { newText, notificationIdIn } from './text-message.js';

export function addresseeOf({ To, StatusCallback }: MessageParameters): Addressee {
  return { recipient: To === '' ? null : To, notificationId: notificationIdIn(StatusCallback) };
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
