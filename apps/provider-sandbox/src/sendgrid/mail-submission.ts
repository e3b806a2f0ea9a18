import { randomBytes } from 'node:crypto';
import type { NewMessage } from '../ledger/ledger-entries.js';
import type { Addressee, Submission } from '../submissions/submission.service.js';
import { type MailSend, recipientsOf } from './mail-send.schema.js';
import { acceptedAnswer } from './sendgrid-answers.js';

/** The custom argument in which the email worker puts its notification's id. */
const NOTIFICATION_ID = 'notification_id';

/** Whom a mail is for: its first recipient decides which fault is played. */
export function addresseeOf({ personalizations: [first], custom_args }: MailSend): Addressee {
  return {
    recipient: first?.to[0]?.email ?? null,
    notificationId: first?.custom_args[NOTIFICATION_ID] ?? custom_args[NOTIFICATION_ID] ?? null,
  };
}

/** @param mail one that breaks no rule */
export function toMailSubmission(mail: MailSend): Submission {
  const { recipient, notificationId } = addresseeOf(mail);
  const providerMessageId = randomBytes(16).toString('base64url');
  return {
    kind: 'submission',
    recipient: recipient ?? '',
    notificationId,
    providerMessageId,
    messages: messagesOf(mail, providerMessageId),
    answer: acceptedAnswer(providerMessageId),
  };
}

function messagesOf(mail: MailSend, providerMessageId: string): readonly NewMessage[] {
  return mail.personalizations.flatMap((personalization) => {
    const customArgs = { ...mail.custom_args, ...personalization.custom_args };
    return recipientsOf(personalization).map(({ email }) => ({
      provider: 'sendgrid' as const,
      providerMessageId,
      notificationId: customArgs[NOTIFICATION_ID] ?? null,
      to: email,
      from: mail.from.email,
      subject: personalization.subject ?? mail.subject ?? null,
      text: contentOf(mail, 'text/plain'),
      html: contentOf(mail, 'text/html'),
      categories: mail.categories,
      customArgs,
      headers: { ...mail.headers, ...personalization.headers },
      // What a request does not say is the account's setting, which is off here.
      tracking: {
        opens: mail.tracking_settings?.open_tracking?.enable ?? false,
        clicks: mail.tracking_settings?.click_tracking?.enable ?? false,
      },
      statusCallback: null,
      segments: null,
    }));
  });
}

const contentOf = (mail: MailSend, type: string) => mail.content.find((each) => each.type === type)?.value ?? null;
