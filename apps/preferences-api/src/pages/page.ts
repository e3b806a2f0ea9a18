/** Implements F6, N6. What our pages have in common: no script, nothing loaded from elsewhere. */
import { createHash } from 'node:crypto';

const STYLE = `
  :root { color-scheme: light dark; font: 1.0625rem/1.5 system-ui, sans-serif; }
  body { max-width: 32rem; margin: 0 auto; padding: 4rem 1.25rem; }
  h1 { font-size: 1.5rem; line-height: 1.25; }
  h2 { font-size: 1.125rem; }
  code { font-size: 0.9em; }
  button { font: inherit; font-weight: 600; padding: 0.75rem 1.25rem; border: 0; border-radius: 0.5rem;
    color: #fff; background: #1d4ed8; cursor: pointer; }
  button:focus-visible { outline: 3px solid #f59e0b; outline-offset: 2px; }
`;

/** Headers of every page. The address of one may be a secret: no referrer, no frame. */
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

export interface PageContent {
  readonly language: string;
  readonly title: string;
  /** HTML below the heading. */
  readonly content: string;
}

/**
 * Nothing of the request or the customer enters a page, only our own wording; so nothing needs escaping, and must not be added
 * without it.
 */
export function renderPage({ language, title, content }: PageContent): string {
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
