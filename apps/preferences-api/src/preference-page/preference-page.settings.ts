import type { Keyring } from '#privacy';
import type { Brand } from '#templates';

/** What the page needs to know beyond the customer. */
export interface PreferencePageSettings {
  readonly brand: Brand;
  readonly defaultTimeZone: string;
  readonly tokenKeyring: Keyring;
  /** By which consent knows a number. */
  readonly lookupKeyring: Keyring;
}

/** Injection token. */
export const PAGE_SETTINGS = Symbol('preference page settings');
