/** Implements F3. The language and the time zone in which a customer reads a message. */
import type { Language, OrderRecipient } from '#contracts';
import type { CustomerRecord } from '#database';
import { resolveLanguage, resolveTimeZone } from '#notifications';

export interface MessageLocale {
  readonly language: Language;
  /** IANA name. */
  readonly timeZone: string;
}

/** @param recipient as the event has it, if it can be read */
export function messageLocale(
  { preferences, directory }: Pick<CustomerRecord, 'preferences' | 'directory'>,
  recipient: OrderRecipient | undefined,
  defaultTimeZone: string,
): MessageLocale {
  return {
    language: resolveLanguage([preferences.language, recipient?.language, directory?.language]),
    timeZone: resolveTimeZone([preferences.timeZone, directory?.timeZone, recipient?.timeZone], defaultTimeZone),
  };
}
