import { describe, expect, it } from '@jest/globals';
import { LANGUAGES, type Language, NOTIFICATION_TYPES } from '#contracts';
import { renderEmail, renderInApp, renderSms } from './index.js';
import { parsedEmail } from './parsed-email.fixture.js';
import { DATA_SETS, sampleMessage } from './samples/data-sets.js';

/** Words that neither Spanish nor French has. */
const ENGLISH =
  'about add all an and any are at attempt back been by carrier choose confirmed contact delivered delivery each expected for from good had hello help here hi how if in is it its item items know let love method more name need news next nothing number of off order ordered our out package payment please price processed qty quantity questions reason received refund refunded reply sent shipped soon sorry team thank thanks that the there this to track tracking unit unsubscribe until update view was way we were what when will with you your'.split(
    ' ',
  );

/** Address forms of friends. Our register is usted and vous. */
const FAMILIAR: Readonly<Record<Language, readonly string[]>> = {
  en: [],
  es: 'tu tus te ti tú tuyo tuya contigo has tienes puedes quieres debes recibes eliges verás tendrás recibirás podrás contacta responde procura sigue síguelo dínoslo disfruta disfrutes encante vosotros os vuestro'.split(
    ' ',
  ),
  fr: 'tu te ton ta tes toi tien tienne as peux veux dois recevras verras pourras réponds contacte suis dis'.split(' '),
};

/** Spanish has these words too. */
const SPANISH_TOO = ['has', 'an', 'in'];

/** Straight apostrophes; spaces before punctuation, which French wants, and wants not to break. */
const MISPRINTS = {
  en: /'|\s[!?;:]/,
  es: /'|\s[!?;:]/,
  fr: /'|[^\u00a0\s][!?;]|\p{L}:| [!?;:]/u,
} as const satisfies Record<Language, RegExp>;

const CASES = LANGUAGES.flatMap((language) => NOTIFICATION_TYPES.map((type) => ({ type, language })));

/** All that a customer reads of one message, channel by channel; names and goods are in the customer's language. */
function readings(type: (typeof CASES)[number]['type'], language: Language): string[] {
  return DATA_SETS.filter((dataSet) => dataSet !== 'extreme').flatMap((dataSet) => {
    const { event, context } = sampleMessage(type, dataSet, language);
    const { subject, preheader, html, text } = renderEmail(event, context);
    const { title, body } = renderInApp(event, context);
    const sms = renderSms(event, context, { firstMessage: true }).body;
    return [subject, preheader, parsedEmail(html).text, text, title, body, sms];
  });
}

const wordsOf = (text: string) =>
  text
    .replace(/\S+@\S+|https?:\S+/g, ' ')
    .toLowerCase()
    .split(/[^\p{L}]+/u);

const found = (texts: readonly string[], list: readonly string[]) => [
  ...new Set(texts.flatMap(wordsOf).filter((word) => list.includes(word))),
];

describe.each(CASES)('the wording of $type in $language', ({ type, language }) => {
  const texts = readings(type, language);

  it('AC-07 is in that language alone', () => {
    const english = found(
      texts,
      ENGLISH.filter((word) => !SPANISH_TOO.includes(word)),
    );
    if (language === 'en') expect(english.length).toBeGreaterThan(10);
    else expect(english).toEqual([]);
  });

  it('keeps the formal register', () => {
    expect(found(texts, FAMILIAR[language])).toEqual([]);
  });

  it('is set by the rules of that language', () => {
    const { event, context } = sampleMessage(type, 'realistic', language);
    const { subject, preheader, text } = renderEmail(event, context);
    const { title, body } = renderInApp(event, context);
    const prose = [subject, preheader, title, body, text].join('\n').replace(/https?:\S+/g, '');
    expect(prose).not.toMatch(MISPRINTS[language]);
    if (language === 'es') expect(prose.replace(/[^¡!¿?]/g, '')).toMatch(/^(¡!|¿\?)*$/);
  });
});

describe.each(NOTIFICATION_TYPES)('%s', (type) => {
  it('says everything in words of each language’s own', () => {
    const said = LANGUAGES.map((language) => {
      const { event, context } = sampleMessage(type, 'minimal', language);
      const { title, body } = renderInApp(event, context);
      const { subject, preheader, html } = renderEmail(event, context);
      return [title, body, subject, preheader, ...parsedEmail(html).headings, renderSms(event, context).body];
    });
    const [first = []] = said;
    for (const index of first.keys()) {
      expect(new Set(said.map((texts) => texts[index])).size).toBe(LANGUAGES.length);
    }
  });
});
