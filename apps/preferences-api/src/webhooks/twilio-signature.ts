/** Implements N6. Whether Twilio sent a request. Source: Twilio, "Security", "Validating Requests". */
import twilio from 'twilio';

export const SIGNATURE_HEADER = 'x-twilio-signature';

export interface SignedForm {
  /** As it was requested: path and query. */
  readonly pathAndQuery: string;
  readonly form: Readonly<Record<string, unknown>>;
  readonly signature: string | undefined;
}

export class TwilioSignature {
  /**
   * @param authTokens any of which Twilio may sign with
   * @param appUrl the address Twilio calls; behind a proxy it is not the one we see
   */
  constructor(
    private readonly authTokens: readonly string[],
    private readonly appUrl: string,
  ) {}

  isValid({ pathAndQuery, form, signature = '' }: SignedForm): boolean {
    if (!Object.values(form).every(isText)) return false;
    const url = this.appUrl + pathAndQuery;
    return this.authTokens.some((token) => twilio.validateRequest(token, signature, url, { ...form }));
  }
}

/** Of anything else in a form, the library cannot make the text that is signed. */
function isText(value: unknown): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.every((part) => typeof part === 'string'));
}
