import { Clock } from '#runtime';
import { Injectable } from '@nestjs/common';
import type { Provider } from '../ledger/ledger-entries.js';
import type { RateLimit } from './controls.schema.js';
import { Controls } from './controls.service.js';

/** What a provider says about its limit. */
export interface Allowance {
  readonly limit: number;
  /** Requests left in this window; the one that is judged counts. */
  readonly remaining: number;
  /** Unix seconds. */
  readonly resetAt: number;
}

interface Window {
  readonly rateLimit: RateLimit;
  taken: number;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
}

@Injectable()
export class RateLimits {
  private readonly windows = new Map<Provider, Window>();

  constructor(
    private readonly controls: Controls,
    private readonly clock: Clock,
  ) {}

  /** Counts a request. Undefined: no limit is set. */
  take(provider: Provider): (Allowance & { readonly exceeded: boolean }) | undefined {
    const rateLimit = this.controls.state.rateLimits[provider];
    if (rateLimit === null) return undefined;
    const window = this.windowOf(provider, rateLimit);
    window.taken += 1;
    return {
      limit: rateLimit.limit,
      remaining: Math.max(0, rateLimit.limit - window.taken),
      resetAt: Math.ceil(window.endsAt / 1_000),
      exceeded: window.taken > rateLimit.limit,
    };
  }

  /** Another limit starts another window. */
  private windowOf(provider: Provider, rateLimit: RateLimit): Window {
    const now = this.clock.now().getTime();
    const current = this.windows.get(provider);
    if (current?.rateLimit === rateLimit && now < current.endsAt) return current;
    const next = { rateLimit, taken: 0, endsAt: now + rateLimit.windowSeconds * 1_000 };
    this.windows.set(provider, next);
    return next;
  }
}
