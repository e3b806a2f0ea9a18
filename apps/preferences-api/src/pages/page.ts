/** Implements F6, N6. What our pages have in common: everything on them comes from this server, and their address is told to nobody. */
import type { Language } from '#contracts';
import { SafeHtml, html } from '#templates';
import { assetAddress } from './assets.js';

/** Headers of every page. The address of one may be a secret: no referrer, no frame, no copy in a cache. */
export const PAGE_HEADERS = headersWith([]);

/** Of a page with our script. */
export const SCRIPTED_PAGE_HEADERS = headersWith([`script-src 'self'`, `connect-src 'self'`]);

function headersWith(permissions: readonly string[]) {
  const policy = [
    `default-src 'none'`,
    `style-src 'self'`,
    ...permissions,
    // Without an icon of its own, a browser asks for one.
    `img-src data:`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ];
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy.join('; '),
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Robots-Tag': 'noindex, nofollow',
    Vary: 'Accept, Accept-Language',
  } as const;
}

export interface PageContent {
  readonly language: Language;
  readonly title: string;
  /** Default: the title. */
  readonly heading?: string;
  /** Below the heading. */
  readonly content: SafeHtml;
  /** Above the heading, outside of what the page is about. */
  readonly brandName?: string;
  /** Below everything. */
  readonly footer?: SafeHtml;
  readonly scripted?: boolean;
}

export const NOTHING = new SafeHtml('');

export function renderPage({ language, title, heading = title, content, ...around }: PageContent): string {
  const script = html`<script src="${assetAddress('preference-page.js')}" defer></script>`;
  const brand = html`<header class="brand">${around.brandName ?? ''}</header>`;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${assetAddress('pages.css')}" />
        ${around.scripted === true ? script : NOTHING}
      </head>
      <body>
        ${around.brandName === undefined ? NOTHING : brand}
        <main>
          <h1>${heading}</h1>
          ${content}
        </main>
        ${around.footer === undefined ? NOTHING : html`<footer>${around.footer}</footer>`}
      </body>
    </html> `.markup;
}
