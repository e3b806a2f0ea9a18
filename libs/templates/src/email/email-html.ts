/** Implements F1, N8. One layout for every email: a single column that fits phones and desktops alike. */
import type { Detail, ItemList } from '../content/message-template.js';
import type { Labels } from '../content/labels.js';
import type { EmailMessage } from './email-message.js';
import { type SafeHtml, html } from './html.js';

/** Mail clients drop style sheets more readily than attributes, so each element carries its own. */
const STYLE = {
  page: 'margin:0;padding:0;background:#f4f4f2;color:#1f2328;font-family:-apple-system,BlinkMacSystemFont,Segoe UI,Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5',
  preheader: 'display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px',
  column: 'max-width:600px;margin:0 auto;padding:24px 12px',
  brand: 'margin:0 0 16px;padding:0 20px;font-size:18px;font-weight:700',
  card: 'background:#ffffff;border-radius:8px;padding:28px 20px',
  heading: 'margin:0 0 20px;font-size:24px;line-height:1.25;font-weight:700',
  paragraph: 'margin:0 0 16px',
  table: 'width:100%;border-collapse:collapse;margin:8px 0 24px;font-size:15px',
  label:
    'padding:8px 12px 8px 0;border-bottom:1px solid #e4e4e0;text-align:left;vertical-align:top;font-weight:400;color:#5b6168',
  value: 'padding:8px 0;border-bottom:1px solid #e4e4e0;text-align:right;vertical-align:top;overflow-wrap:anywhere',
  name: 'padding:8px 12px 8px 0;border-bottom:1px solid #e4e4e0;text-align:left;vertical-align:top;overflow-wrap:anywhere',
  number:
    'padding:8px 0 8px 12px;border-bottom:1px solid #e4e4e0;text-align:right;vertical-align:top;white-space:nowrap',
  numberLabel:
    'padding:8px 0 8px 12px;border-bottom:1px solid #e4e4e0;text-align:right;vertical-align:top;font-weight:400;color:#5b6168',
  totalLabel: 'padding:12px 12px 0 0;text-align:left;font-weight:700',
  total: 'padding:12px 0 0;text-align:right;font-weight:700;white-space:nowrap',
  button:
    'display:inline-block;padding:12px 24px;border-radius:6px;background:#1f4f8f;color:#ffffff;font-weight:600;text-decoration:none',
  footer: 'padding:20px;font-size:13px;color:#5b6168',
  footerLine: 'margin:0 0 8px',
  footerLink: 'color:#5b6168;text-decoration:underline',
} as const;

export function emailHtml(message: EmailMessage): string {
  return html`<!doctype html>
    <html lang="${message.language}" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="format-detection" content="telephone=no, date=no, address=no" />
        <title>${message.subject}</title>
      </head>
      <body style="${STYLE.page}">
        <div style="${STYLE.preheader}">${message.preheader}</div>
        <div style="${STYLE.column}">
          <p style="${STYLE.brand}">${message.footer.brandName}</p>
          <main style="${STYLE.card}">${body(message)}</main>
          ${footer(message)}
        </div>
      </body>
    </html> `.markup;
}

function body(message: EmailMessage): SafeHtml {
  const { details, itemList, button, labels } = message;
  return html`<h1 style="${STYLE.heading}">${message.heading}</h1>
    ${[message.greeting, ...message.paragraphs].map(paragraph)} ${detailTable(details)}
    ${itemList === null ? [] : itemTable(itemList, labels)}
    ${button === null ? [] : html`<p style="${STYLE.paragraph}"><a href="${button.url}" style="${STYLE.button}">${button.label}</a></p>`}
    <p style="${STYLE.paragraph}">${message.help} ${message.supportContact}</p>
    <p style="margin:0">${message.signature}</p>`;
}

function paragraph(text: string): SafeHtml {
  return html`<p style="${STYLE.paragraph}">${text}</p> `;
}

function detailTable(details: readonly Detail[]): SafeHtml {
  return html`<table style="${STYLE.table}">
    ${details.map(
      ({ label, value }) =>
        html`<tr>
          <th scope="row" style="${STYLE.label}">${label}</th>
          <td style="${STYLE.value}">${value}</td>
        </tr> `,
    )}
  </table>`;
}

function itemTable({ items, more, total }: ItemList, labels: Labels): SafeHtml {
  return html`<table style="${STYLE.table}">
    <tr>
      <th scope="col" style="${STYLE.label}">${labels.item}</th>
      <th scope="col" style="${STYLE.numberLabel}">${labels.quantity}</th>
      <th scope="col" style="${STYLE.numberLabel}">${labels.unitPrice}</th>
    </tr>
    ${items.map(
      ({ name, quantity, unitPrice }) =>
        html`<tr>
          <td style="${STYLE.name}">${name}</td>
          <td style="${STYLE.number}">${quantity}</td>
          <td style="${STYLE.number}">${unitPrice}</td>
        </tr> `,
    )}${
      more === null
        ? []
        : html`<tr>
            <td colspan="3" style="${STYLE.name}">+ ${more}</td>
          </tr>`
    }
    <tr>
      <th scope="row" colspan="2" style="${STYLE.totalLabel}">${labels.total}</th>
      <td style="${STYLE.total}">${total}</td>
    </tr>
  </table>`;
}

/** SendGrid would lead its readers over its own server, and tell it who wants to hear no more: `clicktracking` keeps it off. */
function footer({
  footer: { why, brandName, postalAddress, preferences, unsubscribe, links },
}: EmailMessage): SafeHtml {
  return html`<footer style="${STYLE.footer}">
    <p style="${STYLE.footerLine}">${why}</p>
    <p style="${STYLE.footerLine}">
      ${
        links.preferences === null
          ? []
          : html`<a clicktracking="off" href="${links.preferences}" style="${STYLE.footerLink}">${preferences}</a> · `
      }
      <a clicktracking="off" href="${links.unsubscribe}" style="${STYLE.footerLink}">${unsubscribe}</a>
    </p>
    <p style="margin:0">${brandName}, ${postalAddress}</p>
  </footer>`;
}
