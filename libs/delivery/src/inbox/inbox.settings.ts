import type { Brand } from '#templates';

/** What texts of the inbox are written with. */
export interface InboxSettings {
  readonly brand: Brand;
  /** IANA name; for customers whose own is not known. */
  readonly defaultTimeZone: string;
}

/** Injection token. */
export const INBOX_SETTINGS = Symbol('inbox settings');
