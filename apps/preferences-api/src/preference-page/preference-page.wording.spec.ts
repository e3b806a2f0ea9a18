import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { LANGUAGES } from '#contracts';
import { CONSENT_TEXT_VERSION, PREFERENCE_WORDING } from './preference-page.wording.js';

/** What every version in the ledger of consent stands for; a version that was in use stays here. */
const CONSENT_TEXTS: Readonly<Record<string, string>> = {
  '2026-11': '6e0bf7de5574492b29eb3dd1d35d2a36f21f695bf4272c24516a862c86c3c3e4',
};

describe('the wording of consent', () => {
  it('N8 is the one that its version stands for, in every language', () => {
    const agreedTo = LANGUAGES.map((language) => {
      const { smsConsent, smsTerms, otherNumber } = PREFERENCE_WORDING[language].channels;
      return [language, smsConsent, smsTerms, otherNumber.agree('{phone}')];
    });
    const hash = createHash('sha256').update(JSON.stringify(agreedTo)).digest('hex');
    expect(hash).toBe(CONSENT_TEXTS[CONSENT_TEXT_VERSION]);
  });
});
