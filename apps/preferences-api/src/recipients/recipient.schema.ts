/** Implements N6. The directory's entry of a customer, as internal callers write and read it. */
import { customerUpsertedSchema } from '#contracts';
import { z } from 'zod';

const { userId, ...fields } = customerUpsertedSchema.shape;

export const userIdSchema = z.object({ userId });

/** As the data of `customer.upserted`: an absent field keeps what is known, null clears it. */
export const recipientInputSchema = z.strictObject(fields).meta({ id: 'RecipientInput' });

export type RecipientInput = z.output<typeof recipientInputSchema>;

export const recipientSchema = z
  .object({
    userId: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    name: z.string().nullable(),
    language: z.string().nullable(),
    timeZone: z.string().nullable(),
    country: z.string().nullable(),
    /** Time of the newest statement in it. */
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Recipient' });

export type RecipientDocument = z.output<typeof recipientSchema>;

export const erasureSchema = z
  .object({
    userId: z.string(),
    /** From then on nothing is known of the customer. The providers are asked to forget them, too, until they have. */
    erasedAt: z.iso.datetime(),
  })
  .meta({ id: 'Erasure' });

export type ErasureDocument = z.output<typeof erasureSchema>;
