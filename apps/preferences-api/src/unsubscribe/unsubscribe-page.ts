/** Implements F6. The pages behind an unsubscribe link: no script, nothing loaded from elsewhere. */
import { createHash } from 'node:crypto';
import type { Language } from '#contracts';
import { UNSUBSCRIBE_WORDING } from './unsubscribe.wording.js';

export type UnsubscribePage = 'question' | 'done' | 'bad_link';

const STYLE = `
  :root { color-scheme: light dark; font: 1.0625rem/1.5 system-ui, sans-serif; }
  body { max-width: 32rem; margin: 0 auto; padding: 4rem 1.25rem; }
  h1 { font-size: 1.5rem; line-height: 1.25; }
  button { font: inherit; font-weight: 600; padding: 0.75rem 1.25rem; border: 0; border-radius: 0.5rem;
    color: #fff; background: #1d4ed8; cursor: pointer; }
  button:focus-visible { outline: 3px solid #f59e0b; outline-offset: 2px; }
`;

/** Headers of every page. The link in the address bar is a secret: no referrer, no store, no frame. */
export const PAGE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': [
    `default-src 'none'`,
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ].join('; '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex, nofollow',
  Vary: 'Accept, Accept-Language',
} as const;

/**
 * Nothing of the request or the customer enters a page, only our own wording; so nothing needs escaping, and must not be added
 * without it. The form has no address: it posts to the one it was opened at.
 */
export function unsubscribePage(page: UnsubscribePage, language: Language): string {
  const { title, content } = contentOf(page, language);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;
}

function contentOf(page: UnsubscribePage, language: Language): { title: string; content: string } {
  const words = UNSUBSCRIBE_WORDING[language];
  switch (page) {
    case 'question':
      return {
        title: words.question,
        content: `<p>${words.explanation}</p>\n<form method="post"><button>${words.button}</button></form>`,
      };
    case 'done':
      return { title: words.done, content: `<p role="status">${words.afterwards}</p>` };
    case 'bad_link':
      return { title: words.badLink, content: `<p>${words.badLinkAdvice}</p>` };
  }
}
