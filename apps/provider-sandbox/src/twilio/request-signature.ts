import { createHmac } from 'node:crypto';
import type { SignatureKind } from '../lives/life.schema.js';

export type Form = Readonly<Record<string, string>>;

/**
 * `X-Twilio-Signature`: base64 of HMAC-SHA1 with the account's token over the whole address and the form's fields, sorted by name.
 * https://www.twilio.com/docs/usage/security#validating-requests
 */
export function signatureHeaders(kind: SignatureKind, token: string, url: string, form: Form): Record<string, string> {
  switch (kind) {
    case 'valid':
      return { 'X-Twilio-Signature': signatureOf(token, url, form) };
    case 'forged':
      return { 'X-Twilio-Signature': signatureOf(`not ${token}`, url, form) };
    case 'garbage':
      return { 'X-Twilio-Signature': 'not a signature' };
    case 'missing':
      return {};
  }
}

function signatureOf(token: string, url: string, form: Form): string {
  const fields = Object.keys(form)
    .sort()
    .map((name) => name + (form[name] ?? ''));
  return createHmac('sha1', token)
    .update(url + fields.join(''))
    .digest('base64');
}
