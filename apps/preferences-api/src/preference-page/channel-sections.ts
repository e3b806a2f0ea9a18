/** Implements F1, F3, N8. The switches of everything and of each channel. */
import { CHANNELS } from '#contracts';
import { type SafeHtml, html } from '#templates';
import { switchRow } from './controls.js';
import type { Sheet } from './sheet.js';

export function globalSection(sheet: Sheet): SafeHtml {
  const { name, detail } = sheet.words.global;
  return html`<section class="card">${switchRow(sheet, { name: 'globalEnabled', label: name, detail })}</section>`;
}

export function channelSection(sheet: Sheet): SafeHtml {
  const { words, contact, brand } = sheet;
  const isTexted = sheet.stored.preferences.channels.sms;
  const addresses = { ...contact, sms: contact.phone, in_app: null };
  return html`<section class="card" aria-labelledby="channels-heading">
    <h2 id="channels-heading">${words.channels.heading}</h2>
    ${CHANNELS.map((channel) =>
      switchRow(sheet, {
        name: `channels.${channel}`,
        label: words.channels.names[channel],
        detail: words.channels.details[channel](addresses[channel], brand.name),
        terms: channel === 'sms' && !isTexted ? words.channels.smsConsent : undefined,
      }),
    )}
  </section>`;
}
