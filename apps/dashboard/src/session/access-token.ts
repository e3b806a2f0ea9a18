/** Implements N6. What somebody pasted as their access token. */

/** RFC 6750, 2.1. A header takes nothing else, and the browser would say no more than that the request failed. */
const TOKEN = /^[\w.~+/-]+=*$/;

export type Pasted = { readonly token: string } | { readonly problem: string };

/** @param text as pasted from a header or a terminal */
export function readToken(text: string): Pasted {
  const token = text.replace(/^\s*(authorization:\s*)?bearer\s+/i, '').replace(/\s+/g, '');
  if (token === '') return { problem: 'Paste an access token first.' };
  if (!TOKEN.test(token))
    return { problem: 'This holds characters that no access token has. Copy it again, all of it.' };
  return { token };
}
