import { z } from 'zod';
import { type MailSend, type Personalization, recipientsOf } from './mail-send.schema.js';

/** A rule of SendGrid's about a message whose shape is right. */
export interface MailRule {
  readonly rule: string;
  /** Anchor in SendGrid's list of errors. */
  readonly anchor: string;
  /** SendGrid's words. */
  readonly message: string;
  /** Fields that break the rule. */
  readonly brokenBy: (mail: MailSend) => readonly string[];
}

const MAX_PERSONALIZATIONS = 1_000;
const MAX_RECIPIENTS = 1_000;
const MAX_CATEGORIES = 10;
const MAX_CATEGORY_LENGTH = 255;
const MAX_CUSTOM_ARGS_BYTES = 10_000;
const RESERVED_HEADERS: ReadonlySet<string> = new Set([
  'x-sg-id',
  'x-sg-eid',
  'received',
  'dkim-signature',
  'content-type',
  'content-transfer-encoding',
  'to',
  'from',
  'subject',
  'reply-to',
  'cc',
  'bcc',
]);

/** https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors */
export const MAIL_RULES = [
  {
    rule: 'from is required',
    anchor: 'message.from',
    message:
      'The from object must be provided for every email send. It is an object that requires the email parameter, but may also contain a name parameter.',
    brokenBy: ({ from }) => when(from.email === '', 'from.email'),
  },
  {
    rule: 'from is a valid address',
    anchor: 'message.from',
    message: 'The from email does not contain a valid address.',
    brokenBy: ({ from }) => when(from.email !== '' && !isAddress(from.email), 'from.email'),
  },
  {
    rule: 'reply_to is a valid address',
    anchor: 'message.reply_to',
    message: 'The reply_to email does not contain a valid address.',
    brokenBy: (mail) => when(mail.reply_to !== undefined && !isAddress(mail.reply_to.email), 'reply_to.email'),
  },
  {
    rule: 'there is a personalization',
    anchor: 'message.personalizations',
    message: 'The personalizations field is required and must have at least one personalization.',
    brokenBy: ({ personalizations }) => when(personalizations.length === 0, 'personalizations'),
  },
  {
    rule: 'at most 1,000 personalizations',
    anchor: 'message.personalizations',
    message: 'The personalization block is limited to 1000 personalizations per API request.',
    brokenBy: ({ personalizations }) => when(personalizations.length > MAX_PERSONALIZATIONS, 'personalizations'),
  },
  {
    rule: 'at most 1,000 recipients',
    anchor: 'message.recipient-errors',
    message: 'There is a limit of 1000 total recipients (to + cc + bcc) per request.',
    brokenBy: ({ personalizations }) =>
      when(personalizations.flatMap(recipientsOf).length > MAX_RECIPIENTS, 'personalizations'),
  },
  {
    rule: 'every personalization has a recipient',
    anchor: 'message.personalizations.to',
    message:
      'The to array is required for all personalization objects, and must have at least one email object with a valid email address.',
    brokenBy: (mail) => inPersonalizations(mail, ({ to }) => when(to.length === 0, 'to')),
  },
  {
    rule: 'recipients are valid addresses',
    anchor: 'message.personalizations.to',
    message: 'Does not contain a valid address.',
    brokenBy: (mail) => inPersonalizations(mail, invalidAddresses),
  },
  {
    rule: 'recipients of a personalization are unique',
    anchor: 'message.recipient-errors',
    message: 'Each email address in the personalization block should be unique between to, cc, and bcc.',
    brokenBy: ({ personalizations }) =>
      personalizations.flatMap((personalization, index) =>
        when(
          hasRepeats(recipientsOf(personalization).map(({ email }) => email.toLowerCase())),
          `personalizations.${index}`,
        ),
      ),
  },
  {
    rule: 'there is a subject',
    anchor: 'message.subject',
    message:
      'The subject is required. You can get around this requirement if you use a template with a subject defined or if every personalization has a subject defined.',
    brokenBy: ({ subject, personalizations }) =>
      when(!subject && !(personalizations.length > 0 && personalizations.every((each) => each.subject)), 'subject'),
  },
  {
    rule: 'there is content',
    anchor: 'message.content',
    message:
      'Unless a valid template_id is provided, the content parameter is required. There must be at least one defined content block.',
    brokenBy: ({ content }) => when(content.length === 0, 'content'),
  },
  {
    rule: 'content has a type',
    anchor: 'message.content.type',
    message: 'The content type must be a string at least one character in length.',
    brokenBy: ({ content }) => content.flatMap(({ type }, index) => when(type === '', `content.${index}.type`)),
  },
  {
    rule: 'content is not empty',
    anchor: 'message.content.value',
    message: 'The content value must be a string at least one character in length.',
    brokenBy: ({ content }) => content.flatMap(({ value }, index) => when(value === '', `content.${index}.value`)),
  },
  {
    rule: 'text/plain and text/html appear once',
    anchor: 'message.content',
    message: 'If present, text/plain and text/html may only be provided once.',
    brokenBy: ({ content }) => when(hasRepeats(content.map(({ type }) => type)), 'content'),
  },
  {
    rule: 'text/plain comes first, then text/html',
    anchor: 'message.content',
    message: 'If present, text/plain must be first, followed by text/html, followed by any other content.',
    brokenBy: ({ content }) => when(!isSorted(content.map(({ type }) => rankOfContent(type))), 'content'),
  },
  {
    rule: 'at most 10 categories',
    anchor: 'message.categories',
    message: 'There is a limit of 10 categories per request.',
    brokenBy: ({ categories }) => when(categories.length > MAX_CATEGORIES, 'categories'),
  },
  {
    rule: 'categories have at most 255 characters',
    anchor: 'message.categories',
    message: 'Each category is limited to 255 characters.',
    brokenBy: ({ categories }) =>
      categories.flatMap((category, index) => when(category.length > MAX_CATEGORY_LENGTH, `categories.${index}`)),
  },
  {
    rule: 'categories are unique',
    anchor: 'message.categories',
    message: 'Each category must be unique.',
    brokenBy: ({ categories }) => when(hasRepeats(categories), 'categories'),
  },
  {
    rule: 'custom_args have at most 10,000 bytes',
    anchor: 'message.custom_args',
    message: 'The custom_args combined across the message and its personalizations are limited to 10000 bytes.',
    brokenBy: ({ custom_args, personalizations }) =>
      personalizations.flatMap((personalization, index) =>
        when(
          bytesOf({ ...custom_args, ...personalization.custom_args }) > MAX_CUSTOM_ARGS_BYTES,
          `personalizations.${index}.custom_args`,
        ),
      ),
  },
  {
    rule: 'reserved headers are not set',
    anchor: 'message.headers',
    message: 'The header is reserved and may not be set.',
    brokenBy: (mail) => [
      ...reservedHeaders(mail.headers),
      ...inPersonalizations(mail, ({ headers }) => reservedHeaders(headers)),
    ],
  },
] as const satisfies readonly MailRule[];

