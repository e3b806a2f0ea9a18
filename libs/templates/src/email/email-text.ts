/** Implements F1. The plain text part: the same message, without markup. */
import type { ItemList } from '../content/message-template.js';
import type { EmailMessage } from './email-message.js';

export function emailText(message: EmailMessage): string {
  const blocks = [
    [message.heading],
    [message.greeting],
    ...message.paragraphs.map((paragraph) => [paragraph]),
    message.details.map(({ label, value }) => labelled(message, label, value)),
    message.itemList === null ? [] : itemLines(message, message.itemList),
    message.button === null ? [] : [labelled(message, message.button.label, message.button.url)],
    [`${message.help} ${message.supportContact}`],
    [message.signature],
    footerLines(message),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function labelled({ language }: EmailMessage, label: string, value: string): string {
  return language === 'fr' ? `${label}\u00a0: ${value}` : `${label}: ${value}`;
}

function itemLines(message: EmailMessage, { items, more, total }: ItemList): string[] {
  return [
    ...items.map(({ name, quantity, unitPrice }) => `- ${labelled(message, name, `${quantity} × ${unitPrice}`)}`),
    ...(more === null ? [] : [`- + ${more}`]),
    labelled(message, message.labels.total, total),
  ];
}

/** Mail clients fold away what follows a line of `-- `. */
function footerLines(message: EmailMessage): string[] {
  const { why, brandName, postalAddress, preferences, unsubscribe, links } = message.footer;
  return [
    '-- ',
    why,
    ...(links.preferences === null ? [] : [labelled(message, preferences, links.preferences)]),
    labelled(message, unsubscribe, links.unsubscribe),
    `${brandName}, ${postalAddress}`,
  ];
}
