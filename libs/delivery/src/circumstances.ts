import { Inject, Injectable } from '@nestjs/common';
import type { Claim } from '#database';
import type { RetryPolicy } from '#notifications';
import { Clock, IdGenerator } from '#runtime';
import { ChannelSender } from './channel-sender.js';
import { DELIVERY_SETTINGS, type DeliverySettings, retryPolicyOf } from './delivery.settings.js';

/** What an outcome depends on beside itself. */
export interface Circumstances {
  readonly claim: Claim;
  readonly policy: RetryPolicy;
  readonly now: Date;
  /** 0 ≤ x < 1 */
  readonly random: number;
}

@Injectable()
export class CircumstancesReader {
  private readonly policy: RetryPolicy;

  constructor(
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    sender: ChannelSender,
    @Inject(DELIVERY_SETTINGS) settings: DeliverySettings,
  ) {
    this.policy = retryPolicyOf(settings, sender.channel);
  }

  /** As they are now. */
  of(claim: Claim): Circumstances {
    return { claim, policy: this.policy, now: this.clock.now(), random: this.ids.fraction() };
  }
}
