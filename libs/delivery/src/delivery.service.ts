/**
 * Implements F4, N1, N2, N9, AC-03, AC-09. The worker's loop: claim rows, decide once more, send, settle.
 * A retry, the end of quiet hours, a lost nudge and a crashed worker are all a row whose due time has passed.
 */
import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger, untilAvailable } from '#runtime';
import { AssignmentHandler } from './assignment.handler.js';
import { AssignmentLoader } from './assignment.loader.js';
import { type ClaimGroup, Claimer } from './claimer.js';
import { type SlotKind, Slots } from './slots.js';

const MOST_PER_CLAIM = 250;

@Injectable()
export class DeliveryService {
  private stopping = false;

  constructor(
    private readonly claimer: Claimer,
    private readonly loader: AssignmentLoader,
    private readonly handler: AssignmentHandler,
    private readonly slots: Slots,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Rows that nudges named. Resolves once they are claimed or left to the due poll; sending goes on behind it. */
  async deliverFresh(ids: readonly string[]): Promise<void> {
    let rest = ids;
    while (rest.length > 0) {
      await this.slots.untilFree('fresh', rest.length);
      if (this.stopping) return;
      const part = rest.slice(0, Math.min(this.slots.free('fresh'), MOST_PER_CLAIM));
      rest = rest.slice(part.length);
      // Another batch that waited may have taken the slots.
      if (part.length > 0) await this.claimAndSend('fresh', part.length, () => this.claimer.fresh(part));
    }
  }

  /** Rows whose time has come. @returns how many were claimed, more may be due if any; undefined when no slot was free */
  async deliverDue(): Promise<number | undefined> {
    if (this.stopping) return 0;
    const limit = Math.min(this.slots.free('due'), MOST_PER_CLAIM);
    return limit === 0 ? undefined : this.claimAndSend('due', limit, () => this.claimer.due(limit));
  }

  /** Claims nothing more and lets what is under way finish. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.slots.untilIdle();
  }

  private async claimAndSend(kind: SlotKind, slots: number, claim: () => Promise<ClaimGroup>): Promise<number> {
    this.slots.take(kind, slots);
    let claimed = 0;
    try {
      const group = await claim();
      claimed = group.claims.length;
      if (claimed > 0) this.inBackground(kind, group);
      return claimed;
    } finally {
      this.slots.release(kind, slots - claimed);
    }
  }

  private inBackground(kind: SlotKind, group: ClaimGroup): void {
    this.sendAll(kind, group).catch((error: unknown) => {
      // The rows keep their lease; when it runs out they are looked at again.
      this.logger.error({ err: error, rows: group.claims.length }, 'a group of claims failed');
    });
  }

  private async sendAll(kind: SlotKind, { channel, claims, withinStartWindow }: ClaimGroup): Promise<void> {
    let unsettled = claims.length;
    const free = (count: number) => {
      unsettled -= count;
      this.slots.release(kind, count);
    };
    const permission = { mayBegin: () => !this.stopping && withinStartWindow(), mayWrite: withinStartWindow };
    try {
      const assignments = await untilAvailable(
        () => this.loader.load(channel, claims),
        (error) => this.logger.warn({ err: error }, 'loading claims waits'),
      );
      const lost = claims.length - assignments.length;
      if (lost > 0) this.logger.error({ rows: lost }, 'queue rows without a notification cannot be sent');
      free(lost);
      const results = await Promise.allSettled(
        assignments.map((assignment) => this.handler.handle(assignment, permission).finally(() => free(1))),
      );
      const failure = results.find((result) => result.status === 'rejected');
      if (failure !== undefined) throw failure.reason;
    } finally {
      free(unsettled);
    }
  }
}
