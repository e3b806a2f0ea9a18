/** Implements F6, N7. The link in every email that ends emails without signing in. */
import type { UnsubscribeTokens } from '#privacy';
import type { Clock } from '#runtime';

export class UnsubscribeLinks {
  /** @param appUrl public base URL, without a slash at its end */
  constructor(
    private readonly tokens: UnsubscribeTokens,
    private readonly appUrl: string,
    private readonly clock: Clock,
  ) {}

  unsubscribe(userId: string): string {
    const token = this.tokens.issue({ userId, channel: 'email', issuedAt: this.clock.now() });
    return `${this.appUrl}/api/v2/notifications/unsubscribe/${token}`;
  }
}
