/** Implements F3. The language and the time zone in which a customer reads a message, and the zones in which a text may be too early. */
import type { Language, OrderRecipient } from '#contracts';
import type { CustomerRecord } from '#database';
import { type PossibleZones, resolveLanguage, resolveTimeZones } from '#notifications';

/** What of a customer's record says where they are and what they read. */
type Located = Pick<CustomerRecord, 'preferences' | 'directory'>;

/** @param recipient as the event has it, if it can be read */
export function messageLanguage({ preferences, directory }: Located, recipient: OrderRecipient | undefined): Language {
  return resolveLanguage([preferences.language, recipient?.language, directory?.language]);
}

/**
 * @param recipient as the event has it, if it can be read
 * @param phone the number the customer would be texted at; asked only where no zone is named
 */
export function messageZones(
  { preferences, directory }: Located,
  recipient: OrderRecipient | undefined,
  phone: () => string | null,
  defaultTimeZone: string,
): PossibleZones {
  const named = [preferences.timeZone, directory?.timeZone, recipient?.timeZone];
  return resolveTimeZones(named, phone, defaultTimeZone);
}
