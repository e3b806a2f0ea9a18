import type { OrderEvent } from '#contracts';

/** Who the orders are for, in turn: everybody comes once before anybody comes again. */
export const CUSTOMERS = 5_000;

export interface Customer {
  readonly userId: string;
  readonly recipient: NonNullable<OrderEvent['data']['recipient']> & { readonly phone: string };
}

/** The customer of an order, by its number. */
export function customerOf(order: number): Customer {
  const number = order % CUSTOMERS;
  return {
    userId: `bench-${number}`,
    recipient: {
      email: `customer.${number}@example.com`,
      phone: `+1415200${String(number).padStart(4, '0')}`,
      name: 'Ana',
      language: 'en',
      timeZone: 'America/Los_Angeles',
    },
  };
}
