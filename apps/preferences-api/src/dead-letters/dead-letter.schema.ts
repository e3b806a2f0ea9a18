/** Implements F4, AC-16. What was given up on, as operators see it. */
import { CHANNELS, NOTIFICATION_TYPES, REASONS } from '#contracts';
import type { DeadLetterPosition } from '#database';
import { z } from 'zod';
import { limitSchema } from '../paging/limit.schema.js';
import { instantPosition, positionCursor } from '../paging/position-cursor.js';

export const DEAD_LETTER_KINDS = ['notification', 'event'] as const;

/** Time in milliseconds, and id, of the last item of the page before. */
const position = z.tuple([instantPosition, z.uuid()]).transform(([at, id]): DeadLetterPosition => ({ at, id }));

export const deadLettersQuerySchema = z.strictObject({
  cursor: positionCursor(position).optional(),
  limit: limitSchema,
});

export type DeadLettersQuery = z.output<typeof deadLettersQuerySchema>;

/** What one request replays at most. */
const MOST_AT_ONCE = 100;

export const replayRequestSchema = z
  .strictObject({
    /** Absent: both. */
    kind: z.enum(DEAD_LETTER_KINDS).optional(),
    limit: z.int().min(1).max(MOST_AT_ONCE).default(MOST_AT_ONCE),
  })
  .prefault({})
  .meta({ id: 'ReplayRequest' });

export type ReplayRequest = z.output<typeof replayRequestSchema>;

const failedNotification = z.object({
  kind: z.literal('notification'),
  id: z.uuid(),
  /** When it was given up on. */
  at: z.iso.datetime(),
  reason: z.enum(REASONS),
  orderId: z.string(),
  userId: z.string(),
  type: z.enum(NOTIFICATION_TYPES),
  channel: z.enum(CHANNELS),
});

const rejectedEvent = z.object({
  kind: z.literal('event'),
  id: z.uuid(),
  at: z.iso.datetime(),
  code: z.string(),
  message: z.string(),
  /** Where the original was read. */
  topic: z.string(),
  partition: z.int(),
  offset: z.string(),
  replayedAt: z.iso.datetime().nullable(),
});

export const deadLetterSchema = z
  .discriminatedUnion('kind', [failedNotification, rejectedEvent])
  .meta({ id: 'DeadLetter' });

export type DeadLetterDocument = z.output<typeof deadLetterSchema>;

export const deadLetterPageSchema = z
  .object({
    items: z.array(deadLetterSchema),
    /** null: this is the last page. */
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'DeadLetterPage' });

export type DeadLetterPage = z.output<typeof deadLetterPageSchema>;

export const replayedSchema = z.object({ kind: z.enum(DEAD_LETTER_KINDS), id: z.uuid() }).meta({ id: 'Replayed' });

export type Replayed = z.output<typeof replayedSchema>;

export const replayBatchSchema = z
  .object({
    replayed: z.array(replayedSchema),
    /** Passed over: their originals do not open. They wait on. */
    skipped: z.array(replayedSchema),
    /** More dead letters of the kind wait. */
    more: z.boolean(),
  })
  .meta({ id: 'ReplayBatch' });

export type ReplayBatch = z.output<typeof replayBatchSchema>;
