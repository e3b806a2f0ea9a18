import type { Language } from '#contracts';

/** What carriers and clerks write, in every form we have seen, and how we put it. */
export interface KnownReason extends Readonly<Record<Language, string>> {
  /** In lower case, words apart by one space. */
  readonly written: readonly string[];
}

/** Phrases that stand in brackets. Like all words of an SMS they keep to GSM-7. */
export type KnownReasons = readonly KnownReason[];

/** @returns the reason in the reader's language; null where it is not a known one. `NOBODY_HOME` and `Nobody home.` are the same */
export function knownReason(known: KnownReasons, given: string, language: Language): string | null {
  const words = given
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim();
  return known.find(({ written }) => written.includes(words))?.[language] ?? null;
}
