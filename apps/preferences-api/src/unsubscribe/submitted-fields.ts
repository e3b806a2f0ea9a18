/** Implements F6, AC-05. What a form says, be it sent by our page, by a mail client or by a program. */
import { z } from 'zod';
import { SCOPES } from './unsubscribe-scope.js';

/** A mail client says `List-Unsubscribe=One-Click` and no more, and means the whole channel; so does whoever says nothing we understand. */
const fieldsSchema = z
  .object({
    scope: z.enum(SCOPES).catch('all'),
    /** Turn it on again. */
    undo: z
      .literal(['1', true])
      .transform(() => true)
      .catch(false),
    /** Of the preferences that the page showed. */
    version: z.coerce.number().int().optional().catch(undefined),
  })
  .catch({ scope: 'all', undo: false, version: undefined });

export type SubmittedFields = z.output<typeof fieldsSchema>;

/** @param body as parsed; undefined where there was none */
export function submittedFields(body: unknown): SubmittedFields {
  return fieldsSchema.parse(body);
}
