/** Implements N6, N8. Which addresses the messages of an event would go to, as the worker will see them: the event's, else the directory's. */
import type { CustomerRecord } from '#database';
import { openContact } from '#delivery';
import type { AddressHasher, ContactKind } from '#privacy';
import type { EventAddresses, IncomingEvent } from './event-planner.js';

/** @param keys customers' data keys by user id */
export function eventAddresses(
  events: readonly IncomingEvent[],
  customers: ReadonlyMap<string, CustomerRecord>,
  keys: ReadonlyMap<string, Buffer>,
  hasher: AddressHasher,
): Map<IncomingEvent, EventAddresses> {
  const addressesOf = (one: IncomingEvent): EventAddresses => {
    const { userId, recipient } = one.event.data;
    const directory = customers.get(userId)?.directory ?? null;
    const hashesOf = (kind: ContactKind, own: Buffer | null, known: Buffer | null | undefined): Buffer[] => {
      const said = recipient?.[kind] ?? null;
      const stored = said === null ? known : own;
      if (stored === null || stored === undefined) return [];
      // Hashed anew only where the same address may be on record under another key.
      if (!hasher.isRotating) return [stored];
      const contact = said === null ? openContact(userId, directory?.contactSealed, keys.get(userId)) : undefined;
      return hasher.everyHashOf(kind, said ?? contact?.[kind]);
    };
    return {
      email: hashesOf('email', one.emailHash, directory?.emailHash),
      sms: hashesOf('phone', one.phoneHash, directory?.phoneHash),
    };
  };
  return new Map(events.map((one) => [one, addressesOf(one)]));
}
