/** Implements F3, N8. What the preference page says. */
import type { Language } from '#contracts';
import { EN } from './preference-page.en.js';
import { ES } from './preference-page.es.js';
import { FR } from './preference-page.fr.js';
import type { PreferenceWording } from './preference-wording.js';

export const PREFERENCE_WORDING = { en: EN, es: ES, fr: FR } as const satisfies Record<Language, PreferenceWording>;

/**
 * Names, in the ledger of consent, the words that a customer agrees to here: `smsConsent`, `smsTerms` and `otherNumber.agree` in every language.
 * Other words need another version, or the ledger says that customers agreed to what they never saw.
 */
export const CONSENT_TEXT_VERSION = '2026-11';

/** Each in itself, so that whoever cannot read the page finds theirs. */
export const LANGUAGE_NAMES = { en: 'English', es: 'Español', fr: 'Français' } as const satisfies Record<
  Language,
  string
>;
