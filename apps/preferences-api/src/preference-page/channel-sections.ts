/** Implements F1, F3, N8. The switches of everything and of each channel. */
import { CHANNELS } from '#contracts';
import { type SafeHtml, html } from '#templates';
import { NOTHING } from '../pages/page.js';
import { checkedIf, switchRow } from './controls.js';
import { CONSENT_NAME } from './preference-form.js';
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
    ${CHANNELS.map((channel) => {
      const row = switchRow(sheet, {
        name: `channels.${channel}`,
        label: words.channels.names[channel],
        detail: words.channels.details[channel](addresses[channel], brand.name),
        terms: channel === 'sms' && !isTexted ? `${words.channels.smsConsent} ${words.channels.smsTerms}` : undefined,
      });
      return channel === 'sms' ? html`${row} ${consentRow(sheet)}` : row;
    })}
  </section>`;
}

/** Consent does not carry over to another number: it is asked for, and no box of the kind comes ticked. */
function consentRow({ words, unconsented, submission }: Sheet): SafeHtml {
  if (unconsented === null) return NOTHING;
  const { phone, phoneHash } = unconsented;
  const { why, agree } = words.channels.otherNumber;
  const ticked = submission !== undefined && submission.kind !== 'saved' && submission.consents;
  return html`<div class="consent">
    <p id="consent-detail">${why(phone)}<small>${words.channels.smsTerms}</small></p>
    <label>
      <input
        type="checkbox"
        name="${CONSENT_NAME}"
        value="${phoneHash.toString('base64url')}"
        aria-describedby="consent-detail"
        ${checkedIf(ticked)}
      />
      <span>${agree(phone)}</span>
    </label>
  </div>`;
}
