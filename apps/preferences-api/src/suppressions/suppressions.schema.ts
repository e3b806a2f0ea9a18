/** Implements F9, N8. Why an address gets nothing, as customer service and operators see it. */
import { opaqueId, text } from '#contracts';
import { SUPPRESSION_REASONS, type SuppressionReason } from '#notifications';
import { z } from 'zod';

const ADDRESSED = ['email', 'sms'] as const;

export type AddressedChannel = (typeof ADDRESSED)[number];

export const suppressionsQuerySchema = z.strictObject({ userId: opaqueId() });

export type SuppressionsQuery = z.output<typeof suppressionsQuerySchema>;

/** In a body, because addresses of requests end up in logs. */
export const suppressionSearchSchema = z
  .strictObject({
    channel: z.enum(ADDRESSED),
    /** An email address, or a number with its country. */
    address: text(254),
  })
  .meta({ id: 'SuppressionSearch' });

export type SuppressionSearch = z.output<typeof suppressionSearchSchema>;

const REASONS = Object.keys(SUPPRESSION_REASONS) as [SuppressionReason, ...SuppressionReason[]];

const suppression = z
  .object({
    id: z.uuid(),
    reason: z.enum(REASONS),
    explanation: z.string(),
    since: z.iso.datetime(),
  })
  .meta({ id: 'Suppression' });

const suppressionEvent = z
  .object({
    at: z.iso.datetime(),
    action: z.enum(['suppressed', 'lifted']),
    reason: z.enum(REASONS),
    /** By which way it came. */
    source: z.string(),
    /** `customer`, `provider`, or the subject of an operator's token. */
    by: z.string(),
  })
  .meta({ id: 'SuppressionEvent' });

const addressStanding = z
  .object({
    channel: z.enum(ADDRESSED),
    /** Masked. */
    address: z.string(),
    /** Empty: it may be written to. */
    suppressions: z.array(suppression),
    /** Newest first. */
    history: z.array(suppressionEvent),
  })
  .meta({ id: 'AddressStanding' });

export type AddressStanding = z.output<typeof addressStanding>;

export const addressStandingsSchema = z.object({ items: z.array(addressStanding) }).meta({ id: 'AddressStandings' });

export type AddressStandings = z.output<typeof addressStandingsSchema>;
