import { z } from 'zod';
import { PROVIDERS, WEBHOOK_OUTCOMES } from './ledger-entries.js';

const instant = () =>
  z.iso
    .datetime({ offset: true })
    .transform((value) => new Date(value).toISOString())
    .optional();

/** What requests are searched by, and messages and webhooks, too. */
export const RequestQuerySchema = z.strictObject({
  provider: z.enum(PROVIDERS).optional(),
  /** Email address or phone number, as it was sent. */
  to: z.string().optional(),
  notificationId: z.string().optional(),
  /** From this instant on. */
  since: instant(),
  /** Before this instant. */
  until: instant(),
  /** The newest so many. */
  limit: z.coerce.number().int().min(1).max(200_000).default(1_000),
});

export const LedgerQuerySchema = RequestQuerySchema.extend({
  providerMessageId: z.string().optional(),
  /** The provider's latest word. */
  status: z.string().optional(),
  /** Something a webhook told of the message. */
  event: z.string().optional(),
  /** `false` leaves `text` and `html` of emails out. */
  content: z.stringbool().default(true),
});

export const WebhookQuerySchema = RequestQuerySchema.extend({
  event: z.string().optional(),
  outcome: z.enum(WEBHOOK_OUTCOMES).optional(),
});

export type LedgerQuery = z.output<typeof LedgerQuerySchema>;
export type RequestQuery = z.output<typeof RequestQuerySchema>;
export type WebhookQuery = z.output<typeof WebhookQuerySchema>;
