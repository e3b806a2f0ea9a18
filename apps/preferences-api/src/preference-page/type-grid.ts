/** Implements F2, F3. Which message goes which way. */
import { CHANNELS, NOTIFICATION_TYPES } from '#contracts';
import { type SafeHtml, html } from '#templates';
import { CHANNEL_NAMES, TYPE_NAMES } from '../pages/notification-names.js';
import { gridCell } from './controls.js';
import type { Sheet } from './sheet.js';

export function typeGrid(sheet: Sheet): SafeHtml {
  const { words, language } = sheet;
  const types = TYPE_NAMES[language];
  const channels = CHANNEL_NAMES[language];
  return html`<section class="card" aria-labelledby="types-heading">
    <h2 id="types-heading">${words.types.heading}</h2>
    <p id="types-detail">${words.types.detail}</p>
    <table class="grid" aria-labelledby="types-heading" aria-describedby="types-detail">
      <thead>
        <tr>
          <th scope="col">${words.types.column}</th>
          ${CHANNELS.map((channel) => html`<th scope="col">${channels[channel]}</th> `)}
        </tr>
      </thead>
      <tbody>
        ${NOTIFICATION_TYPES.map(
          (type) =>
            html`<tr>
              <th scope="row">${types[type]}</th>
              ${CHANNELS.map(
                (channel) =>
                  html`<td>
                    ${gridCell(sheet, `types.${type}.${channel}`, `${types[type]}: ${channels[channel]}`)}
                  </td> `,
              )}
            </tr> `,
        )}
      </tbody>
    </table>
  </section>`;
}
