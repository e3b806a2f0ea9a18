/** Implements F3. The languages every text exists in. */
export const LANGUAGES = ['en', 'es', 'fr'] as const;

export type Language = (typeof LANGUAGES)[number];

/** Used where neither the customer, the event nor the directory names a language we write in. */
export const DEFAULT_LANGUAGE: Language = 'en';
