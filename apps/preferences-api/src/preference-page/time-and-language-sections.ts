/** Implements F3. Quiet hours, and the language we write in. */
import { LANGUAGES } from '#contracts';
import { type SafeHtml, html } from '#templates';
import { NOTHING } from '../pages/page.js';
import type { TextName } from '../preferences/preference-choices.js';
import { faultAttributes, faultOf, idOf, option, switchRow } from './controls.js';
import type { Sheet } from './sheet.js';
import { LANGUAGE_NAMES } from './preference-page.wording.js';
import { cityOf, zoneGroups } from './time-zone-names.js';

export function quietHoursSection(sheet: Sheet): SafeHtml {
  const { words } = sheet;
  return html`<section class="card" id="quiet-hours" aria-labelledby="quiet-hours-heading">
    <h2 id="quiet-hours-heading">${words.quietHours.heading}</h2>
    ${switchRow(sheet, { name: 'quietHours.enabled', label: words.quietHours.name })} ${outcome(sheet)}
    <div class="fields">
      ${timeField(sheet, 'quietHours.start', words.quietHours.start)}
      ${timeField(sheet, 'quietHours.end', words.quietHours.end)}
      <div class="field wide">
        <label for="timeZone">${words.quietHours.timeZone}</label>
        <select id="timeZone" name="timeZone" ${faultAttributes(sheet, 'timeZone')}>
          ${automaticOption(sheet)} ${zones(sheet)}
        </select>
        ${faultOf(sheet, 'timeZone')}
      </div>
    </div>
  </section>`;
}

/** What is stored may be a name that is not in the list, such as an older one. */
function zones(sheet: Sheet): readonly SafeHtml[] {
  const groups = zoneGroups(sheet.language);
  const chosen = sheet.choices.timeZone;
  const listed = chosen === null || groups.some(({ zones }) => zones.some(({ id }) => id === chosen));
  return [
    listed ? NOTHING : zoneOption(sheet, chosen, cityOf(chosen, sheet.language), chosen),
    ...groups.map(
      ({ region, zones }) =>
        html`<optgroup label="${region}">${zones.map(({ id, city }) => zoneOption(sheet, id, city, id))}</optgroup> `,
    ),
  ];
}

/** The zone that the choice comes to is named only where it is known. */
function automaticOption(sheet: Sheet): SafeHtml {
  const { words, choices, automatic, language } = sheet;
  if (!automatic.isTimeZoneKnown)
    return option('', words.automatic(null), choices.timeZone === null, html`data-several`);
  return zoneOption(sheet, '', words.automatic(cityOf(automatic.timeZone, language)), automatic.timeZone);
}

function zoneOption({ choices, language }: Sheet, value: string, label: string, zone: string): SafeHtml {
  const city = cityOf(zone, language);
  // The script shows the city of what is chosen; most are called as they are listed.
  return option(value, label, value === (choices.timeZone ?? ''), city === label ? NOTHING : html`data-city="${city}"`);
}

function timeField(sheet: Sheet, name: Extract<TextName, `quietHours.${string}`>, label: string): SafeHtml {
  return html`<div class="field">
    <label for="${idOf(name)}">${label}</label>
    <input
      type="time"
      id="${idOf(name)}"
      name="${name}"
      value="${sheet.choices[name] ?? ''}"
      required
      ${faultAttributes(sheet, name)}
    />
    ${faultOf(sheet, name)}
  </div>`;
}

/** All sentences are there, one is seen: the script shows the one that fits while choices change. */
function outcome({ words, choices, automatic, language }: Sheet): SafeHtml {
  const [start, end] = [choices['quietHours.start'] ?? '', choices['quietHours.end'] ?? ''];
  const isQuiet = choices['quietHours.enabled'] && start !== end;
  const active = choices.timeZone === null && !automatic.isTimeZoneKnown ? 'severalZones' : 'active';
  const shown = !choices['channels.sms'] ? 'textsOff' : isQuiet ? active : 'inactive';
  const slots = { start, end, city: cityOf(choices.timeZone ?? automatic.timeZone, language) };
  return html`<div class="outcome" role="status">
    ${(['active', 'severalZones', 'inactive', 'textsOff'] as const).map(
      (sentence) =>
        html`<p data-outcome="${sentence}" ${sentence === shown ? NOTHING : html`hidden`}>
          ${filled(words.quietHours[sentence], slots)}
        </p> `,
    )}
  </div>`;
}

/** @param sentence with names in braces */
function filled(sentence: string, slots: Readonly<Record<string, string>>): readonly SafeHtml[] {
  return sentence.split(/(\{\w+\})/).map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    return name === undefined ? html`${part}` : html`<b data-slot="${name}">${slots[name] ?? ''}</b>`;
  });
}

export function languageSection(sheet: Sheet): SafeHtml {
  const { words, choices, automatic } = sheet;
  const now = automatic.language === null ? null : LANGUAGE_NAMES[automatic.language];
  return html`<section class="card" aria-labelledby="language-heading">
    <h2 id="language-heading">${words.language.heading}</h2>
    <div class="field wide">
      <label for="language">${words.language.name}</label>
      <select id="language" name="language" ${faultAttributes(sheet, 'language')}>
        ${option('', words.automatic(now), choices.language === null)}
        ${LANGUAGES.map((language) =>
          option(language, LANGUAGE_NAMES[language], choices.language === language, html`lang="${language}"`),
        )}
      </select>
      ${faultOf(sheet, 'language')}
    </div>
  </section>`;
}
