/** Implements N8. What a customer event means for the consent to text messages. Pure. */
import { coversOrders } from '#contracts';
import type { ConsentEvent } from '#database';

/** What an event that counts says of consent and of the number that consent belongs to. */
export interface ConsentNews {
  /** Keyed hash of the number that the event leaves the customer with. */
  readonly phoneHash: Buffer | null;
  /** A number that was known has given way to another, or to none. */
  readonly numberChanged: boolean;
  readonly eventTime: Date;
  /** What upstream collected, bound to the number. */
  readonly imported: readonly ConsentEvent[];
}

/**
 * Consent stands for one number. With the number it ends, so that one that comes back, perhaps as somebody else's, does not find it again;
 * consent that was given before a number was known is bound to the first.
 * @param standing the entry that decided so far
 * @returns what the ledger gains, and the entry that decides from then on
 */
export function entriesOf(
  standing: ConsentEvent | undefined,
  { phoneHash, numberChanged, eventTime, imported }: ConsentNews,
  nextId: () => string,
): { readonly entries: readonly ConsentEvent[]; readonly standing: ConsentEvent | undefined } {
  const given = imported.filter(({ purpose }) => coversOrders(purpose)).reduce(newer, standing);
  const followUp = followUpOf();
  return { entries: followUp === undefined ? imported : [...imported, followUp], standing: followUp ?? given };

  function followUpOf(): ConsentEvent | undefined {
    if (given?.action !== 'granted') return undefined;
    if (given.addressHash === null) return phoneHash === null ? undefined : bound(given, phoneHash, nextId());
    return numberChanged && given === standing ? ended(given, eventTime, nextId()) : undefined;
  }
}

const newer = (one: ConsentEvent | undefined, other: ConsentEvent): ConsentEvent =>
  one === undefined || other.at > one.at ? other : one;

/** Keeps what was consented to, and is a moment newer than the entry it takes over from. */
const bound = (consent: ConsentEvent, addressHash: Buffer, id: string): ConsentEvent => ({
  ...consent,
  id,
  addressHash,
  at: momentAfter(consent),
});

/** The event may be older than a consent that was given while we had not heard of it: the newest entry decides. */
const ended = (consent: ConsentEvent, eventTime: Date, id: string): ConsentEvent => ({
  ...consent,
  id,
  action: 'revoked',
  method: 'number_changed',
  source: 'directory',
  actor: 'system',
  at: eventTime > consent.at ? eventTime : momentAfter(consent),
});

const momentAfter = ({ at }: ConsentEvent): Date => new Date(at.getTime() + 1);
