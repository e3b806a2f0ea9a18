import { type Language, NOTIFICATION_TYPES, type NotificationType } from '#contracts';
import { type SafeHtml, html } from '#templates';
import { type Scheme, emailPath } from './email-page.js';
import { nameOf, page } from './gallery-page.js';
import { renderingsOf } from './message-renderings.js';

const ROWS = [
  { language: 'en', scheme: 'light' },
  { language: 'es', scheme: 'dark' },
  { language: 'fr', scheme: 'light' },
] as const satisfies readonly { language: Language; scheme: Scheme }[];

/** Every type once in every language, as a phone shows it: one picture for the documentation. */
export function contactSheetPage(): string {
  return page('Contact sheet', html`<main class="sheet">${ROWS.map(row)}</main>`);
}

function row({ language, scheme }: (typeof ROWS)[number]): SafeHtml {
  return html`<div class="sheet-row">${NOTIFICATION_TYPES.map((type) => thumbnail(type, language, scheme))}</div> `;
}

function thumbnail(type: NotificationType, language: Language, scheme: Scheme): SafeHtml {
  const address = emailPath(renderingsOf(type, language, 'realistic'), scheme);
  return html`<div class="thumbnail">
    <iframe src="${address}" title="${nameOf(type)}" sandbox="allow-same-origin"></iframe>
  </div> `;
}
