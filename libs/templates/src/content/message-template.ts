/** Implements F2. What one notification type says, on every channel, before any layout. */
import type { Channel, Language, NotificationType, OrderEvent } from '#contracts';
import { FieldReader } from './field-reader.js';
import { type Labels, LABELS } from './labels.js';
import type { MessageContext } from './render-context.js';
import type { EmailWording, InAppWording, Wording } from './wording.js';

export interface Detail {
  readonly label: string;
  readonly value: string;
}

/** @returns the detail, or null where there is nothing to show */
export function detail(label: string, value: string | null): Detail | null {
  return value === null ? null : { label, value };
}

/** The goods of an order. */
export interface ItemList {
  readonly items: readonly { readonly name: string; readonly quantity: string; readonly unitPrice: string }[];
  /** In place of the items that were left out, or null when all are shown. */
  readonly more: string | null;
  readonly total: string;
}

export interface InAppContent extends InAppWording {
  /** Absolute http(s) address; null where the facts hold no link. */
  readonly actionUrl: string | null;
}

export interface EmailContent extends Omit<EmailWording, 'button'> {
  readonly details: readonly Detail[];
  readonly itemList: ItemList | null;
  readonly button: { readonly label: string; readonly url: string } | null;
}

/** How one type is written. `Facts` are what its sentences need: checked, formatted, in the reader's language. */
export interface TemplateDefinition<T extends NotificationType, Facts> {
  readonly facts: (event: OrderEvent<T>, read: FieldReader, context: MessageContext) => Facts;
  readonly details: (facts: Facts, labels: Labels) => readonly (Detail | null)[];
  readonly itemList?: (facts: Facts, labels: Labels) => ItemList;
  /** Where the email's button and the app's entry lead. */
  readonly link?: (facts: Facts) => string | null;
  readonly wording: Readonly<Record<Language, Wording<Facts>>>;
}

/** All methods throw TemplateError. */
export interface MessageTemplate<T extends NotificationType> {
  email(event: OrderEvent<T>, context: MessageContext): EmailContent;
  sms(event: OrderEvent<T>, context: MessageContext): readonly string[];
  inApp(event: OrderEvent<T>, context: MessageContext): InAppContent;
}

export function defineTemplate<T extends NotificationType, Facts>(
  definition: TemplateDefinition<T, Facts>,
): MessageTemplate<T> {
  const factsFor = (channel: Channel, event: OrderEvent<T>, context: MessageContext): Facts => {
    const origin = { type: event.type, channel, language: context.language };
    return definition.facts(event, new FieldReader(origin, context.timeZone), context);
  };
  return {
    email: (event, context) => emailContent(definition, factsFor('email', event, context), context.language),
    sms: (event, context) => definition.wording[context.language].sms(factsFor('sms', event, context)),
    inApp: (event, context) => {
      const { language } = context;
      const facts = factsFor('in_app', event, context);
      const { title, body } = definition.wording[language].inApp(facts);
      const actionUrl = definition.link?.(facts) ?? null;
      return { title: typeset(language, title), body: typeset(language, body), actionUrl };
    },
  };
}

function emailContent<T extends NotificationType, Facts>(
  definition: TemplateDefinition<T, Facts>,
  facts: Facts,
  language: Language,
): EmailContent {
  const { subject, preheader, heading, paragraphs, button: label } = definition.wording[language].email(facts);
  const labels = LABELS[language];
  const url = definition.link?.(facts) ?? null;
  return {
    subject: typeset(language, subject),
    preheader: typeset(language, preheader),
    heading: typeset(language, heading),
    paragraphs: paragraphs.map((paragraph) => typeset(language, paragraph)),
    details: definition.details(facts, labels).filter((detail) => detail !== null),
    itemList: definition.itemList?.(facts, labels) ?? null,
    button: label !== undefined && url !== null ? { label, url } : null,
  };
}

/** French keeps a space before : ; ! ? which must not end a line. */
export function typeset(language: Language, text: string): string {
  return language === 'fr' ? text.replace(/ (?=[:;!?])/g, '\u00a0') : text;
}
