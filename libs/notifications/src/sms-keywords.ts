/**
 * Implements N8, AC-13. What a person asks for who texts us back. Sources: Twilio's "Support for Opt-Out Keywords" for the words that
 * stand alone; 47 CFR 64.1200(a)(10), by which people revoke consent in any reasonable words.
 *
 * A text is read as a request only if nothing is left of it once the words around the request are taken away: "please stop texting me" is
 * one, "stop at the back door" is about a parcel. What stops is taken more generously than what starts again.
 */

export type SmsRequest = 'stop' | 'start' | 'help';

interface Keyword {
  readonly request: SmsRequest;
  /** null: the same word is used in all languages. */
  readonly language: 'en' | 'es' | 'fr' | null;
  /**
   * Words that have other meanings, too. `beside_messages`: among more than courtesies they count only beside a word for messages;
   * `alone`: never.
   */
  readonly counts?: 'beside_messages' | 'alone';
}

const STOP = (language: Keyword['language']): Keyword => ({ request: 'stop', language });
const PERHAPS_STOP = (language: Keyword['language']): Keyword => ({ ...STOP(language), counts: 'beside_messages' });
const START = (language: Keyword['language']): Keyword => ({ request: 'start', language, counts: 'beside_messages' });
const YES = (language: Keyword['language']): Keyword => ({ request: 'start', language, counts: 'alone' });
const HELP = (language: Keyword['language']): Keyword => ({ request: 'help', language, counts: 'alone' });

/** By words in lower case without accents; several words are a phrase. */
export const SMS_KEYWORDS = {
  stop: STOP(null),
  stopall: STOP(null),
  'stop all': STOP(null),
  unsubscribe: STOP('en'),
  unsubscribed: STOP('en'),
  optout: STOP('en'),
  'opt out': STOP('en'),
  revoke: STOP('en'),
  'remove me': STOP('en'),
  'take me off': STOP('en'),
  'leave me alone': STOP('en'),
  'no more': PERHAPS_STOP('en'),
  'do not text me': STOP('en'),
  'don t text me': STOP('en'),
  'dont text me': STOP('en'),
  'do not message me': STOP('en'),
  'don t message me': STOP('en'),
  'dont message me': STOP('en'),
  'do not contact me': STOP('en'),
  'don t contact me': STOP('en'),
  'dont contact me': STOP('en'),
  'do not send me': PERHAPS_STOP('en'),
  'don t send me': PERHAPS_STOP('en'),
  'dont send me': PERHAPS_STOP('en'),
  cancel: PERHAPS_STOP('en'),
  end: PERHAPS_STOP('en'),
  quit: PERHAPS_STOP('en'),
  alto: PERHAPS_STOP('es'),
  parar: PERHAPS_STOP('es'),
  pare: PERHAPS_STOP('es'),
  paren: PERHAPS_STOP('es'),
  basta: PERHAPS_STOP('es'),
  cancelar: PERHAPS_STOP('es'),
  cancele: PERHAPS_STOP('es'),
  detener: PERHAPS_STOP('es'),
  'dejen de enviar': PERHAPS_STOP('es'),
  'dejen de enviarme': STOP('es'),
  'deje de enviarme': STOP('es'),
  'dejen de mandarme': STOP('es'),
  baja: PERHAPS_STOP('es'),
  'dar de baja': STOP('es'),
  'darme de baja': STOP('es'),
  'denme de baja': STOP('es'),
  'deme de baja': STOP('es'),
  desuscribir: STOP('es'),
  desuscribirme: STOP('es'),
  'no mas': PERHAPS_STOP('es'),
  'no quiero mas': PERHAPS_STOP('es'),
  'no me envien': PERHAPS_STOP('es'),
  'no me envie': PERHAPS_STOP('es'),
  'no me manden': PERHAPS_STOP('es'),
  'dejenme en paz': STOP('es'),
  arret: PERHAPS_STOP('fr'),
  arreter: PERHAPS_STOP('fr'),
  arretez: PERHAPS_STOP('fr'),
  annuler: PERHAPS_STOP('fr'),
  desabonner: STOP('fr'),
  desabonnez: STOP('fr'),
  desabonnement: STOP('fr'),
  desinscrire: STOP('fr'),
  desinscription: STOP('fr'),
  resilier: PERHAPS_STOP('fr'),
  'plus de sms': STOP('fr'),
  'plus de messages': STOP('fr'),
  'plus de textos': STOP('fr'),
  'plus de notifications': STOP('fr'),
  'ne m envoyez plus': STOP('fr'),
  'laissez moi tranquille': STOP('fr'),
  start: START(null),
  unstop: START('en'),
  yes: YES('en'),
  resubscribe: START('en'),
  iniciar: START('es'),
  empezar: START('es'),
  reanudar: START('es'),
  alta: YES('es'),
  commencer: START('fr'),
  demarrer: START('fr'),
  reprendre: START('fr'),
  help: HELP('en'),
  info: HELP(null),
  ayuda: HELP('es'),
  informacion: HELP('es'),
  aide: HELP('fr'),
} as const satisfies Record<string, Keyword>;

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Courtesies: what may stand around any request. */
const COURTESIES = words(`
  please pls plz thanks thank you hi hello hey ok okay now immediately asap kindly just again can could would will
  por favor porfavor gracias hola ya ahora mismo inmediatamente de nuevo
  svp stp s il vous te plait merci bonjour maintenant immediatement tout suite
`);

