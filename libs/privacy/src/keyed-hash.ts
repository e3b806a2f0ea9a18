/** Implements N6. Look-ups by address without storing the address. */
import { createHmac } from 'node:crypto';
import type { Keyring } from './keyring.js';

export type ContactKind = 'email' | 'phone';

/**
 * HMAC-SHA-256 (32 bytes) of addresses under `LOOKUP_KEYRING`. A plain hash would not do: all phone numbers can be tried.
 * Values must be normalised: emails by `normaliseEmail`, phones as E.164.
 */
export class KeyedHash {
  constructor(private readonly keyring: Keyring) {}

  get keyCount(): number {
    return this.keyring.ids.length;
  }

  /** With the active key: what new rows store. */
  hash(kind: ContactKind, normalisedValue: string): Buffer {
    return this.hashWith(this.keyring.activeId, kind, normalisedValue);
  }

  /** With every key, the active one first: what a look-up compares with while a rotation is under way. */
  hashAll(kind: ContactKind, normalisedValue: string): Buffer[] {
    return this.keyring.ids.map((id) => this.hashWith(id, kind, normalisedValue));
  }

  private hashWith(keyId: string, kind: ContactKind, value: string): Buffer {
    return createHmac('sha256', this.keyring.keyFor(`lookup:${kind}`, keyId))
      .update(value, 'utf8')
      .digest();
  }
}

/** The form in which two spellings of an address are the same customer. Providers treat the local part alike in any case. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}
