/** Implements F5. Who fetches the pictures of an email: somebody who reads it, or a program that does so ahead of anybody. Pure. */

export type Reader = 'person' | 'machine';

/**
 * By user agent; the first that fits decides, and whoever fits none is a person. Short on purpose: a list of every scanner is never complete,
 * and most of them look like a browser.
 */
const READERS = [
  // Gmail and Yahoo fetch for somebody who opens the email. https://support.google.com/mail/answer/145919, https://help.yahoo.com/kb/SLN28749.html
  { reader: 'person', userAgent: /GoogleImageProxy|YahooMailProxy/ },
  // No program that a person reads with is silent.
  { reader: 'machine', userAgent: /^$/ },
  // Apple's Mail Privacy Protection fetches everything as it arrives, and says no more than this.
  // https://help.socketlabs.com/docs/identifying-apple-mpp-opens-in-notification-api-events
  { reader: 'machine', userAgent: /^Mozilla\/5\.0$/ },
  // Gmail, ahead of its reader. https://www.gmass.co/blog/false-opens-in-gmail/
  { reader: 'machine', userAgent: /Edge\/12\.246 Mozilla\/5\.0$/ },
  // Programs that check links and pictures, and say so.
  { reader: 'machine', userAgent: /Barracuda|Mimecast|Proofpoint|HeadlessChrome/i },
  {
    reader: 'machine',
    userAgent: /(bot|crawler|spider|scanner)[/-]|^(curl|wget|python|java|go-http-client|okhttp|axios|node)\b/i,
  },
] as const satisfies readonly { readonly reader: Reader; readonly userAgent: RegExp }[];

/** @param userAgent as its request names it; empty: not at all */
export function readerOf(userAgent: string): Reader {
  return READERS.find((known) => known.userAgent.test(userAgent))?.reader ?? 'person';
}
