/** Implements F3, F5, F6, N7. The addresses in every email that ask for no signing in: to end emails, to choose, and of its tracking picture. */
import type { NotificationType } from '#contracts';
import { type Keyring, type OpenClaims, OpenTokens, PreferencePageTokens, UnsubscribeTokens } from '#privacy';
import type { Clock } from '#runtime';

export class EmailLinks {
  private readonly unsubscribeTokens: UnsubscribeTokens;
  private readonly pageTokens: PreferencePageTokens;
  private readonly openTokens: OpenTokens;

  /**
   * @param keyring of `TOKEN_KEYRING`
   * @param appUrl public base URL, without a slash at its end
   */
  constructor(
    keyring: Keyring,
    private readonly appUrl: string,
    private readonly clock: Clock,
  ) {
    this.unsubscribeTokens = new UnsubscribeTokens(keyring);
    this.pageTokens = new PreferencePageTokens(keyring);
    this.openTokens = new OpenTokens(keyring);
  }

  /** @param type of the email that it stands in: the page behind it offers to end just that type */
  unsubscribe(userId: string, type: NotificationType): string {
    const token = this.unsubscribeTokens.issue({ userId, channel: 'email', type, issuedAt: this.clock.now() });
    return `${this.appUrl}/api/v2/notifications/unsubscribe/${token}`;
  }

  preferences(userId: string): string {
    return `${this.appUrl}/preferences/${this.pageTokens.issue({ userId, issuedAt: this.clock.now() })}`;
  }

  /** Of a picture whose fetching shows that the email was opened. */
  pixel(claims: OpenClaims): string {
    return `${this.appUrl}/api/v2/track/email/${this.openTokens.issue(claims)}`;
  }
}
