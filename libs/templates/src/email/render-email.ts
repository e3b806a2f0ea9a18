/** Implements F1, F2, F6, N8. An order event as an email, in HTML and in plain text. */
import type { NotificationType, OrderEvent } from '#contracts';
import { FieldReader } from '../content/field-reader.js';
import { LABELS } from '../content/labels.js';
import { type EmailContent, typeset } from '../content/message-template.js';
import type { RenderContext } from '../content/render-context.js';
import { templateOf } from '../templates.js';
import { EMAIL_FRAMES } from './email-frame.js';
import { emailHtml } from './email-html.js';
import type { EmailMessage } from './email-message.js';
import { emailText } from './email-text.js';
import { structuredData } from './structured-data.js';

export interface RenderedEmail {
  /** One line. */
  readonly subject: string;
  /** Shown beside the subject by mail clients; already part of `html`. */
  readonly preheader: string;
  /** A whole document. */
  readonly html: string;
  readonly text: string;
}

/** @throws TemplateError */
export function renderEmail<T extends NotificationType>(event: OrderEvent<T>, context: RenderContext): RenderedEmail {
  const content = templateOf(event.type).email(event, context);
  const message = framed(content, event, context);
  const { subject, preheader } = content;
  return { subject, preheader, html: emailHtml(message), text: emailText(message) };
}

function framed<T extends NotificationType>(
  content: EmailContent,
  event: OrderEvent<T>,
  context: RenderContext,
): EmailMessage {
  const { type } = event;
  const { language, brand, links } = context;
  const read = new FieldReader({ type, channel: 'email', language }, context.timeZone);
  const frame = EMAIL_FRAMES[language];
  const brandName = read.text(brand.name, 'brand.name');
  return {
    ...content,
    type,
    language,
    labels: LABELS[language],
    greeting: typeset(language, frame.greeting(read.optionalText(context.recipientName))),
    signature: frame.signature(brandName),
    help: typeset(language, frame.help),
    supportContact: read.text(brand.supportContact, 'brand.supportContact'),
    structuredData: structuredData(event, { read, brandName }),
    footer: {
      why: frame.why(brandName),
      brandName,
      postalAddress: read.text(brand.postalAddress, 'brand.postalAddress'),
      preferences: frame.preferences,
      unsubscribe: frame.unsubscribe,
      links: {
        preferences: links.preferences === null ? null : read.link(links.preferences, 'links.preferences'),
        unsubscribe: read.link(links.unsubscribe, 'links.unsubscribe'),
      },
    },
    pixel: read.optionalLink(links.pixel, 'links.pixel'),
  };
}
