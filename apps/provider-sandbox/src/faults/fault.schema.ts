import { z } from 'zod';

/** `true`: a page of HTML, as from a proxy in front of the provider. Absent: whatever the provider usually says. */
const html = z.boolean().optional();

/** What happens to one request to send. */
export const FaultStepSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ok') }),
  /** The provider breaks, before or after it accepted the message. */
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(500).max(599),
    accepted: z.boolean().default(false),
    html,
  }),
  z.strictObject({ kind: z.literal('rate_limited'), resetAfterSeconds: z.int().min(0).max(86_400).default(30) }),
  /** The provider will not have the message; `code` is Twilio's. */
  z.strictObject({
    kind: z.literal('rejected'),
    status: z.int().min(400).max(499).default(400),
    code: z.int().optional(),
    message: z.string().optional(),
    html,
  }),
  /** Accepted, and the connection breaks before the answer. */
  z.strictObject({ kind: z.literal('answer_lost') }),
  /** The connection is reset instead of an answer. */
  z.strictObject({ kind: z.literal('reset'), accepted: z.boolean().default(false) }),
  /** The answer comes late: that of an accepted message, or 503. */
  z.strictObject({
    kind: z.literal('slow'),
    delayMs: z.int().min(0).max(600_000),
    accepted: z.boolean().default(true),
  }),
  /** The answer comes byte by byte, from its status line on: that of an accepted message, or 503. */
  z.strictObject({
    kind: z.literal('drip'),
    everyMs: z.int().min(1).max(60_000).default(250),
    accepted: z.boolean().default(true),
  }),
]);

/** One step is used up by each valid request to the recipient; after the last one everything goes well again. */
export const FaultScriptSchema = z.strictObject({
  steps: z.array(FaultStepSchema).min(1).max(1_000),
  /** Starts over after the last step. */
  repeat: z.boolean().default(false),
});

export type FaultStep = z.output<typeof FaultStepSchema>;
export type FaultScript = z.output<typeof FaultScriptSchema>;
export type RejectedStep = Extract<FaultStep, { kind: 'rejected' }>;
