/** Implements F1. How many segments a text takes on the air, and how to make it take fewer. */

/** GSM 03.38, the default alphabet: one septet each. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Its extension table: escape and character, two septets that stay together. */
const EXTENDED = '^{}\\[~]|€\f';

const SEPTETS: ReadonlyMap<string, number> = new Map([
  ...Array.from(BASIC, (character) => [character, 1] as const),
  ...Array.from(EXTENDED, (character) => [character, 2] as const),
]);

/** In septets or in UTF-16 code units: alone, and where a header of 6 bytes joins several. */
const CAPACITY = {
  'GSM-7': { single: 160, joined: 153 },
  'UCS-2': { single: 70, joined: 67 },
} as const;

const UNITS = {
  'GSM-7': (character: string) => SEPTETS.get(character) ?? 0,
  'UCS-2': (character: string) => character.length,
} as const;

export type SmsEncoding = keyof typeof CAPACITY;

export interface SmsSize {
  readonly encoding: SmsEncoding;
  readonly segments: number;
}

export function isGsm7(text: string): boolean {
  return Array.from(text).every((character) => SEPTETS.has(character));
}

export function smsSize(text: string): SmsSize {
  const encoding = isGsm7(text) ? 'GSM-7' : 'UCS-2';
  return { encoding, segments: countSegments(Array.from(text, UNITS[encoding]), encoding) };
}

/** A character of two units never straddles two segments. */
function countSegments(units: readonly number[], encoding: SmsEncoding): number {
  const { single, joined } = CAPACITY[encoding];
  if (units.reduce((sum, size) => sum + size, 0) <= single) return 1;
  let segments = 1;
  let used = 0;
  for (const size of units) {
    if (used + size > joined) {
      segments += 1;
      used = 0;
    }
    used += size;
  }
  return segments;
}
