import type { FaultStep } from '../faults/fault.schema.js';
import type { Outcome } from '../ledger/ledger-entries.js';
import { type ProviderAnswer, type ProviderDialect, htmlAnswer } from './provider-answer.js';

/** How the caller gets the answer. */
export type Manner =
  | { readonly kind: 'at_once' }
  | { readonly kind: 'late'; readonly delayMs: number }
  | { readonly kind: 'drip'; readonly everyMs: number }
  /** Not at all: the connection is closed. */
  | { readonly kind: 'lost' }
  /** Not at all: the connection is reset. */
  | { readonly kind: 'reset' };

/** What becomes of one request to send. */
export interface Course {
  readonly outcome: Outcome;
  /** Whether the message is sent, whatever the caller is told. */
  readonly accepted: boolean;
  readonly answer: ProviderAnswer;
  readonly manner: Manner;
}

export const AT_ONCE: Manner = { kind: 'at_once' };
/** What SendGrid names where a script, not a limit, says that there were too many requests. */
const SCRIPTED_LIMIT = 600;

/**
 * @param answer the provider's to an accepted message
 * @param now reset times count from here
 */
export function planCourse(step: FaultStep, dialect: ProviderDialect, answer: ProviderAnswer, now: Date): Course {
  switch (step.kind) {
    case 'ok':
      return { outcome: 'accepted', accepted: true, answer, manner: AT_ONCE };
    case 'status': {
      const { status, accepted, html } = step;
      const error = html === true ? htmlAnswer(status) : dialect.serverError(status);
      return { outcome: 'server_error', accepted, answer: error, manner: AT_ONCE };
    }
    case 'rate_limited': {
      const resetAt = Math.ceil(now.getTime() / 1_000) + step.resetAfterSeconds;
      const limited = dialect.rateLimited({ limit: SCRIPTED_LIMIT, remaining: 0, resetAt });
      return { outcome: 'rate_limited', accepted: false, answer: limited, manner: AT_ONCE };
    }
    case 'rejected': {
      const rejection = step.html === true ? htmlAnswer(step.status) : dialect.rejected(step);
      return { outcome: 'rejected', accepted: false, answer: rejection, manner: AT_ONCE };
    }
    case 'answer_lost':
      return { outcome: 'answer_lost', accepted: true, answer, manner: { kind: 'lost' } };
    case 'reset':
      return { outcome: 'reset', accepted: step.accepted, answer, manner: { kind: 'reset' } };
    case 'slow':
      return { outcome: 'slow', ...answerOrNot(step), manner: { kind: 'late', delayMs: step.delayMs } };
    case 'drip':
      return { outcome: 'drip', ...answerOrNot(step), manner: { kind: 'drip', everyMs: step.everyMs } };
  }

  function answerOrNot({ accepted }: { readonly accepted: boolean }) {
    return { accepted, answer: accepted ? answer : dialect.serverError(503) };
  }
}

/** Whether the caller is told anything. */
export const isAnswered = ({ kind }: Manner) => kind !== 'lost' && kind !== 'reset';
