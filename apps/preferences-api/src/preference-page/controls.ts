/** Implements F3. The controls that the page is made of. */
import { type SafeHtml, html } from '#templates';
import { NOTHING } from '../pages/page.js';
import type { SwitchName, TextName } from '../preferences/preference-choices.js';
import type { Sheet } from './sheet.js';

/** Of the element that a choice is made with. */
export const idOf = (name: string) => name.replaceAll('.', '-');

export const checkedIf = (on: boolean): SafeHtml => (on ? html`checked` : NOTHING);

interface SwitchRow {
  readonly name: SwitchName;
  readonly label: string;
  readonly detail?: string;
  /** Read with the detail, in small print below it. */
  readonly terms?: string | undefined;
}

/** A switch, what it switches, and what that means. */
export function switchRow({ choices }: Sheet, { name, label, detail, terms }: SwitchRow): SafeHtml {
  const id = idOf(name);
  const described = detail === undefined ? NOTHING : html`aria-describedby="${id}-detail"`;
  return html`<div class="row">
    <label for="${id}">${label}</label>
    ${detail === undefined ? NOTHING : html`<p id="${id}-detail">${detail}${terms === undefined ? NOTHING : html`<small>${terms}</small>`}</p>`}
    <input
      type="checkbox"
      role="switch"
      class="switch"
      id="${id}"
      name="${name}"
      ${described}
      ${checkedIf(choices[name])}
    />
  </div>`;
}

/** A cell of a grid; its label is for those who do not see the grid's heads. */
export function gridCell({ choices }: Sheet, name: SwitchName, label: string): SafeHtml {
  return html`<label class="cell">
    <span class="unseen">${label}</span>
    <input type="checkbox" name="${name}" ${checkedIf(choices[name])} />
  </label>`;
}

/** What is wrong with a text, below its control; empty where nothing is. */
export function faultOf({ submission, words }: Sheet, name: TextName): SafeHtml {
  if (submission?.kind !== 'invalid' || !submission.faults.has(name)) return NOTHING;
  return html`<p class="fault" id="${idOf(name)}-fault">${words.invalid.fields[name]}</p>`;
}

/** Attributes that join a control with its fault. */
export function faultAttributes({ submission }: Sheet, name: TextName): SafeHtml {
  if (submission?.kind !== 'invalid' || !submission.faults.has(name)) return NOTHING;
  return html`aria-invalid="true" aria-describedby="${idOf(name)}-fault"`;
}

export function option(value: string, label: string, selected: boolean, attributes: SafeHtml = NOTHING): SafeHtml {
  return html`<option value="${value}" ${selected ? html`selected` : NOTHING} ${attributes}>${label}</option> `;
}
