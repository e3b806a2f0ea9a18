import type { MessageRenderings } from './message-renderings.js';

export const SCHEMES = ['light', 'dark'] as const;

export type Scheme = (typeof SCHEMES)[number];

/** Nothing is loaded and nothing runs: an email shows as in a mail client that blocks both. */
export const EMAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'";

export function emailPath({ type, language, dataSet }: Omit<MessageRenderings, 'email'>, scheme: Scheme): string {
  return `emails/${scheme}/${type}.${language}.${dataSet}.html`;
}

/** @returns the email as a page that shows one of its colour schemes, whatever the reader's system prefers */
export function emailPage(html: string, scheme: Scheme): string {
  return html
    .replace('<head>', `<head>\n<meta http-equiv="Content-Security-Policy" content="${EMAIL_POLICY}">`)
    .replaceAll('(prefers-color-scheme: dark)', scheme === 'dark' ? 'all' : 'not all')
    .replaceAll('content="light dark"', `content="${scheme}"`)
    .replaceAll('color-scheme: light dark', `color-scheme: ${scheme}`);
}
