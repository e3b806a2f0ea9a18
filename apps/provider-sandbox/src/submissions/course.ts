import type { FaultStep } from '../faults/fault.schema.js';
import type { Outcome } from '../ledger/ledger-entries.js';
import type { ProviderAnswer, ProviderDialect } from './provider-answer.js';

/** What becomes of one request to send. */
export interface Course {
  readonly outcome: Outcome;
  /** Whether the message is sent, whatever the caller is told. */
  readonly accepted: boolean;
  /** null: the connection breaks. */
  readonly answer: ProviderAnswer | null;
  readonly delayMs: number;
}

/** @param answer the provider's to an accepted message */
export function planCourse(step: FaultStep, dialect: ProviderDialect, answer: ProviderAnswer): Course {
  switch (step.kind) {
    case 'ok':
      return { outcome: 'accepted', accepted: true, answer, delayMs: 0 };
    case 'status':
      return { outcome: 'server_error', accepted: step.accepted, answer: dialect.serverError(step.status), delayMs: 0 };
    case 'rate_limited':
      return {
        outcome: 'rate_limited',
        accepted: false,
        answer: dialect.rateLimited(step.resetAfterSeconds),
        delayMs: 0,
      };
    case 'rejected':
      return { outcome: 'rejected', accepted: false, answer: dialect.rejected(step), delayMs: 0 };
    case 'answer_lost':
      return { outcome: 'answer_lost', accepted: true, answer: null, delayMs: 0 };
    case 'slow':
      return {
        outcome: 'slow',
        accepted: step.accepted,
        answer: step.accepted ? answer : dialect.serverError(503),
        delayMs: step.delayMs,
      };
  }
}
