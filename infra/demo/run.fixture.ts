import { castOf, orderNamed, type Customer, type Run } from './customer.js';
import type { Sources } from './order-story.js';

export const RUN: Run = { id: 'abc123', phoneEnding: '0042', startedAt: new Date('2026-11-20T15:10:30Z') };

export const CUSTOMERS = castOf(RUN);

export function customerNamed(name: string): Customer {
  const customer = CUSTOMERS.find((one) => one.name === name);
  if (customer === undefined) throw new RangeError(`Nobody is called ${name}.`);
  return customer;
}

/** The same events every time: counted ids, and chance from a fixed beginning. */
export function fixedSources(): Sources {
  let ids = 0;
  let orders = 0;
  let chance = 1;
  return {
    nextId: () => `id-${(ids += 1)}`,
    nextOrder: () => orderNamed(RUN, (orders += 1)),
    // Park–Miller.
    random: () => (chance = (chance * 48_271) % 2_147_483_647) / 2_147_483_647,
    now: () => new Date(RUN.startedAt.getTime() + ids * 1_000),
  };
}
