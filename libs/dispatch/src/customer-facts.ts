/** Implements F3, F7, N3. What is known of the customers of events. Writes nothing: a dispatch reads it, and so does whoever asks what one would decide. */
import { type Sql, findSuppressed, loadCustomers, loadPauses } from '#database';
import type { AddressHasher } from '#privacy';
import { eventAddresses } from './event-addresses.js';
import type { IncomingEvent, PlanningFacts } from './event-planner.js';

/** All facts but how the events stand to others of their packages, which only a dispatch can settle. */
export type CustomerFacts = Omit<PlanningFacts, 'stale'>;

/** @param keys customers' data keys by user id */
export async function readCustomerFacts(
  sql: Sql,
  events: readonly IncomingEvent[],
  keys: PlanningFacts['keys'],
  hasher: AddressHasher,
): Promise<CustomerFacts> {
  const userIds = [...new Set(events.map(({ event }) => event.data.userId))];
  const customers = await loadCustomers(sql, userIds);
  const addresses = eventAddresses(events, customers, keys, hasher);
  const listed = [...addresses.values()].flatMap(({ email, sms }) => [
    ...email.map((hash) => ({ channel: 'email' as const, hash })),
    ...sms.map((hash) => ({ channel: 'sms' as const, hash })),
  ]);
  const suppressed = listed.length === 0 ? new Set<string>() : await findSuppressed(sql, listed);
  return { customers, addresses, suppressed, pauses: await loadPauses(sql), keys };
}
