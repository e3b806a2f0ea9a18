/** Implements N6, N8. Addresses as keyed hashes, for consent, for the suppression list and for look-ups. */
import { parseEmail, parsePhone } from '#notifications';
import { type ContactKind, type KeyedHash, normaliseEmail } from './keyed-hash.js';

/** Absent or null: not known. */
export interface SaidAddresses {
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
}

const NORMALISED = {
  email: (said) => {
    const email = parseEmail(said);
    return email === null ? null : normaliseEmail(email);
  },
  phone: parsePhone,
} as const satisfies Record<ContactKind, (said: string) => string | null>;

export class AddressHasher {
  constructor(private readonly keyedHash: KeyedHash) {}

  /** Under the active key: what is stored. null where there is no address, or none that could be written to. */
  hashesOf(said: SaidAddresses | undefined): { emailHash: Buffer | null; phoneHash: Buffer | null } {
    return { emailHash: this.hashOf('email', said?.email), phoneHash: this.hashOf('phone', said?.phone) };
  }

  /** Under every key, the active one first: what is compared with. None where there is no address that could be written to. */
  everyHashOf(kind: ContactKind, said: string | null | undefined): Buffer[] {
    const address = NORMALISED[kind](said ?? '');
    return address === null ? [] : this.keyedHash.hashAll(kind, address);
  }

  /** Several keys are in use: an address may be on record under any of them. */
  get isRotating(): boolean {
    return this.keyedHash.keyCount > 1;
  }

  private hashOf(kind: ContactKind, said: string | null | undefined): Buffer | null {
    const address = NORMALISED[kind](said ?? '');
    return address === null ? null : this.keyedHash.hash(kind, address);
  }
}
