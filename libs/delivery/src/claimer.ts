/** Implements N3, N9. Claims rows for this worker's channel, for a limited time. */
import { Injectable } from '@nestjs/common';
import type { Channel } from '#contracts';
import { type Claim, Database, START_WINDOW_MS, claimDue, claimFresh } from '#database';
import { Clock } from '#runtime';
import { ChannelSender } from './channel-sender.js';
import { DeliveryMetrics } from './delivery.metrics.js';
import type { SlotKind } from './slots.js';

/** Longer than any provider call may take, settling included; a row whose lease ran out was abandoned. */
const LEASE_MS = 60_000;

/** Rows claimed by one statement. */
export interface ClaimGroup {
  readonly channel: Channel;
  readonly claims: readonly Claim[];
  /** False once it is too late to start a provider call: permission may have been revoked since. */
  readonly withinStartWindow: () => boolean;
}

@Injectable()
export class Claimer {
  constructor(
    private readonly database: Database,
    private readonly sender: ChannelSender,
    private readonly clock: Clock,
    private readonly metrics: DeliveryMetrics,
  ) {}

  /** Rows that nudges named. */
  fresh(ids: readonly string[]): Promise<ClaimGroup> {
    return this.claim('fresh', (lease) => claimFresh(this.database, this.sender.channel, ids, lease));
  }

  /** Rows whose time has come, oldest first. */
  due(limit: number): Promise<ClaimGroup> {
    return this.claim('due', (lease, now) => claimDue(this.database, this.sender.channel, limit, now, lease));
  }

  private async claim(kind: SlotKind, run: (leaseUntil: Date, now: Date) => Promise<Claim[]>): Promise<ClaimGroup> {
    const now = this.clock.now();
    // Read before the claim is sent: the start window must not begin later than the claim.
    const claimedAt = this.clock.monotonic();
    const claims = await run(new Date(now.getTime() + LEASE_MS), now);
    const { channel } = this.sender;
    this.metrics.claims.inc({ channel, kind }, claims.length);
    return { channel, claims, withinStartWindow: () => this.clock.monotonic() - claimedAt <= START_WINDOW_MS };
  }
}
