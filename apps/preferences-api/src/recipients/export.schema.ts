/** Implements N8. Everything that is held of a customer, in one document. */
import { CHANNELS, NOTIFICATION_TYPES, notificationDocumentSchema, preferencesDocumentSchema } from '#contracts';
import { z } from 'zod';
import { recipientSchema } from './recipient.schema.js';

const instant = z.iso.datetime();

const preferenceChange = z.object({
  at: instant,
  actor: z.string(),
  source: z.string(),
  changes: z.array(
    z.object({
      choice: z.string(),
      from: z.union([z.boolean(), z.string()]).nullable(),
      to: z.union([z.boolean(), z.string()]).nullable(),
    }),
  ),
});

const consent = z.object({
  channel: z.enum(CHANNELS),
  action: z.enum(['granted', 'revoked']),
  /** Whether it names a number, of which a keyed hash is kept. */
  boundToNumber: z.boolean(),
  purpose: z.string(),
  method: z.string(),
  source: z.string(),
  textVersion: z.string().nullable(),
  actor: z.string(),
  at: instant,
});

const suppression = z.object({ channel: z.enum(CHANNELS), reason: z.string(), since: instant });

const suppressionEvent = z.object({
  channel: z.enum(CHANNELS),
  action: z.enum(['suppressed', 'lifted']),
  reason: z.string(),
  /** By which way it came. */
  source: z.string(),
  at: instant,
});

const auditEntry = z.object({
  action: z.string(),
  /** The customer, a notification or a suppression, by id. */
  target: z.string(),
  at: instant,
});

const deadLetter = z.object({ notificationId: z.uuid(), at: instant });

const orderEvent = z.object({
  source: z.string(),
  id: z.string(),
  type: z.enum(NOTIFICATION_TYPES),
  time: instant,
  receivedAt: instant,
  /** As upstream sent it; null where it cannot be read any more. */
  data: z.record(z.string(), z.unknown()).nullable(),
});

export const customerExportSchema = z
  .object({
    userId: z.string(),
    exportedAt: instant,
    /** null: the directory has no entry. */
    recipient: recipientSchema.nullable(),
    preferences: preferencesDocumentSchema,
    preferenceChanges: z.array(preferenceChange),
    consents: z.array(consent),
    suppressions: z.array(suppression),
    /** How the suppressions of their addresses came and went. */
    suppressionEvents: z.array(suppressionEvent),
    orderEvents: z.array(orderEvent),
    notifications: z.array(notificationDocumentSchema),
    /** Notifications that were given up on, and since when. */
    deadLetters: z.array(deadLetter),
    /** What was done by hand: erasures, exports, retries, suppressions lifted. */
    audit: z.array(auditEntry),
    /** Sends counted against the daily cap. */
    dailyCounts: z.array(z.object({ date: z.iso.date(), count: z.int() })),
  })
  .meta({ id: 'CustomerExport' });

export type CustomerExport = z.output<typeof customerExportSchema>;
