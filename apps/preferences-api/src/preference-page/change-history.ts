/** Implements F5. What was changed, when and where, newest first. */
import type { PreferenceChange } from '#database';
import { LOCALES, type SafeHtml, html } from '#templates';
import { wordedChange } from './change-words.js';
import type { Sheet } from './sheet.js';

export function changeHistory(sheet: Sheet): SafeHtml {
  const { words, history } = sheet;
  return html`<details class="card history">
    <summary><h2>${words.history.heading}</h2></summary>
    ${
      history.length === 0
        ? html`<p>${words.history.none}</p>`
        : html`<ol>
            ${history.map((change) => entry(sheet, change))}
          </ol>`
    }
  </details>`;
}

function entry(sheet: Sheet, { at, source, changes }: PreferenceChange): SafeHtml {
  const { words, language, stored, automatic } = sheet;
  const timeZone = stored.preferences.timeZone ?? automatic.timeZone;
  // The zone is named where it may not be the customer's.
  const timeStyle = stored.preferences.timeZone === null && !automatic.isTimeZoneKnown ? 'long' : 'short';
  const when = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeStyle, timeZone }).format(at);
  const where = (words.history.sources as Readonly<Record<string, string>>)[source] ?? words.history.elsewhere;
  return html`<li>
    <p class="when"><time datetime="${at.toISOString()}">${when}</time>, ${where}</p>
    <ul>
      ${changes.map((change) => changeItem(sheet, change))}
    </ul>
  </li> `;
}

export function changeItem(
  sheet: Pick<Sheet, 'words' | 'language'>,
  change: PreferenceChange['changes'][number],
): SafeHtml {
  const { name, from, to } = wordedChange(sheet, change);
  return html`<li>${name}: <span class="from">${from}</span> → <b>${to}</b></li> `;
}
