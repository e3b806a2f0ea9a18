/**
 * Implements F4, N1, N2, N3, N9, AC-03, AC-09, AC-11. The worker's loop: claim rows, decide once more, send, settle.
 * A retry, the end of quiet hours, a lost nudge and a crashed worker are all a row whose due time has passed.
 */
import { Inject, Injectable } from '@nestjs/common';
import { type Claim, Database, START_WINDOW_MS, claimDue, claimFresh, pauseChannel } from '#database';
import { type Decision, decide } from '#notifications';
import { Clock, LOGGER, type Logger, untilAvailable } from '#runtime';
import { TemplateError } from '#templates';
import { AssignmentLoader } from './assignment.loader.js';
import type { Assignment } from './assignment.js';
import { ChannelSender, type OutgoingMessage, type SendResult } from './channel-sender.js';
import { DeliveryMetrics } from './delivery.metrics.js';
import { DELIVERY_SETTINGS, type DeliverySettings } from './delivery.settings.js';
import {
  type Circumstances,
  released,
  settledAs,
  settlementOfDecision,
  settlementOfInterruption,
  settlementOfResult,
} from './outcome.js';
import { Settler } from './settler.js';
import { type SlotKind, Slots } from './slots.js';

/** Longer than any provider call may take, settling included; a row whose lease ran out was abandoned. */
const LEASE_MS = 60_000;
/** How long a channel rests after its provider refused our account. */
const CHANNEL_FAULT_PAUSE_MS = 60_000;
const MOST_PER_CLAIM = 250;

@Injectable()
export class DeliveryService {
  private stopping = false;

