/** Implements F6, AC-05. The page behind an unsubscribe link: what is off, what else can be turned off, and the way back. */
import type { Language } from '#contracts';
import { type Brand, type SafeHtml, html } from '#templates';
import { TYPE_NAMES } from '../pages/notification-names.js';
import { NOTHING, renderPage } from '../pages/page.js';
import { type Scope, isOff, scopesOf } from './unsubscribe-scope.js';
import type { Subscription } from './unsubscribe.service.js';
import { UNSUBSCRIBE_WORDING, type UnsubscribeNews } from './unsubscribe.wording.js';

export interface UnsubscribePage extends Subscription {
  readonly language: Language;
  readonly brand: Brand;
  readonly news: UnsubscribeNews | undefined;
}

/** The forms have no address: they post to the one they were opened at. */
export function unsubscribePage({ link, stored, language, brand, news }: UnsubscribePage): string {
  const words = UNSUBSCRIBE_WORDING[language];
  const scopes = scopesOf(link);
  const widestOff = scopes.findLast((scope) => isOff(stored.preferences, link, scope));
  const wider = scopes.slice(widestOff === undefined ? 0 : scopes.indexOf(widestOff) + 1);
  const typeName = link.type === null ? '' : TYPE_NAMES[language][link.type];
  const title = widestOff === undefined ? words.question : words.off[widestOff](typeName);
  return renderPage({
    language,
    title,
    brandName: brand.name,
    footer: html`<p>${brand.name}, ${brand.postalAddress}</p>
      <p>${brand.supportContact}</p>`,
    content: html`${news === undefined ? NOTHING : html`<p class="notice" role="status">${words.news[news]}</p>`}
    ${widestOff === undefined ? NOTHING : undoForm(words, widestOff, stored.version)}
    ${wider.length === 0 ? NOTHING : choiceForm(words, wider, typeName, widestOff !== undefined)}
    ${widestOff === 'everything' ? NOTHING : html`<p class="hint">${words.hint}</p>`}`,
  });
}

type Words = (typeof UNSUBSCRIBE_WORDING)[Language];

function undoForm(words: Words, scope: Scope, version: number): SafeHtml {
  return html`<p>${words.afterwards[scope]}</p>
    <form method="post">
      <input type="hidden" name="scope" value="${scope}" />
      <input type="hidden" name="version" value="${String(version)}" />
      <button class="quiet" name="undo" value="1">${words.undo[scope]}</button>
    </form>`;
}

function choiceForm(words: Words, scopes: readonly Scope[], typeName: string, isMore: boolean): SafeHtml {
  return html`${isMore ? html`<h2>${words.more}</h2>` : html`<p>${words.explanation}</p>`}
    <form method="post" class="choices">
      ${scopes.map(
        (scope) =>
          html`<button class="choice" name="scope" value="${scope}">
            <strong>${words.choices[scope].title(typeName)}</strong>
            <span>${words.choices[scope].detail}</span>
          </button> `,
      )}
    </form>`;
}
