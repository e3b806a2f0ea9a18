/** Implements F6, N7. The signed token in every unsubscribe link: it says for whom and from what, and cannot be made up. */
import { CHANNELS, type Channel, NOTIFICATION_TYPES, type NotificationType } from '#contracts';
import { z } from 'zod';
import { InvalidTokenError } from './invalid-token.error.js';
import type { Keyring } from './keyring.js';
import { SignedTexts } from './signed-text.js';

const claimsSchema = z.object({
  userId: z.string().min(1).max(128),
  channel: z.enum(CHANNELS),
  type: z.enum(NOTIFICATION_TYPES).nullable(),
  issuedAt: z.date(),
});

/** What a token permits. `type` is that of the message it came in; null: none. `issuedAt` is exact to the second. */
export type UnsubscribeClaims = Readonly<z.infer<typeof claimsSchema>>;

const CLAIMS = /^(?<channel>[a-z_]+)\.(?<type>[a-z_]*)\.(?<issuedAt>\d{1,12})\.(?<userId>.+)$/s;

/** They do not expire: a link in an old mail must work. The text that is signed: `channel.type.seconds.userId`. */
export class UnsubscribeTokens {
  private readonly texts: SignedTexts;

  /** @param keyring of `TOKEN_KEYRING` */
  constructor(keyring: Keyring) {
    this.texts = new SignedTexts(keyring, 'unsubscribe-token');
  }

  /** @throws ZodError when the claims are not what a token can say */
  issue(claims: { userId: string; channel: Channel; type?: NotificationType | null; issuedAt: Date }): string {
    const { userId, channel, type, issuedAt } = claimsSchema.parse({ ...claims, type: claims.type ?? null });
    return this.texts.sign(`${channel}.${type ?? ''}.${Math.floor(issuedAt.getTime() / 1000)}.${userId}`);
  }

  /** @throws InvalidTokenError whatever is wrong with it */
  verify(token: string): UnsubscribeClaims {
    return parseClaims(this.texts.open(token));
  }
}

/** A token of a later version of this program may carry a type that this one does not know. */
function parseClaims(text: string): UnsubscribeClaims {
  const { channel, type, issuedAt, userId } = CLAIMS.exec(text)?.groups ?? {};
  const result = claimsSchema.safeParse({
    userId,
    channel,
    type: type === '' ? null : type,
    issuedAt: new Date(Number(issuedAt) * 1000),
  });
  if (!result.success) throw new InvalidTokenError();
  return result.data;
}