  constructor(
    private readonly database: Database,
    private readonly loader: AssignmentLoader,
    private readonly settler: Settler,
    private readonly sender: ChannelSender,
    private readonly slots: Slots,
    private readonly clock: Clock,
    private readonly metrics: DeliveryMetrics,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
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
      if (part.length === 0) continue;
      await this.claimAndSend('fresh', part.length, (lease) =>
        claimFresh(this.database, this.sender.channel, part, lease),
      );
    }
  }

  /** Rows whose time has come. @returns how many were claimed, more may be due if any; undefined when no slot was free */
  async deliverDue(): Promise<number | undefined> {
    if (this.stopping) return 0;
    const limit = Math.min(this.slots.free('due'), MOST_PER_CLAIM);
    if (limit === 0) return undefined;
    return this.claimAndSend('due', limit, (lease, now) =>
      claimDue(this.database, this.sender.channel, limit, now, lease),
    );
  }

  /** Claims nothing more and lets what is under way finish. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.slots.untilIdle();
  }

  private async claimAndSend(
    kind: SlotKind,
    slots: number,
    claim: (leaseUntil: Date, now: Date) => Promise<Claim[]>,
  ): Promise<number> {
    this.slots.take(kind, slots);
    let claimed = 0;
    try {
      const now = this.clock.now();
      // Read before the claim is sent: the start window must not begin later than the claim.
      const claimedAt = this.clock.monotonic();
      const claims = await claim(new Date(now.getTime() + LEASE_MS), now);
      claimed = claims.length;
      this.metrics.claims.inc({ channel: this.sender.channel, kind }, claimed);
      if (claimed > 0) this.inBackground(kind, claims, claimedAt);
      return claimed;
    } finally {
      this.slots.release(kind, slots - claimed);
    }
  }

  private inBackground(kind: SlotKind, claims: readonly Claim[], claimedAt: number): void {
    this.sendAll(kind, claims, claimedAt).catch((error: unknown) => {
      // The rows keep their lease; when it runs out they are looked at again.
      this.logger.error({ err: error, rows: claims.length }, 'a group of claims failed');
    });
  }

  private async sendAll(kind: SlotKind, claims: readonly Claim[], claimedAt: number): Promise<void> {
    let unsettled = claims.length;
    try {
      const assignments = await untilAvailable(
        () => this.loader.load(this.sender.channel, claims),
        (error) => this.logger.warn({ err: error }, 'loading claims waits'),
      );
      this.slots.release(kind, unsettled - assignments.length);
      unsettled = assignments.length;
      const results = await Promise.allSettled(
        assignments.map(async (assignment) => {
          try {
            await this.deliver(assignment, claimedAt);
          } finally {
            unsettled -= 1;
            this.slots.release(kind, 1);
          }
        }),
      );
      const failure = results.find((result) => result.status === 'rejected');
      if (failure !== undefined) throw failure.reason;
    } finally {
      this.slots.release(kind, unsettled);
    }
  }

  private async deliver(assignment: Assignment, claimedAt: number): Promise<void> {
    const { claim, message } = assignment;
    const circumstances = this.circumstances(claim);
    const interrupted = settlementOfInterruption(circumstances, this.sender.idempotent);
    if (interrupted !== undefined) return this.settle(assignment, interrupted);

    const decision = this.decide(assignment, circumstances.now);
    if (decision.kind !== 'send') return this.settle(assignment, settlementOfDecision(decision, circumstances));
    if (message === null) return this.settle(assignment, settledAs(claim, 'failed', 'erased'));
    const unsendable = this.sender.validate(message);
    if (unsendable !== undefined) return this.settle(assignment, settledAs(claim, 'failed', unsendable));
    if (this.stopping || this.clock.monotonic() - claimedAt > START_WINDOW_MS) {
      return this.settle(assignment, released(claim));
    }
    await this.send(assignment, message);
  }

  private decide(assignment: Assignment, now: Date): Decision {
    const policy = {
      eventMaxAgeMs: this.settings.eventMaxAgeMs,
      retryDelays: this.settings.retryDelays[this.sender.channel],
    };
    return decide(assignment.situation, policy, now);
  }

  private async send(assignment: Assignment, message: OutgoingMessage): Promise<void> {
    const at = this.clock.now();
    const startedAt = this.clock.monotonic();
    const result = await this.call(message);
    const durationMs = Math.round(this.clock.monotonic() - startedAt);
    if (result === 'not_renderable') {
      return this.settle(assignment, settledAs(assignment.claim, 'failed', 'template_error'));
    }
    this.count(assignment, result);
    if (result.outcome === 'channel_fault') return this.rest(assignment, result.code);
    const settlement = settlementOfResult(result, { at, durationMs }, this.circumstances(assignment.claim));
    await this.settle(assignment, settlement, result.outcome === 'permanent' && result.suppress === true);
  }

  /** A sender classifies whatever its provider does; anything it lets through is a fault of ours, and is retried like any unknown one. */
  private async call(message: OutgoingMessage): Promise<SendResult | 'not_renderable'> {
    try {
      return await this.sender.send(message);
    } catch (error) {
      if (error instanceof TemplateError) {
        this.logger.error({ err: error, notificationId: message.notificationId }, 'template failed');
        return 'not_renderable';
      }
      this.logger.error({ err: error, notificationId: message.notificationId }, 'sender failed');
      return { outcome: 'unconfirmed', code: 'unknown_error' };
    }
  }

  /** Nothing was taken and nothing is used up; all replicas see the pause. */
  private async rest(assignment: Assignment, code: string): Promise<void> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + CHANNEL_FAULT_PAUSE_MS);
    this.logger.error(
      { channel: this.sender.channel, code, until },
      'channel paused: its provider refuses our account',
    );
    await untilAvailable(
      () => pauseChannel(this.database, this.sender.channel, until, code, now),
      (error) => this.logger.warn({ err: error }, 'pausing the channel waits'),
    );
    await this.settle(assignment, released(assignment.claim));
  }

  private async settle(
    assignment: Assignment,
    settlement: Parameters<Settler['settle']>[1],
    suppress = false,
  ): Promise<void> {
    const applied = await this.settler.settle(assignment, settlement, suppress);
    const { outcome } = settlement;
    if (!applied || outcome.kind !== 'settled') return;
    const labels = { channel: this.sender.channel, type: assignment.work.type };
    this.metrics.settled.inc({ ...labels, status: outcome.status, reason: outcome.reason ?? '' });
    if (outcome.status === 'sent') {
      const seconds = (this.clock.now().getTime() - assignment.work.eventTime.getTime()) / 1000;
      this.metrics.latency.observe({ channel: this.sender.channel }, Math.max(0, seconds));
    }
  }

  private count(assignment: Assignment, result: SendResult): void {
    const { channel } = this.sender;
    this.metrics.attempts.inc({
      channel,
      type: assignment.work.type,
      outcome: result.outcome,
      code: result.code ?? '',
    });
  }

  private circumstances(claim: Claim): Circumstances {
    return {
      claim,
      delays: this.settings.retryDelays[this.sender.channel],
      now: this.clock.now(),
      random: Math.random(),
    };
  }
}
