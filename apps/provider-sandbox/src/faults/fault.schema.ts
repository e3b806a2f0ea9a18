import { z } from 'zod';

/** What happens to one request to send. */
export const FaultStepSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ok') }),
  /** The provider breaks, before or after it accepted the message. */
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(500).max(599),
    accepted: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal('rate_limited'), resetAfterSeconds: z.int().min(0).max(86_400).default(30) }),
  /** The provider will not have the message; `code` is Twilio's. */
  z.strictObject({
    kind: z.literal('rejected'),
    status: z.int().min(400).max(499).default(400),
    code: z.int().optional(),
    message: z.string().optional(),
  }),
  /** Accepted, and the connection breaks before the answer. */
  z.strictObject({ kind: z.literal('answer_lost') }),
  /** The answer comes late: that of an accepted message, or 503. */
  z.strictObject({
    kind: z.literal('slow'),
    delayMs: z.int().min(0).max(600_000),
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
