/**
 * Implements N8, AC-13. What a person asks for who texts us back, in the words of `sms-keywords.vocabulary.ts`.
 *
 * A text is read as a request only if every word of it belongs to one: "please stop texting me" asks to stop, "stop at the back door"
 * is about a parcel. What stops is taken more generously than what starts again: a clause that says nothing but "stop" is enough.
 */
import {
  COURTESIES,
  type Keyword,
  MESSAGES,
  SMS_KEYWORDS,
  type SmsRequest,
  SURROUNDINGS,
} from './sms-keywords.vocabulary.js';

export type { SmsRequest } from './sms-keywords.vocabulary.js';

export interface ReadSms {
  readonly request: SmsRequest;
  /** As the words tell; null: they do not. */
  readonly language: 'en' | 'es' | 'fr' | null;
}

/** A text of more words is a letter, not a request. */
const MOST_WORDS = 24;

const MOST_WORDS_IN_PHRASE = Math.max(...[...SMS_KEYWORDS.keys()].map((phrase) => phrase.split(' ').length));

/** Where a clause ends, and a phrase with it: "No, paren" asks for what "no paren" forbids. */
const PAUSE = ',';

/** @returns undefined for a text that asks for nothing we could do */
export function readSms(text: string): ReadSms | undefined {
  const whole = readWords(wordsOf(text));
  if (whole !== undefined) return whole;
  // Below it may be a signature, or the text that is answered.
  const firstLine = text.trim().split(/\r?\n/, 1)[0] ?? '';
  const first = readWords(wordsOf(firstLine));
  return first?.request === 'stop' ? first : readWords(clausesOf(wordsOf(text)).find(saysOnlyStop) ?? []);
}

/** In words that mean nothing else. */
function saysOnlyStop(clause: readonly string[]): boolean {
  const parts = partsOf(clause).filter(({ is }) => is !== 'courtesy');
  return parts.length > 0 && parts.every(({ keyword }) => keyword?.request === 'stop' && keyword.counts === 'always');
}

function clausesOf(words: readonly string[]): string[][] {
  const clauses: string[][] = [[]];
  for (const word of words) {
    if (word === PAUSE) clauses.push([]);
    else clauses.at(-1)?.push(word);
  }
  return clauses;
}

/** In lower case and without accents, with a {@link PAUSE} between clauses; letters spelled apart are one word. */
function wordsOf(text: string): string[] {
  const plain = text.slice(0, 400).replaceAll('🛑', ' stop ').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const found = plain.match(/[\p{L}\p{N}]+|[.,;:!?…](?=\s)|\n/gu) ?? [];
  const isWord = (each: string) => /[\p{L}\p{N}]/u.test(each);
  const words = found.filter(isWord);
  if (words.length > 2 && words.every((word) => word.length === 1)) return [words.join('')];
  const sentence = found.map((each) => (isWord(each) ? each : PAUSE)).join(' ');
  return sentence.replace(/\b(?:don t|dont|never|no longer)\b/g, 'do not').split(' ');
}

/** A word or phrase, and what it is to us. */
interface Part {
  readonly words: string;
  readonly is: 'keyword' | 'message' | 'courtesy' | 'surrounding' | 'pause' | 'unknown';
  readonly keyword?: Keyword;
}

function readWords(words: readonly string[]): ReadSms | undefined {
  if (words.length > MOST_WORDS) return undefined;
  const parts = partsOf(words);
  if (parts.some(({ is }, at) => is === 'unknown' || isTakenBack(parts, at))) return undefined;
  const keywords = parts.flatMap(({ keyword }) => keyword ?? []);
  const isAlone = parts.every(({ is }) => is === 'keyword' || is === 'courtesy' || is === 'pause');
  const isAboutMessages = parts.some(({ is }) => is === 'message');
  const heard = withoutAsides(keywords, isAboutMessages);
  const [request, ...others] = new Set(heard.map((keyword) => keyword.request));
  if (request === undefined || others.length > 0 || !counts(heard, isAlone, isAboutMessages)) return undefined;
  return { request, language: heard.find(({ language }) => language !== null)?.language ?? null };
}

function counts(keywords: readonly Keyword[], isAlone: boolean, isAboutMessages: boolean): boolean {
  const has = (...kinds: Keyword['counts'][]) => keywords.some((keyword) => kinds.includes(keyword.counts));
  if (isAlone) return has('always', 'alone', 'alone_or_beside_messages');
  return !has('alone') && (has('always') || isAboutMessages);
}

/** "Yes, stop" and "STOP. Help!" ask to stop: beside what can mean nothing else, words that count only alone are asides. */
function withoutAsides(keywords: readonly Keyword[], isAboutMessages: boolean): readonly Keyword[] {
  const stops = keywords.filter(({ request }) => request === 'stop');
  const isCertain = stops.some(({ counts }) => counts === 'always' || isAboutMessages);
  const onlyAsides = keywords.every(({ request, counts }) => request === 'stop' || counts === 'alone');
  return isCertain && onlyAsides ? stops : keywords;
}

/** Of two phrases that begin at a word, the longer one is meant. */
function partsOf(words: readonly string[]): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < words.length;) {
    const part = partAt(words, at);
    parts.push(part);
    at += part.words.split(' ').length;
  }
  return parts;
}

function partAt(words: readonly string[], at: number): Part {
  for (let length = Math.min(MOST_WORDS_IN_PHRASE, words.length - at); length > 0; length--) {
    const phrase = words.slice(at, at + length).join(' ');
    const part = partOf(phrase);
    if (part.is !== 'unknown' || length === 1) return part;
  }
  throw new RangeError('There is no word to read.');
}

function partOf(words: string): Part {
  const keyword = SMS_KEYWORDS.get(words);
  if (keyword !== undefined) return { words, is: 'keyword', keyword };
  if (MESSAGES.has(words)) return { words, is: 'message' };
  if (COURTESIES.has(words)) return { words, is: 'courtesy' };
  if (SURROUNDINGS.has(words)) return { words, is: 'surrounding' };
  return { words, is: words === PAUSE ? 'pause' : 'unknown' };
}

/** What joins a refusal to what is refused: "do not want you *to* stop", "no quiero *que* paren", "ne veux pas *me* désabonner". */
const LINKS: readonly string[] = ['to', 'que', 'me', 'vous'];

/** Whether the keyword at a position is what somebody does not want: "I do not want to stop texts", "no cancelen los mensajes". */
function isTakenBack(parts: readonly Part[], at: number): boolean {
  const keyword = parts[at]?.keyword;
  if (keyword === undefined) return false;
  const before = parts.slice(0, at);
  const negated = before.at(before.at(-1)?.words === 'me' ? -2 : -1);
  if (keyword.language === 'es' && negated?.words === 'no') return true;
  const from = before.findLastIndex((part) => isRefusal(part) || part.is === 'message' || part.is === 'pause');
  return isRefusal(before[from]) && (from === at - 1 || LINKS.includes(before.at(-1)?.words ?? ''));
}

const isRefusal = (part: Part | undefined) => part?.keyword?.refuses === true;
