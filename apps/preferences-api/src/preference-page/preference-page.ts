/** Implements F3, F6. The preference page as a whole; its parts are in the files beside. */
import { type SafeHtml, html } from '#templates';
import { NOTHING, renderPage } from '../pages/page.js';
import { type Choices, choicesOf } from '../preferences/preference-choices.js';
import { channelSection, globalSection } from './channel-sections.js';
import { changeHistory } from './change-history.js';
import { notice } from './notice.js';
import { PREFERENCE_WORDING } from './preference-page.wording.js';
import type { PreferencePage, Sheet } from './sheet.js';
import { languageSection, quietHoursSection } from './time-and-language-sections.js';
import { typeGrid } from './type-grid.js';

export function preferencePage(page: PreferencePage): string {
  const words = PREFERENCE_WORDING[page.language];
  const sheet: Sheet = { ...page, words, choices: shownChoices(page) };
  const news = page.submission === undefined ? undefined : words[page.submission.kind].title;
  return renderPage({
    language: page.language,
    // The title is what a screen reader says first: so it begins with the news.
    title: news === undefined ? words.heading : `${news} – ${words.heading}`,
    heading: words.heading,
    brandName: page.brand.name,
    scripted: true,
    content: html`<p class="intro">${words.intro(page.brand.name)}</p>
      ${page.submission === undefined ? NOTHING : notice(sheet, page.submission)} ${form(sheet)} ${changeHistory(sheet)}`,
    footer: html`<p>${words.footer.personal}</p>
      <p>${words.footer.help} ${page.brand.supportContact}</p>
      <p>${page.brand.name}, ${page.brand.postalAddress}</p>`,
  });
}

function shownChoices({ submission, stored }: PreferencePage): Choices {
  return submission === undefined || submission.kind === 'saved' ? choicesOf(stored.preferences) : submission.choices;
}

/** The form has no address: it posts to the one it was opened at. */
function form(sheet: Sheet): SafeHtml {
  const { words, submission, stored } = sheet;
  const version = submission?.kind === 'conflict' ? submission.version : stored.version;
  return html`<form
    method="post"
    id="preferences"
    autocomplete="off"
    novalidate
    data-failed="${words.failed}"
    data-dirty="${submission !== undefined && submission.kind !== 'saved' ? 'true' : 'false'}"
  >
    <input type="hidden" name="version" value="${String(version)}" />
    ${globalSection(sheet)} ${channelSection(sheet)} ${typeGrid(sheet)} ${quietHoursSection(sheet)}
    ${languageSection(sheet)}
    <div class="save">
      <p class="unsaved" role="status" data-unsaved="${words.unsaved}"></p>
      <button>${words.save}</button>
    </div>
  </form>`;
}
