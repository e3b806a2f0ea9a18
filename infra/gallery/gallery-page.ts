import { type RenderedInApp, type RenderedSms, SafeHtml, html } from '#templates';
import { SCHEMES, emailPath } from './email-page.js';
import { CHOICES, type MessageRenderings } from './message-renderings.js';

const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; frame-src 'self'; img-src data:; base-uri 'none'; form-action 'none'";

const NAMES: Readonly<Record<string, string>> = { en: 'English', es: 'Spanish', fr: 'French', sms: 'SMS' };

/** `order_shipped` → `Order shipped` */
export const nameOf = (key: string): string =>
  NAMES[key] ?? key.charAt(0).toUpperCase() + key.slice(1).replaceAll('_', ' ');

export function galleryPage(renderings: readonly MessageRenderings[]): string {
  return page(
    'Messages',
    html`<header>
        <h1>Messages</h1>
        <form id="filters">
          ${filter('type', CHOICES.type, 'all')} ${filter('language', CHOICES.language, 'en')}
          ${filter('channel', CHOICES.channel, 'all')} ${filter('data', CHOICES.data, 'realistic')}
          ${filter('width', ['phone', 'desktop'], 'phone', 'both')} ${filter('scheme', SCHEMES, 'light')}
        </form>
        <p id="count" role="status"></p>
      </header>
      <main>${renderings.map(message)}</main>`,
  );
}

export function page(title: string, body: SafeHtml): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="gallery.css" />
        <script src="gallery.js" defer></script>
      </head>
      <body>
        ${body}
      </body>
    </html> `.markup;
}

/** @param everything the choice that shows all; none for filters of which exactly one applies */
function filter(name: string, choices: readonly string[], chosen: string, everything?: string): SafeHtml {
  const all = name === 'scheme' ? [] : [everything ?? 'all'];
  const options = [...all, ...choices].map(
    (choice) =>
      html`<option value="${choice}" ${choice === chosen ? SELECTED : NOT_SELECTED}>${nameOf(choice)}</option>`,
  );
  return html`<label
    >${nameOf(name)}
    <select name="${name}">
      ${options}
    </select></label
  > `;
}

const SELECTED = new SafeHtml(' selected');
const NOT_SELECTED = new SafeHtml('');

function message(rendering: MessageRenderings): SafeHtml {
  const { type, language, dataSet } = rendering;
  return html`<article data-type="${type}" data-language="${language}" data-data="${dataSet}" hidden>
    <h2>${nameOf(type)} <small>${nameOf(language)}, ${dataSet}</small></h2>
    <div class="channels">
      ${email(rendering)}
      <div class="short">
        <section data-channel="sms" lang="${language}">
          ${sms(rendering.sms, 'SMS')} ${sms(rendering.firstSms, 'First SMS to a number')}
        </section>
        <section data-channel="in_app" lang="${language}">${inApp(rendering.inApp)}</section>
      </div>
    </div>
  </article> `;
}

function email(rendering: MessageRenderings): SafeHtml {
  const { subject, preheader, html: markup, text } = rendering.email;
  const kilobytes = (Buffer.byteLength(markup) / 1000).toFixed(1);
  return html`<section data-channel="email">
    <p class="envelope" lang="${rendering.language}"><b>${subject}</b> <span>${preheader}</span></p>
    <p class="facts">Email, ${kilobytes} KB</p>
    <div class="frames">${(['phone', 'desktop'] as const).map((width) => frame(rendering, width))}</div>
    <details>
      <summary>Plain text</summary>
      <pre lang="${rendering.language}">${text}</pre>
    </details>
  </section>`;
}

/** Its height is read from the page in it; scripts do not run there. */
function frame(rendering: MessageRenderings, width: string): SafeHtml {
  return html`<iframe
    data-width="${width}"
    data-light="${emailPath(rendering, 'light')}"
    data-dark="${emailPath(rendering, 'dark')}"
    title="${nameOf(rendering.type)} by email, ${width}"
    sandbox="allow-same-origin"
    loading="lazy"
  ></iframe> `;
}

function sms({ body, encoding, segments }: RenderedSms, name: string): SafeHtml {
  const size = `${name}: ${encoding}, ${String(segments)} ${segments === 1 ? 'segment' : 'segments'}, ${String(body.length)} characters`;
  return html`<p class="bubble">${body}</p>
    <p class="facts" lang="en">${size}</p>`;
}

function inApp({ title, body, icon, actionUrl }: RenderedInApp): SafeHtml {
  return html`<div class="entry">
      <b>${title}</b>
      <p>${body}</p>
    </div>
    <p class="facts" lang="en">In-app: icon ${icon}, ${actionUrl === null ? 'no action' : `opens ${actionUrl}`}</p>`;
}
