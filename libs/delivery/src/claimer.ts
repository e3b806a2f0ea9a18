/** Implements N3, N9. Claims rows for this worker's channel, for a limited time. */
import { Injectable } from '@nestjs/common';
import type { Channel } from '#contracts';
import { type Claim, Database, START_WINDOW_MS, claimDue, claimFresh } from '#database';
import { Clock } from '#runtime';
import { ChannelSender } from './channel-sender.js';
import { DeliveryMetrics } from './delivery.metrics.js';
import { type Admission, ChannelGate, type DoneUnderAdmission, type Held } from './channel-gate.js';
import type { SlotKind } from './slots.js';

/** Longer than any provider call or look-up may take, settling included; a row whose lease ran out was abandoned. */
const LEASE_MS = 60_000;

/** Rows claimed by one statement. */
export interface ClaimGroup {
  readonly channel: Channel;
  readonly claims: readonly Claim[];
  /** How many rows were asked for. */
  readonly asked: number;
  /** False once it is too late to start a provider call: permission may have been revoked since. */
  readonly withinStartWindow: () => boolean;
  /** What of the channel's rate was not used goes back. */
  readonly finished: (done: DoneUnderAdmission) => Promise<void>;
}

@Injectable()
export class Claimer {
  constructor(
    private readonly database: Database,
    private readonly sender: ChannelSender,
    private readonly clock: Clock,
    private readonly gate: ChannelGate,
    private readonly metrics: DeliveryMetrics,
  ) {}

  /**
   * Rows that nudges named; the first of them, as many as the channel's gate admits.
   * @param claimNo how often they have been claimed, and given back as they were
   */
  async fresh(ids: readonly string[], claimNo: number): Promise<ClaimGroup | Held> {
    const admission = await this.gate.admitFresh(ids.length);
    if (typeof admission === 'string') return admission;
    const { most, pausedTypes } = admission;
    return this.claim('fresh', admission, (lease) =>
      claimFresh(this.database, this.sender.channel, ids.slice(0, most), lease, pausedTypes, claimNo),
    );
  }

  /** Rows whose time has come, oldest first. */
  async due(limit: number): Promise<ClaimGroup | Held> {
    const admission = await this.gate.admitDue(limit);
    if (typeof admission === 'string') return admission;
    const { most, pausedTypes } = admission;
    return this.claim('due', admission, (lease, now) =>
      claimDue(this.database, this.sender.channel, most, now, lease, pausedTypes),
    );
  }

  private async claim(
    kind: SlotKind,
    admission: Admission,
    run: (leaseUntil: Date, now: Date) => Promise<Claim[]>,
  ): Promise<ClaimGroup> {
    const now = this.clock.now();
    // Read before the claim is sent: the start window must not begin later than the claim.
    const claimedAt = this.clock.monotonic();
    const claims = await run(new Date(now.getTime() + LEASE_MS), now);
    const { channel } = this.sender;
    this.metrics.claims.inc({ channel, kind }, claims.length);
    // With rows in hand nothing may fail any more: they would be taken for abandoned.
    if (claims.length === 0) await this.gate.giveBack(admission, { calls: 0, lookUps: 0 });
    return {
      channel,
      claims,
      asked: admission.most,
      withinStartWindow: () => this.clock.monotonic() - claimedAt <= START_WINDOW_MS,
      finished: (done) => this.gate.giveBack(admission, done),
    };
  }
}
