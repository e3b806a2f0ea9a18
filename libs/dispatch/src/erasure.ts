/** Implements N6, N8, AC-14. What follows a tombstone: providers are asked, the key is destroyed, the rest is scrubbed. */
import type { OrderData } from '#contracts';
import {
  type CustomerKeys,
  type Database,
  type ProviderErasure,
  type RecipientKeys,
  type SealedTraces,
  type Tombstone,
  findTraces,
  scrub,
} from '#database';
import { openContact } from '#delivery';
import { parseEmail } from '#notifications';
import { type SaidAddresses, SealBrokenError, open } from '#privacy';
import type { Clock, IdGenerator } from '#runtime';
import { forgetRejectedEvents } from './rejected-events-of.js';

/** Longer than any transaction that read a customer before the tombstone and wrote after it. */
const SETTLES_WITHIN_MS = 2 * 86_400_000;

export interface ErasureParts {
  readonly database: Database;
  readonly keys: RecipientKeys;
  readonly clock: Clock;
  readonly ids: IdGenerator;
}

/** Whether nothing is left to do: the key is gone, and whoever crashed after destroying it was made good meanwhile. */
export function isFinished({ userId, writtenAt }: Tombstone, keys: CustomerKeys, now: Date): boolean {
  return !keys.has(userId) && writtenAt.getTime() < now.getTime() - SETTLES_WITHIN_MS;
}

/**
 * Finishes erasures whose tombstones are committed. A crash anywhere in between leaves nothing that a second run does not finish: as long as the
 * key is there, so is what the requests to the providers are made of. Where it does not unwrap, that stays so until it is mended: nobody can read
 * the rest meanwhile, and the providers would never be asked.
 */
export async function finishErasures(parts: ErasureParts, standing: readonly Tombstone[]): Promise<void> {
  if (standing.length === 0) return;
  const keys = await parts.keys.find(standing.map(({ userId }) => userId));
  const tombstones = standing.filter(({ userId }) => !keys.isUnreadable(userId));
  if (tombstones.length === 0) return;
  const userIds = tombstones.map(({ userId }) => userId);
  const requests: ProviderErasure[] = [];
  const addresses: string[] = [];
  for (const [userId, key] of keys.readable) {
    const traces = await findTraces(parts.database, userId);
    const contacts = contactsIn(traces, key);
    requests.push(...requestsFor(contacts, traces.textIds, parts.ids));
    addresses.push(...contacts.flatMap(({ email, phone }) => [email ?? [], phone ?? []].flat()));
  }
  await forgetRejectedEvents(parts.database, parts.keys, { userIds, addresses });
  await parts.keys.destroy(tombstones, requests);
  await scrub(parts.database, userIds, parts.clock.now());
}

/** One job for all addresses of a customer; Twilio forgets texts one by one. */
function requestsFor(
  contacts: readonly SaidAddresses[],
  textIds: readonly string[],
  ids: IdGenerator,
): ProviderErasure[] {
  const emails = [...new Set(contacts.flatMap(({ email }) => parseEmail(email ?? '') ?? []))];
  const texts = textIds.map((id) => ({ id: ids.next(), channel: 'sms' as const, subjects: [id] }));
  return emails.length === 0 ? texts : [{ id: ids.next(), channel: 'email', subjects: emails }, ...texts];
}

/** What the directory and the order events say of a customer's addresses. */
export function contactsIn({ userId, contactSealed, events }: SealedTraces, key: Buffer): SaidAddresses[] {
  const said = events.map(({ orderEventId, payloadSealed }) => recipientIn(orderEventId, payloadSealed, key));
  return [openContact(userId, contactSealed, key), ...said].flatMap((contact) => contact ?? []);
}

/** What an earlier life of the customer left behind opens under no key. */
function recipientIn(orderEventId: string, sealed: Buffer, key: Buffer): OrderData['recipient'] {
  const place = { table: 'order_event', column: 'payload_sealed', row: orderEventId };
  try {
    return (JSON.parse(open(key, sealed, place).toString('utf8')) as OrderData).recipient;
  } catch (error) {
    if (error instanceof SealBrokenError) return undefined;
    throw error;
  }
}
