import type { ServerResponse } from 'node:http';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { FaultScripts } from '../faults/fault-scripts.service.js';
import type { NewMessage } from '../ledger/ledger-entries.js';
import { Ledger } from '../ledger/ledger.service.js';
import { type Course, planCourse } from './course.js';
import { type ProviderAnswer, type ProviderDialect, give } from './provider-answer.js';

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

/** Accepts what is sent, unless a fault is due for its recipient; every request is recorded. */
@Injectable()
export class SubmissionService implements OnModuleDestroy {
  private readonly heldBack = new Set<ServerResponse>();

  constructor(
    private readonly faults: FaultScripts,
    private readonly ledger: Ledger,
  ) {}

  /** Answers a request to send. */
  conclude(response: ServerResponse, dialect: ProviderDialect, verdict: Submission | Dismissal): void {
    if (verdict.kind === 'submission') this.submit(response, dialect, verdict);
    else this.dismiss(response, dialect, verdict);
  }

  /** An answer still held back would keep the server from closing. */
  onModuleDestroy(): void {
    for (const response of this.heldBack) response.destroy();
  }

  private submit(response: ServerResponse, dialect: ProviderDialect, submission: Submission): void {
    const course = planCourse(this.faults.next(submission.recipient), dialect, submission.answer);
    if (course.accepted) submission.messages.forEach((message) => this.ledger.accept(message));
    this.record(dialect, submission, course, course.accepted ? submission.providerMessageId : null);
    this.follow(course, response);
  }

  private dismiss(response: ServerResponse, dialect: ProviderDialect, { kind, answer, addressee }: Dismissal): void {
    this.record(dialect, addressee ?? NOBODY, { outcome: kind, accepted: false, answer });
    give(response, answer);
  }

  private follow({ answer, delayMs }: Course, response: ServerResponse): void {
    if (answer === null) response.destroy();
    else if (delayMs === 0) give(response, answer);
    else this.giveLater(response, answer, delayMs);
  }

  private giveLater(response: ServerResponse, answer: ProviderAnswer, delayMs: number): void {
    const timer = setTimeout(() => give(response, answer), delayMs);
    this.heldBack.add(response);
    response.once('close', () => {
      clearTimeout(timer);
      this.heldBack.delete(response);
    });
  }

  private record(
    { provider }: ProviderDialect,
    { recipient, notificationId }: Addressee,
    { outcome, accepted, answer }: Omit<Course, 'delayMs'>,
    providerMessageId: string | null = null,
  ): void {
    this.ledger.record({
      provider,
      to: recipient,
      notificationId,
      outcome,
      accepted,
      status: answer?.status ?? null,
      detail: answer?.detail ?? null,
      providerMessageId,
    });
  }
}
