/** Implements F2. From an event's fields to words ready for a sentence, or to an error that names the field. */
import { type KnownReasons, knownReason } from './known-reasons.js';
import { clip, singleLine } from './single-line.js';
import { type LocalMoment, formatCalendarDate, formatMoment, formatMoney, formatNumber } from './locale-format.js';
import { TemplateError, type TemplateOrigin } from './template.error.js';

type Maybe<T> = T | null | undefined;

/** In characters. A free text longer than this would push the link out of an SMS. */
const SMS_PHRASE_MAX = 40;

/** In characters: as many as two lines of a phone take. With longer ones a long order would not stay below 100 KB. */
const ITEM_NAME_MAX = 120;

/** Everything it returns is one line of plain text in the reader's language, not yet escaped for any markup. */
export class FieldReader {
  constructor(
    private readonly origin: TemplateOrigin,
    private readonly timeZone: string,
  ) {}

  present<T>(value: Maybe<T>, field: string): T {
    if (value === null || value === undefined) throw new TemplateError(this.origin, field);
    return value;
  }

  /** For numbers and codes, which stay exact. Blank counts as missing. */
  text(value: Maybe<string>, field: string): string {
    const line = singleLine(this.present(value, field));
    if (line === '') throw new TemplateError(this.origin, field);
    return line;
  }

  optionalText(value: Maybe<string>): string | null {
    const line = singleLine(value ?? '');
    return line === '' ? null : line;
  }

  /** For what people wrote; an SMS shows its beginning. */
  phrase(value: Maybe<string>, field: string): string {
    return this.fitted(this.text(value, field));
  }

  optionalPhrase(value: Maybe<string>): string | null {
    const line = this.optionalText(value);
    return line === null ? null : this.fitted(line);
  }

  itemName(value: Maybe<string>, field: string): string {
    return clip(this.text(value, field), ITEM_NAME_MAX);
  }

  /** Why something happened: in the reader's language where `known` has it, else as somebody wrote it. */
  reason(known: KnownReasons, value: Maybe<string>, field: string): string {
    const given = this.text(value, field);
    return knownReason(known, given, this.origin.language) ?? this.fitted(given);
  }

  optionalReason(known: KnownReasons, value: Maybe<string>): string | null {
    const given = this.optionalText(value);
    return given === null ? null : (knownReason(known, given, this.origin.language) ?? this.fitted(given));
  }

  number(value: Maybe<number>, field: string): string {
    return formatNumber(this.origin.language, this.present(value, field));
  }

  money(amount: Maybe<string>, currency: Maybe<string>, field: string): string {
    const given = this.present(amount, field);
    const code = this.present(currency, 'currency');
    if (!/^\d+(\.\d+)?$/.test(given)) throw new TemplateError(this.origin, field);
    return this.formatted('currency', () => formatMoney(this.origin.language, given, code));
  }

  /** @param value `YYYY-MM-DD` */
  optionalDate(value: Maybe<string>, field: string): string | null {
    if (value === null || value === undefined) return null;
    return this.formatted(field, () => formatCalendarDate(this.origin.language, value));
  }

  /** In the customer's zone. */
  moment(value: Date, field: string): LocalMoment {
    if (Number.isNaN(value.getTime())) throw new TemplateError(this.origin, field);
    return this.formatted('timeZone', () => formatMoment(this.origin.language, value, this.timeZone));
  }

  /** @returns the address in ASCII, so that no channel needs to change a character of it; one with a user name pretends to lead elsewhere */
  link(value: Maybe<string>, field: string): string {
    const given = this.present(value, field);
    const url = addressOf(given);
    if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
      throw new TemplateError(this.origin, field);
    return url.href;
  }

  optionalLink(value: Maybe<string>, field: string): string | null {
    return value === null || value === undefined ? null : this.link(value, field);
  }

  private fitted(line: string): string {
    return this.origin.channel === 'sms' ? clip(line, SMS_PHRASE_MAX) : line;
  }

  private formatted<T>(field: string, format: () => T): T {
    try {
      return format();
    } catch (cause) {
      throw new TemplateError(this.origin, field, { cause });
    }
  }
}

/** Not by `URL.canParse`: once V8 has optimised it, Node 20 refuses every address with a letter such as ü. */
function addressOf(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_INVALID_URL') return undefined;
    throw error;
  }
}
