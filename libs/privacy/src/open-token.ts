/** Implements F5, N6, N7. The signed token in the address of an email's tracking picture: it names a message, and nobody. */
import { z } from 'zod';
import { InvalidTokenError } from './invalid-token.error.js';
import type { Keyring } from './keyring.js';
import { SignedTexts } from './signed-text.js';

/** As many as the database can number. */
const MOST_ATTEMPTS = 32_767;

const claimsSchema = z.object({
  notificationId: z.uuid(),
  /** Number of the attempt that the email was sent by, from 1. */
  attempt: z.int().min(1).max(MOST_ATTEMPTS),
});

/** Of which message it tells. */
export type OpenClaims = Readonly<z.infer<typeof claimsSchema>>;

const CLAIMS = /^(?<attempt>\d{1,5})\.(?<notificationId>[\da-f-]{36})$/;

/** They do not expire: what they name is dropped with its month. The text that is signed: `attempt.notificationId`. */
export class OpenTokens {
  private readonly texts: SignedTexts;

  /** @param keyring of `TOKEN_KEYRING` */
  constructor(keyring: Keyring) {
    this.texts = new SignedTexts(keyring, 'open-token');
  }

  /** @throws ZodError when the claims are not what a token can say */
  issue(claims: OpenClaims): string {
    const { notificationId, attempt } = claimsSchema.parse(claims);
    return this.texts.sign(`${attempt}.${notificationId}`);
  }

  /** @throws InvalidTokenError whatever is wrong with it */
  verify(token: string): OpenClaims {
    const { attempt, notificationId } = CLAIMS.exec(this.texts.open(token))?.groups ?? {};
    const result = claimsSchema.safeParse({ notificationId, attempt: Number(attempt) });
    if (!result.success) throw new InvalidTokenError();
    return result.data;
  }
}
