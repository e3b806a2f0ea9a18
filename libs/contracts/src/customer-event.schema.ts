/** Implements F3, N6. What upstream publishes about a customer; it feeds our own recipient directory. */
import { z } from 'zod';
import { instant, opaqueId, text } from './fields.schema.js';

const consent = z.object({
  channel: z.literal('sms'),
  /** As upstream calls it; `ADVERTISING_PURPOSES` permit no texts about orders. */
  purpose: text(64),
  method: text(64),
  at: instant(),
  textVersion: text(64),
});

/** An absent field keeps what is stored, null clears it. */
export const customerUpsertedSchema = z.object({
  userId: opaqueId(),
  email: text(254).nullish(),
  phone: text(32).nullish(),
  name: text(200).nullish(),
  language: text(35).nullish(),
  timeZone: text(64).nullish(),
  country: text(2).nullish(),
  consents: z.array(consent).max(20).optional(),
});

export const customerDeletedSchema = z.object({ userId: opaqueId() });

export const CUSTOMER_DATA_SCHEMAS = {
  'customer.upserted': customerUpsertedSchema,
  'customer.deleted': customerDeletedSchema,
} as const;

export type CustomerEventType = keyof typeof CUSTOMER_DATA_SCHEMAS;
export type CustomerUpserted = z.infer<typeof customerUpsertedSchema>;

/** A valid customer event; `time` decides which of two wins. */
export type CustomerEvent =
  | { readonly type: 'customer.upserted'; readonly id: string; readonly time: Date; readonly data: CustomerUpserted }
  | { readonly type: 'customer.deleted'; readonly id: string; readonly time: Date; readonly data: { userId: string } };
