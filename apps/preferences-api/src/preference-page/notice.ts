/** Implements F3. What became of a form, above the form. */
import { type SafeHtml, html } from '#templates';
import { NOTHING } from '../pages/page.js';
import { TEXT_NAMES } from '../preferences/preference-choices.js';
import { changeItem } from './change-history.js';
import { idOf } from './controls.js';
import type { Sheet, Submission } from './sheet.js';

/** The script moves the focus here, so that a screen reader reads it out. */
export function notice(sheet: Sheet, submission: Submission): SafeHtml {
  const { title } = sheet.words[submission.kind];
  return html`<div class="notice ${submission.kind}" id="notice" role="${roleOf(submission)}" tabindex="-1">
    <p><b>${title}</b></p>
    ${detailOf(sheet, submission)}
  </div>`;
}

const roleOf = ({ kind }: Submission) => (kind === 'saved' ? 'status' : 'alert');

function detailOf(sheet: Sheet, submission: Submission): SafeHtml {
  const { words } = sheet;
  switch (submission.kind) {
    case 'saved':
      return html`<p>${words.saved.detail}</p>`;
    case 'invalid':
      return html`<ul>
        ${TEXT_NAMES.filter((name) => submission.faults.has(name)).map(
          (name) => html`<li><a href="#${idOf(name)}">${words.invalid.fields[name]}</a></li> `,
        )}
      </ul>`;
    case 'conflict':
      return html`<p>${words.conflict.detail}</p>
        ${submission.elsewhere.length === 0 ? NOTHING : changedElsewhere(sheet, submission.elsewhere)}`;
  }
}

function changedElsewhere(sheet: Sheet, elsewhere: Extract<Submission, { kind: 'conflict' }>['elsewhere']): SafeHtml {
  return html`<p>${sheet.words.conflict.elsewhere}</p>
    <ul>
      ${elsewhere.map((change) => changeItem(sheet, change))}
    </ul>`;
}