const when = (broken: boolean, field: string): readonly string[] => (broken ? [field] : []);

function inPersonalizations(
  { personalizations }: MailSend,
  brokenBy: (personalization: Personalization) => readonly string[],
): readonly string[] {
  return personalizations.flatMap((personalization, index) =>
    brokenBy(personalization).map((field) => `personalizations.${index}.${field}`),
  );
}

function invalidAddresses(personalization: Personalization): readonly string[] {
  return (['to', 'cc', 'bcc'] as const).flatMap((list) =>
    personalization[list].flatMap(({ email }, index) => when(!isAddress(email), `${list}.${index}.email`)),
  );
}

function reservedHeaders(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(headers).flatMap((name) => when(RESERVED_HEADERS.has(name.toLowerCase()), `headers.${name}`));
}

function rankOfContent(type: string): number {
  if (type === 'text/plain') return 0;
  return type === 'text/html' ? 1 : 2;
}

const isAddress = (email: string) => z.regexes.email.test(email);
const isSorted = (ranks: readonly number[]) =>
  ranks.every((rank, index) => index === 0 || rank >= (ranks[index - 1] ?? 0));
const hasRepeats = (values: readonly string[]) => new Set(values).size < values.length;
const bytesOf = (value: object) => Buffer.byteLength(JSON.stringify(value));
