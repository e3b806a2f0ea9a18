/**
 * Implements F4, N1, N2, N9, AC-03, AC-09. The worker's loop: claim rows, decide once more, send, settle.
 * A retry, the end of quiet hours, a lost nudge and a crashed worker are all a row whose due time has passed.
 */
import { Inject, Injectable } from '@nestjs/common';
import { Gatherer, LOGGER, type Logger, untilAvailable } from '#runtime';
import { AssignmentHandler, type CallPermission } from './assignment.handler.js';
import type { Assignment } from './assignment.js';
import { AssignmentLoader } from './assignment.loader.js';
import type { DoneUnderAdmission, Held } from './channel-gate.js';
import { type ClaimGroup, Claimer } from './claimer.js';
import { type SlotKind, Slots } from './slots.js';
import { setTimeout as delay } from 'node:timers/promises';

const MOST_PER_CLAIM = 250;
/** While a rate limit lets nothing through, as long as it takes to let a few calls through. */
const ASK_AGAIN_MS = 50;
/** A nudge that has waited this long for the channel's rate is no longer fresh; its row has been due for most of that time. */
const FRESH_FOR_MS = 60_000;

@Injectable()
export class DeliveryService {
  private stopping = false;
  /** Ids of fresh rows that were given back because it was too late to begin. */
  private readonly late = new Gatherer<string>((ids) => this.deliverLate(ids), { most: MOST_PER_CLAIM });

  constructor(
    private readonly claimer: Claimer,
    private readonly loader: AssignmentLoader,
    private readonly handler: AssignmentHandler,
    private readonly slots: Slots,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Rows that nudges named. Resolves once they are claimed or left to the due poll; sending goes on behind it. */
  async deliverFresh(ids: readonly string[]): Promise<void> {
    await this.deliverNamed(ids, 0);
  }

  /** @param claimNo how often they have been claimed */
  private async deliverNamed(ids: readonly string[], claimNo: number): Promise<void> {
    const freshUntil = performance.now() + FRESH_FOR_MS;
    let rest = ids;
    while (rest.length > 0 && performance.now() < freshUntil) {
      await this.slots.untilFree('fresh', rest.length);
      if (this.stopping) return;
      const part = rest.slice(0, Math.min(this.slots.free('fresh'), MOST_PER_CLAIM));
      // Another batch that waited may have taken the slots.
      if (part.length === 0) continue;
      const claimed = await this.claimAndSend('fresh', part.length, () => this.claimer.fresh(part, claimNo));
      if (claimed === 'shut') return;
      if (claimed === 'soon') await delay(ASK_AGAIN_MS);
      else rest = rest.slice(claimed.asked);
    }
  }

  /** Rows whose time has come. @returns how many were claimed, more may be due if any; undefined: none just now, ask again in a moment */
  async deliverDue(): Promise<number | undefined> {
    if (this.stopping) return 0;
    const limit = Math.min(this.slots.free('due'), MOST_PER_CLAIM);
    if (limit === 0) return undefined;
    const claimed = await this.claimAndSend('due', limit, () => this.claimer.due(limit));
    if (claimed === 'soon') return undefined;
    return claimed === 'shut' ? 0 : claimed.claims.length;
  }

  /** Claims nothing more and lets what is under way finish. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.untilIdle();
  }

  /** Resolves once nothing is under way, nor about to be claimed again. */
  async untilIdle(): Promise<void> {
    do {
      await this.slots.untilIdle();
      await this.late.idle();
    } while (this.slots.inUse > 0);
  }

  /**
   * In the queue alone, fresh rows that came too late would be the last of a backlog. They are claimed again once: where every call comes too
   * late, more would only add to the load.
   */
  private async deliverLate(ids: readonly string[]): Promise<void> {
    try {
      await this.deliverNamed(ids, 1);
    } catch (error) {
      // They fall due within seconds; where waiting does not help, the due poll ends the process.
      this.logger.warn({ err: error, rows: ids.length }, 'fresh rows are left to the due poll');
    }
  }

  private async claimAndSend(
    kind: SlotKind,
    slots: number,
    claim: () => Promise<ClaimGroup | Held>,
  ): Promise<ClaimGroup | Held> {
    this.slots.take(kind, slots);
    let claimed = 0;
    try {
      const group = await claim();
      if (typeof group === 'string') return group;
      claimed = group.claims.length;
      if (claimed > 0) this.inBackground(kind, group);
      return group;
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

  private async sendAll(kind: SlotKind, { channel, claims, withinStartWindow, finished }: ClaimGroup): Promise<void> {
    const done: DoneUnderAdmission = { calls: 0, lookUps: 0 };
    let unsettled = claims.length;
    const free = (count: number) => {
      unsettled -= count;
      this.slots.release(kind, count);
    };
    const permit = (kind: keyof DoneUnderAdmission) => () => {
      const may = !this.stopping && withinStartWindow();
      if (may) done[kind] += 1;
      return may;
    };
    const permission = { mayAsk: permit('lookUps'), mayBegin: permit('calls'), mayWrite: withinStartWindow };
    try {
      const assignments = await untilAvailable(
        () => this.loader.load(channel, claims),
        (error) => this.logger.warn({ err: error }, 'loading claims waits'),
      );
      const lost = claims.length - assignments.length;
      if (lost > 0) this.logger.error({ rows: lost }, 'queue rows without a notification cannot be sent');
      free(lost);
      const results = await Promise.allSettled(
        assignments.map((assignment) => this.handle(kind, assignment, permission).finally(() => free(1))),
      );
      const failure = results.find((result) => result.status === 'rejected');
      if (failure !== undefined) throw failure.reason;
      await untilAvailable(
        () => finished(done),
        (error) => this.logger.warn({ err: error }, 'giving back what was not used waits'),
      );
    } finally {
      free(unsettled);
    }
  }

  private async handle(kind: SlotKind, assignment: Assignment, permission: CallPermission): Promise<void> {
    const handled = await this.handler.handle(assignment, permission);
    const { id, claimNo } = assignment.claim;
    if (handled === 'not_begun' && kind === 'fresh' && claimNo === 1) void this.late.add(id);
  }
}
