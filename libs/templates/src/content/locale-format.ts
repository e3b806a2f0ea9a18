/** Implements F2, F3. Money, dates, times and plurals as the readers of each language write them. */
import type { Language } from '#contracts';

/** Whose formats each language is written with: es and fr are read in many countries and stay neutral; English dates and times are American. */
export const LOCALES = { en: 'en-US', es: 'es', fr: 'fr' } as const satisfies Record<Language, string>;

/** Making an Intl formatter costs far more than using it. */
function memoized<Formatter>(make: (...args: string[]) => Formatter): (...args: string[]) => Formatter {
  const made = new Map<string, Formatter>();
  return (...args) => {
    const key = args.join('|');
    const formatter = made.get(key) ?? make(...args);
    made.set(key, formatter);
    return formatter;
  };
}

const moneyFormat = memoized(
  (locale, currency = '', digits = '0') =>
    new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: Number(digits) }),
);
const dateFormat = memoized(
  (locale, timeZone = '') =>
    new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone }),
);
const timeFormat = memoized(
  (locale, timeZone = '') => new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone }),
);
const numberFormat = memoized((locale) => new Intl.NumberFormat(locale));
const pluralRules = memoized((locale) => new Intl.PluralRules(locale));

function defaultDigits(locale: string, currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions();
  return maximumFractionDigits ?? 0;
}
const usualDigits = memoized((locale, currency = '') => defaultDigits(locale, currency));

/**
 * Every digit that was given is shown: an amount is never rounded.
 * @param amount decimal string such as `129.90`, formatted without passing through a binary fraction
 * @param currency ISO 4217 code
 */
export function formatMoney(language: Language, amount: string, currency: string): string {
  const locale = LOCALES[language];
  const given = amount.split('.')[1]?.replace(/0+$/, '').length ?? 0;
  const digits = Math.max(given, usualDigits(locale, currency));
  return moneyFormat(locale, currency, String(digits)).format(amount as Intl.StringNumericLiteral);
}

/** French counts the first of a month, Spanish does without the comma that CLDR puts after the weekday. */
const DATE_PARTS = {
  en: ({ value }) => value,
  es: ({ type, value }) => (type === 'literal' ? value.replace(',', '') : value),
  fr: ({ type, value }) => (type === 'day' && value === '1' ? '1er' : value),
} as const satisfies Record<Language, (part: Intl.DateTimeFormatPart) => string>;

function formatDay(language: Language, instant: Date, timeZone: string): string {
  return dateFormat(LOCALES[language], timeZone).formatToParts(instant).map(DATE_PARTS[language]).join('');
}

/**
 * A calendar date belongs to no zone: the 25th stays the 25th everywhere.
 * @param date `YYYY-MM-DD`
 * @throws RangeError for what is no date
 */
export function formatCalendarDate(language: Language, date: string): string {
  return formatDay(language, new Date(`${date}T00:00:00Z`), 'UTC');
}

/** French separates hours and minutes by an h, and a line does not break there. */
function formatTime(language: Language, instant: Date, timeZone: string): string {
  const time = timeFormat(LOCALES[language], timeZone).format(instant);
  return language === 'fr' ? time.replace(':', '\u00a0h\u00a0') : time;
}

/** An instant as somebody in a zone would tell it. */
export interface LocalMoment {
  readonly date: string;
  readonly time: string;
}

/** @throws RangeError for an unknown zone or an invalid date */
export function formatMoment(language: Language, instant: Date, timeZone: string): LocalMoment {
  return {
    date: formatDay(language, instant, timeZone),
    time: formatTime(language, instant, timeZone),
  };
}

export function formatNumber(language: Language, count: number): string {
  return numberFormat(LOCALES[language]).format(count);
}

/** The noun for each plural category. `many` is es and fr for whole millions: “un millón de productos”. */
export interface PluralForms {
  readonly one: string;
  readonly many?: string;
  readonly other: string;
}

/** @returns number and noun: `1 item`, `1,200 items` */
export function formatCount(language: Language, count: number, forms: PluralForms): string {
  const category = pluralRules(LOCALES[language]).select(count);
  const noun = category === 'one' ? forms.one : category === 'many' ? (forms.many ?? forms.other) : forms.other;
  return `${formatNumber(language, count)} ${noun}`;
}
