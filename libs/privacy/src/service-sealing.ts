/** Implements N6. Sealing for data that has no customer yet, such as an event that could not be read. */
import type { Keyring } from './keyring.js';
import { openWithKeyring, sealWithKeyring } from './keyring-sealing.js';
import type { RandomBytes } from './random-bytes.js';
import type { Place } from './sealing.js';

/** What the service seals for itself; each has a key of its own. */
export type ServicePurpose = 'rejected_event' | 'provider_erasure';

export function sealForService(
  keyring: Keyring,
  purpose: ServicePurpose,
  plaintext: Buffer | string,
  place: Place,
  randomBytes: RandomBytes,
): Buffer {
  return sealWithKeyring(keyring, `service:${purpose}`, plaintext, place, randomBytes);
}

/**
 * @throws SealBrokenError
 * @throws UnknownKeyError
 */
export function openForService(keyring: Keyring, purpose: ServicePurpose, sealed: Buffer, place: Place): Buffer {
  return openWithKeyring(keyring, `service:${purpose}`, sealed, place);
}
