import { z } from 'zod';
import { PROVIDERS } from './ledger-entries.js';

export const LedgerQuerySchema = z.strictObject({
  provider: z.enum(PROVIDERS).optional(),
  /** Email address or phone number, as it was sent. */
  to: z.string().optional(),
  notificationId: z.string().optional(),
  /** From this instant on. */
  since: z.iso
    .datetime({ offset: true })
    .transform((value) => new Date(value).toISOString())
    .optional(),
  /** The newest so many. */
  limit: z.coerce.number().int().min(1).max(200_000).default(1_000),
  /** `false` leaves `text` and `html` of emails out. */
  content: z.stringbool().default(true),
});

export type LedgerQuery = z.output<typeof LedgerQuerySchema>;
