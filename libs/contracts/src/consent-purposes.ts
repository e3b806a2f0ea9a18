/**
 * Implements N8. Consent is given for a purpose, which upstream names. Consent to advertising permits no text about an order; the ledger keeps it
 * as evidence.
 */
export const ADVERTISING_PURPOSES = ['advertising', 'marketing', 'newsletter', 'offers', 'promotions'] as const;

export const coversOrders = (purpose: string): boolean =>
  ADVERTISING_PURPOSES.every((each) => each !== purpose.toLowerCase());
