/** An email's own words. Greeting, details, signature and footer are added to every email alike. */
export interface EmailWording {
  readonly subject: string;
  /** What a mail client shows beside the subject. */
  readonly preheader: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** Shown where the facts hold a link. */
  readonly button?: string;
}

export interface InAppWording {
  readonly title: string;
  readonly body: string;
}

/** One type in one language: plain text only, whoever lays it out escapes it. */
export interface Wording<Facts> {
  readonly email: (facts: Facts) => EmailWording;
  /**
   * The same message from its fullest to its shortest form, without brand and opt-out, which every SMS gets. Our own
   * words fold to GSM-7 without losing a letter's accent (no á, í, ó, ú, ç, ê, œ): they read well and leave room.
   */
  readonly sms: (facts: Facts) => readonly [string, ...string[]];
  readonly inApp: (facts: Facts) => InAppWording;
}

/** @returns the sentence with its full stop, unless the data that it ends in has brought one: "with Correos, S.A." */
export function fullStop(sentence: string): string {
  return /[.…!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** @returns the sentences that there are, as one text */
export function sentences(...parts: readonly (string | null | false)[]): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join(' ');
}
