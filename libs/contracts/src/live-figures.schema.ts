/** Implements F5, F9, AC-06. How the service stands at this moment: each event of `GET /notifications/analytics/stream`. */
import { z } from 'zod';
import { alertSchema } from './alert.schema.js';
import { analyticsSchema } from './analytics.schema.js';
import { CHANNELS } from './channels.js';

const count = z.int();
const instant = z.iso.datetime();
const channel = z.enum(CHANNELS);

/** What we promise, as it stands over the last hour and day. */
const objective = z.object({
  /** N1: accepted within 60 s of the event. N2: delivered in the end. */
  id: z.enum(['N1', 'N2']),
  channel,
  target: z.number(),
  /** Share that kept the objective over the last day, 0 to 1; null: too little to tell. */
  value: z.number().nullable(),
  /** How many times faster than the objective allows its budget was used over the last hour. */
  burnRate: z.number().nullable(),
  /** Of the day's budget, 1 down to below 0. */
  budgetLeft: z.number().nullable(),
});

const waiting = z.object({
  channel,
  /** Due now and not taken up yet; held by nobody. */
  due: count,
  /** Of those, since when the oldest is due, in seconds; null: there are none. */
  oldestDueSeconds: z.number().nullable(),
  sending: count,
  unconfirmed: count,
  retrying: count,
  quietHours: count,
  paused: count,
});

export const liveFiguresSchema = z
  .object({
    at: instant,
    verdict: z.object({
      /** `ok`: within every objective. `at_risk`: a budget is used up too fast, or an alert is raised. `breached`: an objective is missed. */
      state: z.enum(['ok', 'at_risk', 'breached']),
      /** In a sentence. */
      summary: z.string(),
      objectives: z.array(objective),
    }),
    waiting: z.array(waiting),
    /** What waits, by the hour in which it is released. */
    releases: z.array(z.object({ hour: instant, channel, count })),
    /** Messages that a group has not read yet; `lag` null: the broker could not be asked. */
    consumers: z.array(z.object({ group: z.string(), topic: z.string(), lag: count.nullable() })),
    deadLetters: z.object({ notifications: count, rejectedEvents: count }),
    /** Channels that are held by themselves: the provider fails, or refuses our account. */
    halts: z.array(z.object({ channel, reason: z.string(), since: instant, until: instant })),
    pauses: z.array(z.object({ scope: z.string(), reason: z.string().nullable(), by: z.string(), since: instant })),
    alerts: z.array(alertSchema),
    /** The last steps of a minute, the one under way included; oldest first. */
    minutes: analyticsSchema.shape.series,
  })
  .meta({ id: 'LiveFigures' });

export type LiveFigures = z.infer<typeof liveFiguresSchema>;
