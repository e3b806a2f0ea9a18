/**
 * Implements F3, F6, N7. The signed token in the address of a customer's preference page. It opens more than an unsubscribe token does, and
 * that one travels in a header which mail providers read: neither is taken for the other.
 */
import { z } from 'zod';
import { InvalidTokenError } from './invalid-token.error.js';
import type { Keyring } from './keyring.js';
import { SignedTexts } from './signed-text.js';

const claimsSchema = z.object({ userId: z.string().min(1).max(128), issuedAt: z.date() });

/** Whose page it is. `issuedAt` is exact to the second. */
export type PreferencePageClaims = Readonly<z.infer<typeof claimsSchema>>;

const CLAIMS = /^(?<issuedAt>\d{1,12})\.(?<userId>.+)$/s;

/** They do not expire: a link in an old mail must work. The text that is signed: `seconds.userId`. */
export class PreferencePageTokens {
  private readonly texts: SignedTexts;

  /** @param keyring of `TOKEN_KEYRING` */
  constructor(keyring: Keyring) {
    this.texts = new SignedTexts(keyring, 'preference-page-token');
  }

  /** @throws ZodError when the claims are not what a token can say */
  issue(claims: PreferencePageClaims): string {
    const { userId, issuedAt } = claimsSchema.parse(claims);
    return this.texts.sign(`${Math.floor(issuedAt.getTime() / 1000)}.${userId}`);
  }

  /** @throws InvalidTokenError whatever is wrong with it */
  verify(token: string): PreferencePageClaims {
    const { issuedAt, userId } = CLAIMS.exec(this.texts.open(token))?.groups ?? {};
    const result = claimsSchema.safeParse({ userId, issuedAt: new Date(Number(issuedAt) * 1000) });
    if (!result.success) throw new InvalidTokenError();
    return result.data;
  }
}
