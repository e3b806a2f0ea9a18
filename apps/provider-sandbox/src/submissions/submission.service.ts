import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { type Allowance, RateLimits } from '../controls/rate-limits.service.js';
import type { NewMessage, SendRequest } from '../ledger/ledger-entries.js';
import { Ledger } from '../ledger/ledger.service.js';
import { LifeService } from '../lives/life.service.js';
import { Answerer } from './answerer.service.js';
import { CoursePlanner } from './course-planner.service.js';
import { AT_ONCE, type Course, isAnswered } from './course.js';
import { type ProviderAnswer, type ProviderDialect, withHeaders } from './provider-answer.js';

/** Who a request was meant for, as far as it was understood. */
export interface Addressee {
  readonly recipient: string | null;
  readonly notificationId: string | null;
}

/** A request to send that keeps every rule of its provider. */
export interface Submission extends Addressee {
  readonly kind: 'submission';
  readonly recipient: string;
  readonly providerMessageId: string;
  /** One per recipient. */
  readonly messages: readonly NewMessage[];
  /** The answer when nothing goes wrong. */
  readonly answer: ProviderAnswer;
}

/** A request to send that goes no further: it breaks a rule, or asked only whether it would be accepted. */
export interface Dismissal {
  readonly kind: 'refused' | 'validated';
  readonly addressee?: Addressee;
  readonly answer: ProviderAnswer;
}

const NOBODY: Addressee = { recipient: null, notificationId: null };

/** Accepts what is sent, unless a limit is reached or a fault is due for its recipient; every request is recorded. */
@Injectable()
export class SubmissionService {
  constructor(
    private readonly planner: CoursePlanner,
    private readonly ledger: Ledger,
    private readonly lives: LifeService,
    private readonly rateLimits: RateLimits,
    private readonly answerer: Answerer,
  ) {}

  /** Answers a request to send. */
  conclude(response: ServerResponse, dialect: ProviderDialect, verdict: Submission | Dismissal): void {
    const allowance = this.rateLimits.take(dialect.provider);
    const course = this.courseOf(dialect, verdict, allowance);
    const addressee = verdict.kind === 'submission' ? verdict : (verdict.addressee ?? NOBODY);
    const submission = course.accepted && verdict.kind === 'submission' ? verdict : undefined;
    this.ledger.record(toSendRequest(dialect, addressee, course, submission?.providerMessageId ?? null));
    const answer = allowance ? withHeaders(course.answer, dialect.limitHeaders(allowance)) : course.answer;
    const first = submission && this.lives.begin(submission.messages);
    if (first === undefined) this.answerer.give(response, answer, course.manner);
    else this.answerer.giveAfter(first, response, answer, course.manner);
  }

  private courseOf(
    dialect: ProviderDialect,
    verdict: Submission | Dismissal,
    allowance: (Allowance & { readonly exceeded: boolean }) | undefined,
  ): Course {
    const notSent = { accepted: false, manner: AT_ONCE } as const;
    if (allowance?.exceeded) return { ...notSent, outcome: 'rate_limited', answer: dialect.rateLimited(allowance) };
    if (verdict.kind !== 'submission') return { ...notSent, outcome: verdict.kind, answer: verdict.answer };
    return this.planner.next(verdict.recipient, dialect, verdict.answer);
  }
}

function toSendRequest(
  { provider }: ProviderDialect,
  { recipient, notificationId }: Addressee,
  { outcome, accepted, answer, manner }: Course,
  providerMessageId: string | null,
): Omit<SendRequest, 'id' | 'at'> {
  const told = isAnswered(manner) ? answer : null;
  return {
    provider,
    to: recipient,
    notificationId,
    outcome,
    accepted,
    status: told?.status ?? null,
    detail: told?.detail ?? null,
    providerMessageId,
  };
}
