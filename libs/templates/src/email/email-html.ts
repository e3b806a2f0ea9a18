/** Implements F1, N8. The HTML part: one layout for every email, compiled by MJML beforehand. */
import Handlebars from 'handlebars';
import type { Detail } from '../content/message-template.js';
import { TemplateError } from '../content/template.error.js';
import { EMAIL_DESIGNS, type EmailDesign } from './email-design.js';
import { EMAIL_LAYOUT } from './email-layout.generated.js';
import type { EmailMessage } from './email-message.js';
import { SafeHtml, html } from './html.js';
import { type ProgressStep, progress } from './progress.js';

/** All that the layout names. Addresses are escaped here: Handlebars would spell out every `=` in them. */
interface EmailView extends Omit<EmailMessage, 'button' | 'footer' | 'pixel'> {
  readonly tone: EmailDesign['tone'];
  readonly symbol: string;
  readonly filling: SafeHtml;
  readonly figure: Detail | null;
  readonly steps: readonly ProgressStep[];
  readonly callout: string | null;
  readonly button: { readonly label: string; readonly url: SafeHtml } | null;
  readonly contact: { readonly text: string; readonly url: SafeHtml | null };
  readonly footer: Omit<EmailMessage['footer'], 'links'> & {
    readonly links: { readonly preferences: SafeHtml | null; readonly unsubscribe: SafeHtml };
  };
  readonly pixel: SafeHtml | null;
}

/** Compiled at its first use. `strict`: what the layout names and the view lacks is an error, not a blank. */
const layout = Handlebars.create().compile<EmailView>(EMAIL_LAYOUT, { strict: true, knownHelpersOnly: true });

/** Nothing to see; as long as the line that a mail client shows beside the subject. */
const FILLING = new SafeHtml('&#847;&zwnj;&nbsp;'.repeat(70));

const EMAIL_ADDRESS = /^[\w.+-]+@[\w-]+(\.[\w-]+)+$/;

/** @throws TemplateError */
export function emailHtml(message: EmailMessage): string {
  const view = viewOf(message);
  try {
    return layout(view);
  } catch (cause) {
    const { type, language } = message;
    throw new TemplateError({ type, channel: 'email', language }, 'layout', { cause });
  }
}

function viewOf(message: EmailMessage): EmailView {
  const { language, type, details, paragraphs, labels, button, supportContact, footer, pixel } = message;
  const design: EmailDesign = EMAIL_DESIGNS[type];
  const figure = details.find(({ label }) => label === labels[design.figure]) ?? null;
  return {
    ...message,
    tone: design.tone,
    symbol: design.symbol,
    filling: FILLING,
    figure,
    details: details.filter((detail) => detail !== figure),
    steps: progress(language, design.step),
    paragraphs: design.callout ? paragraphs.slice(0, -1) : paragraphs,
    callout: design.callout ? (paragraphs.at(-1) ?? null) : null,
    button: button && { label: button.label, url: html`${button.url}` },
    contact: { text: supportContact, url: EMAIL_ADDRESS.test(supportContact) ? html`mailto:${supportContact}` : null },
    footer: { ...footer, links: escaped(footer.links) },
    pixel: pixel === null ? null : html`${pixel}`,
  };
}

function escaped({ preferences, unsubscribe }: EmailMessage['footer']['links']): EmailView['footer']['links'] {
  return { preferences: preferences === null ? null : html`${preferences}`, unsubscribe: html`${unsubscribe}` };
}
