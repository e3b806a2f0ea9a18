import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '#contracts';

/** Words that neither Spanish nor French has. */
const ENGLISH =
  'about add again all an and any are at attempt back been before button by cannot carrier changed changes choice choices choose confirmed contact delivered delivery each else elsewhere expected for from good had hello help here hi hours how if in is it its item items know language let link love method more name need news next nothing number of off order ordered orders our out package payment please price problem processed qty quantity questions quiet reason receive received refund refunded reply save saved send sent settings shipped sign soon sorry started stop team tell text texts thank thanks that the there these this time to too track tracking try turned undo unit unsubscribe unsubscribed until update updates view was way we were what when which will with work write wrong you your'.split(
    ' ',
  );

/** Spanish has these words too. */
const SPANISH_TOO = ['has', 'an', 'in'];

/** Forms of address of friends, where ours are usted and vous; and the pronoun usted, which is left out. */
const FAMILIAR: Readonly<Record<Language, readonly string[]>> = {
  en: [],
  es: 'tu tus te ti tú tuyo tuya contigo has tienes puedes quieres debes recibes eliges elige ves verás tendrás recibirás podrás contacta responde procura sigue síguelo dínoslo inténtalo guarda revisa disfruta disfrutes encante vosotros os vuestro usted ustedes'.split(
    ' ',
  ),
  fr: 'tu te ton ta tes toi tien tienne as peux veux dois recevras verras pourras choisis réponds réessaie contacte suis dis'.split(
    ' ',
  ),
};

/** Straight apostrophes; spaces before punctuation, which French wants, and wants not to break. */
const MISPRINTS = {
  en: /'|\s[!?;:]/,
  es: /'|\s[!?;:]/,
  fr: /'|[^\u00a0\s][!?;]|\p{L}:| [!?;:]/u,
} as const satisfies Record<Language, RegExp>;

/** Addresses, and what the reader has to type as it stands. */
const NO_WORDS = /\S+@\S+|https?:\S+|\b(?:STOP|START|HELP|SMS)\b/g;

const wordsOf = (text: string) =>
  text
    .replace(NO_WORDS, ' ')
    .toLowerCase()
    .split(/[^\p{L}]+/u);

const found = (texts: readonly string[], list: readonly string[]) => [
  ...new Set(texts.flatMap(wordsOf).filter((word) => list.includes(word))),
];

/** @returns the English words in them */
export function englishIn(texts: readonly string[]): string[] {
  return found(
    texts,
    ENGLISH.filter((word) => !SPANISH_TOO.includes(word)),
  );
}

export function familiarIn(texts: readonly string[], language: Language): string[] {
  return found(texts, FAMILIAR[language]);
}

/** @returns the texts that break a rule of typography */
export function misprintsIn(texts: readonly string[], language: Language): string[] {
  return texts
    .map((text) => text.replace(/https?:\S+/g, ''))
    .filter((text) => MISPRINTS[language].test(text) || (language === 'es' && !hasPairedMarks(text)));
}

const hasPairedMarks = (text: string) => /^(¡!|¿\?)*$/.test(text.replace(/[^¡!¿?]/g, ''));

/** The words that docs/glossary.md refuses, by its column "not": `es _fallido_; fr _échoué, échec_`. */
const REFUSED = refusedWords(readFileSync(join(import.meta.dirname, '../../../docs/glossary.md'), 'utf8'));

export function refusedIn(texts: readonly string[], language: Language): string[] {
  return REFUSED[language].filter((words) => {
    // Also their other forms, which end otherwise. An e-mail is no mail.
    const form = new RegExp(`(?<![\\p{L}-])${words}`, 'iu');
    return texts.some((text) => form.test(text.replace(NO_WORDS, ' ')));
  });
}

function refusedWords(glossary: string): Readonly<Record<Language, readonly string[]>> {
  const terms = glossary.split('\n## ').find((section) => section.startsWith('Terms')) ?? '';
  const cells = terms.split('\n').map((row) => row.split('|').at(-2) ?? '');
  const refused = [...cells.join(';').matchAll(/(?:^|;) *([a-z, ]+) _([^_]+)_/g)];
  const wordsIn = (language: Language) =>
    refused.flatMap(([, languages = '', words = '']) => (languages.includes(language) ? words.split(', ') : []));
  return { en: wordsIn('en'), es: wordsIn('es'), fr: wordsIn('fr') };
}
