import { describe, expect, it } from '@jest/globals';
import { LANGUAGES, type Language } from '#contracts';
import { typeset } from '../../../../libs/templates/src/content/message-template.js';
import { englishIn, familiarIn, misprintsIn, refusedIn } from '../../../../libs/templates/src/wording-rules.fixture.js';
import { SMS_ANSWERS } from '../inbound-sms/sms-answers.js';
import { PREFERENCE_WORDING } from '../preference-page/preference-page.wording.js';
import { zoneGroups } from '../preference-page/time-zone-names.js';
import { UNSUBSCRIBE_WORDING } from '../unsubscribe/unsubscribe.wording.js';
import { BAD_LINK_WORDING } from './bad-link-page.js';
import { CHANNEL_NAMES, TYPE_NAMES } from './notification-names.js';
import { PROBLEM_PAGE_WORDING } from './problem-page.js';

/** What fills a gap in a sentence. */
const NAME = 'Kimera';

/** Every sentence, by the path to it, so that the same one can be found in every language. */
function sentencesIn(words: unknown, path = ''): [string, string][] {
  if (typeof words === 'string') return [[path, words]];
  if (typeof words === 'function') return [null, NAME].flatMap((gap) => said(words as Sentence, gap, path));
  return Object.entries(words as object).flatMap(([key, value]) => sentencesIn(value, `${path}.${key}`));
}

type Sentence = (gap: string | null, brand: string) => string;

/** A gap that is not known is left open by those sentences only that have other words for it. */
function said(sentence: Sentence, gap: string | null, path: string): [string, string][] {
  const text = sentence(gap, NAME);
  return text.includes('null') ? [] : [[`${path}(${String(gap)})`, text]];
}

const WORDINGS = {
  'the preference page': (language) => PREFERENCE_WORDING[language],
  'the unsubscribe page': (language) => UNSUBSCRIBE_WORDING[language],
  'the page of a link that does not work': (language) => BAD_LINK_WORDING[language],
  'the page of a problem': (language) => PROBLEM_PAGE_WORDING[language],
  'names of types and channels': (language) => ({ types: TYPE_NAMES[language], channels: CHANNEL_NAMES[language] }),
  'answers to texts': (language) =>
    Object.values(SMS_ANSWERS).map((answer) => typeset(language, answer[language].replaceAll(/\{\w+\}/g, NAME))),
} as const satisfies Record<string, (language: Language) => unknown>;

describe.each(Object.entries(WORDINGS))('the wording of %s', (_, wording) => {
  describe.each(LANGUAGES)('in %s', (language) => {
    const texts = sentencesIn(wording(language)).map(([, text]) => text);

    it('is in that language alone', () => {
      if (language === 'en') expect(englishIn(texts).length).toBeGreaterThan(3);
      else expect(englishIn(texts)).toEqual([]);
    });

    it('keeps the formal register', () => {
      expect(familiarIn(texts, language)).toEqual([]);
    });

    it('uses no word that the glossary refuses', () => {
      expect(refusedIn(texts, language)).toEqual([]);
    });

    it('is set by the rules of that language', () => {
      expect(misprintsIn(texts, language)).toEqual([]);
    });
  });

  it('says the same things in every language', () => {
    const [english, ...others] = LANGUAGES.map((language) => sentencesIn(wording(language)).map(([path]) => path));
    for (const other of others) expect(other).toEqual(english);
  });
});

describe('the regions of time zones', () => {
  it('are named in each language, in its order', () => {
    const regions = LANGUAGES.map((language) => zoneGroups(language).map(({ region }) => region));
    expect(regions).toEqual([
      [
        'Africa',
        'America',
        'Antarctica',
        'Arctic',
        'Asia',
        'Atlantic Ocean',
        'Australia',
        'Europe',
        'Indian Ocean',
        'Pacific Ocean',
      ],
      ['África', 'América', 'Antártida', 'Ártico', 'Asia', 'Atlántico', 'Australia', 'Europa', 'Índico', 'Pacífico'],
      [
        'Afrique',
        'Amérique',
        'Antarctique',
        'Arctique',
        'Asie',
        'Atlantique',
        'Australie',
        'Europe',
        'Océan Indien',
        'Pacifique',
      ],
    ]);
  });

  it('hold every zone in every language', () => {
    const counts = LANGUAGES.map((language) => zoneGroups(language).flatMap(({ zones }) => zones).length);
    expect(new Set(counts).size).toBe(1);
    expect(counts[0]).toBeGreaterThan(300);
  });
});
