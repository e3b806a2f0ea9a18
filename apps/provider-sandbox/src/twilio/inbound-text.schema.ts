import { z } from 'zod';
import { WebhookFaultsSchema } from '../lives/life.schema.js';
import { POOL_NUMBER } from './message-resource.js';

/** A text that a customer sends by themselves. */
export const InboundTextSchema = z.strictObject({
  from: z.e164(),
  to: z.string().default(POOL_NUMBER),
  text: z.string().max(1_600),
  /** Said by Twilio when it manages opt-outs, and has answered already. */
  optOutType: z.enum(['STOP', 'START', 'HELP']).optional(),
  webhooks: WebhookFaultsSchema.prefault({}),
});
