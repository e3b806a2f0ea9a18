/** Implements N6. Addresses as keyed hashes, for the suppression list and for look-ups. */
import { parseEmail, parsePhone } from '#notifications';
import { type KeyedHash, normaliseEmail } from '#privacy';

interface SaidAddresses {
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
}

export class AddressHasher {
  constructor(private readonly keyedHash: KeyedHash) {}

  /** null where there is no address, or none that could be written to. */
  hashesOf(said: SaidAddresses | undefined): { emailHash: Buffer | null; phoneHash: Buffer | null } {
    const email = parseEmail(said?.email ?? '');
    const phone = parsePhone(said?.phone ?? '');
    return {
      emailHash: email === null ? null : this.keyedHash.hash('email', normaliseEmail(email)),
      phoneHash: phone === null ? null : this.keyedHash.hash('phone', phone),
    };
  }
}
