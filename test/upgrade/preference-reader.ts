import { signAccessToken } from '../../infra/access-token.js';
import type { Preferences } from '../chaos/customers.js';

const ANSWER_WITHIN_MS = 20_000;

/** Customers who look at their preferences: asked once, and whatever is not the right answer is noted. */
export class PreferenceReader {
  reads = 0;
  readonly refusals: string[] = [];
  private readonly tokens = new Map<string, Promise<string>>();

  constructor(
    private readonly api: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  async read(userId: string, { channels }: Preferences): Promise<void> {
    this.reads += 1;
    const fault = await this.faultOf(userId, JSON.stringify(channels)).catch((error: unknown) => String(error));
    if (fault !== undefined) this.refusals.push(`GET preferences of ${userId}: ${fault}`);
  }

  private async faultOf(userId: string, expected: string): Promise<string | undefined> {
    const answer = await fetch(`${this.api}/api/v2/notifications/preferences`, {
      headers: { authorization: `Bearer ${await this.tokenOf(userId)}` },
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (answer.status !== 200) return `answers ${answer.status}`;
    const { channels } = (await answer.json()) as Pick<Preferences, 'channels'>;
    const { email, sms, in_app } = channels;
    const stored = JSON.stringify({ email, sms, in_app });
    return stored === expected ? undefined : `shows ${stored} instead of ${expected}`;
  }

  private tokenOf(userId: string): Promise<string> {
    const token = this.tokens.get(userId) ?? signAccessToken(this.env, { subject: userId, validFor: '1h' });
    this.tokens.set(userId, token);
    return token;
  }
}
