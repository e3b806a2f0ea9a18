import { describe, expect, it } from '@jest/globals';
import { LANGUAGES } from '#contracts';
import { readSms } from '#notifications';
import { smsSize } from '#templates';
import { SMS_ANSWERS, smsAnswer } from './sms-answers.js';

const BRAND = { name: 'Acme', supportContact: 'help@acme.example' };
const CASES = (['stop', 'start', 'help'] as const).flatMap((request) =>
  LANGUAGES.map((language) => ({ request, language, text: smsAnswer(request, language, BRAND) })),
);

describe.each(CASES)('AC-13 the answer to $request in $language', ({ request, language, text }) => {
  it('is one text, and names who answers', () => {
    expect(smsSize(text)).toMatchObject({ encoding: 'GSM-7', segments: 1 });
    expect(text).toContain(BRAND.name);
    expect(text).not.toMatch(/[{}]/);
  });

  it('names words that we understand', () => {
    const words = SMS_ANSWERS[request][language].match(/\b[A-Z]{4,}\b/g) ?? [];
    expect(words.length).toBeGreaterThan(0);
    for (const word of words.filter((each) => each !== 'SMS')) expect(readSms(word)).toBeDefined();
  });
});
