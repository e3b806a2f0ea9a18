/** Implements F1. */
import { isGsm7 } from './sms-size.js';

/** Their left sides are in no GSM-7 table. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ...Array.from('‘’‚‛′', (character) => [character, "'"] as const),
  ...Array.from('“”„″«»', (character) => [character, '"'] as const),
  ...Array.from('‐‑‒–—−·', (character) => [character, '-'] as const),
  ...Array.from('•∙●', (character) => [character, '*'] as const),
  ...Array.from('\u00a0\u2007\u2009\u202f', (character) => [character, ' '] as const),
  ['…', '...'],
  ['×', 'x'],
]);

/** What accents alone do not explain. */
const LETTERS: ReadonlyMap<string, string> = new Map([
  ['œ', 'oe'],
  ['Œ', 'OE'],
  ['ł', 'l'],
  ['Ł', 'L'],
  ['đ', 'd'],
  ['Đ', 'D'],
  ['ı', 'i'],
]);

const COMBINING_MARK = /\p{Mn}/gu;

export interface FoldingOptions {
  /** Whether letters lose accents, and not only signs their typography. */
  readonly letters: boolean;
}

/**
 * One character outside GSM-7 halves the room of a whole SMS, so letters lose the accents that GSM-7 lacks (á → a, ç → c;
 * é, è, à, ñ, ü keep theirs) and typographic signs become plain ones.
 *
 * @returns the folded text if that makes it GSM-7; otherwise, where folding would gain nothing (an emoji, another
 *   script), the text with every letter as it was
 */
export function foldToGsm7(text: string, { letters }: FoldingOptions = { letters: true }): string {
  const composed = text.normalize('NFC');
  const fold = letters ? foldCharacter : foldSign;
  const folded = Array.from(composed, fold).join('');
  return isGsm7(folded) ? folded : composed;
}

function foldCharacter(character: string): string {
  if (isGsm7(character)) return character;
  const plain = SIGNS.get(character) ?? LETTERS.get(character) ?? withoutAccents(character);
  return plain === '' ? character : plain;
}

function foldSign(character: string): string {
  return SIGNS.get(character) ?? character;
}

function withoutAccents(character: string): string {
  return character.normalize('NFD').replace(COMBINING_MARK, '');
}