/** What people call what we send. */
const MESSAGES = words(`
  text texts message messages sms msg msgs notification notifications notifs
  mensaje mensajes texto textos notificacion notificaciones avisos
  notifs
`);

/** What else a request to stop is made of. */
const SURROUNDINGS = words(`
  i we want would like to the a an all any these this those your from for me my us number phone it off list of and
  texting sending messaging contacting receiving getting sent send no you have wrong person
  quiero queremos los las el la todos todas estos estas sus me mi mis nos numero telefono enviar enviarme mandar mandarme recibir
  enviando mandando mas a
  je veux voudrais souhaite de d des les le la ces cet ce vos mes mon ma me m moi tous toutes envoyer envoi recevoir numero telephone
  plus aux du
`);

/** A text that is longer is a letter, not a request. */
const MOST_WORDS = 14;
/** Longer than any phrase. */
const MOST_WORDS_IN_PHRASE = 4;

export interface ReadSms {
  readonly request: SmsRequest;
  /** As the words tell; null: they do not. */
  readonly language: 'en' | 'es' | 'fr' | null;
}

/** @returns undefined for a text that asks for nothing we could do */
export function readSms(text: string): ReadSms | undefined {
  const whole = readWords(wordsOf(text));
  if (whole !== undefined) return whole;
  // Below it may be a signature, or the text that is answered.
  const firstLine = text.trim().split(/\r?\n/, 1)[0] ?? '';
  const first = readWords(wordsOf(firstLine));
  return first?.request === 'stop' ? first : undefined;
}

/** In lower case, without accents and punctuation; letters spelled apart are one word. */
function wordsOf(text: string): string[] {
  const plain = text.slice(0, 400).replaceAll('🛑', ' stop ').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const found = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  return found.length > 2 && found.every((word) => word.length === 1) ? [found.join('')] : found;
}

function readWords(found: readonly string[]): ReadSms | undefined {
  if (found.length === 0 || found.length > MOST_WORDS) return undefined;
  const { keywords: all, others } = keywordsIn(found);
  const keywords = withoutAsides(all);
  const [request, ...rest] = new Set(keywords.map((keyword) => keyword.request));
  if (request === undefined || rest.length > 0) return undefined;
  const onlyCourtesies = others.every((word) => COURTESIES.has(word));
  if (!onlyCourtesies && !isAboutMessages(keywords, others)) return undefined;
  return { request, language: keywords.find(({ language }) => language !== null)?.language ?? null };
}

/** "Yes, stop" and "STOP. Help!" ask to stop: beside words that can mean nothing else, those that count only alone do not count. */
function withoutAsides(keywords: readonly Keyword[]): readonly Keyword[] {
  const stops = keywords.filter(({ request }) => request === 'stop');
  const onlyAsides = keywords.every(({ request, counts }) => request === 'stop' || counts === 'alone');
  return onlyAsides && stops.some(({ counts }) => counts === undefined) ? stops : keywords;
}

function isAboutMessages(keywords: readonly Keyword[], others: readonly string[]): boolean {
  if (keywords.some(({ counts }) => counts === 'alone')) return false;
  const isUnambiguous = keywords.some(({ counts }) => counts === undefined);
  const known = others.every((word) => COURTESIES.has(word) || MESSAGES.has(word) || SURROUNDINGS.has(word));
  return known && (isUnambiguous || others.some((word) => MESSAGES.has(word)));
}

/** Of two phrases that begin at a word, the longer one is meant. */
function keywordsIn(found: readonly string[]): { keywords: Keyword[]; others: string[] } {
  const keywords: Keyword[] = [];
  const others: string[] = [];
  for (let at = 0; at < found.length;) {
    const length = phraseLengthAt(found, at);
    const keyword = keywordOf(found.slice(at, at + Math.max(length, 1)).join(' '));
    if (keyword === undefined) others.push(found[at] ?? '');
    else keywords.push(keyword);
    at += Math.max(length, 1);
  }
  return { keywords, others };
}

/** @returns 0 where no keyword begins */
function phraseLengthAt(found: readonly string[], at: number): number {
  for (let length = MOST_WORDS_IN_PHRASE; length > 0; length--) {
    if (at + length <= found.length && keywordOf(found.slice(at, at + length).join(' ')) !== undefined) return length;
  }
  return 0;
}

function keywordOf(phrase: string): Keyword | undefined {
  return Object.hasOwn(SMS_KEYWORDS, phrase) ? SMS_KEYWORDS[phrase as keyof typeof SMS_KEYWORDS] : undefined;
}
