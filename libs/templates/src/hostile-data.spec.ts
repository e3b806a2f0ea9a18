import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LANGUAGES, NOTIFICATION_TYPES, type NotificationType } from '#contracts';
import { singleLine } from './content/single-line.js';
import { TemplateError, renderEmail, renderInApp, renderSms } from './index.js';
import { parsedEmail, spaced } from './parsed-email.fixture.js';
import { aSampleContext, aSampleEvent } from './samples/order-event.samples.js';

/** Each tries to leave its place in one of the languages a message passes through. */
const CORPUS = {
  tags: '<script>alert("1")</script> & \'O”Neil\' <img src=x onerror=alert(1)>',
  'the end of an attribute': `" onmouseover="alert(1)" x='`,
  'the end of the document': '</td></tr></table></main></body></html><a href="https://evil.example">x</a>',
  'a comment': '--><!--[if mso]><script>alert(1)</script><![endif]-->',
  'raw text elements': '</title></style></textarea><svg/onload=alert(1)>',
  entities: '&lt;script&gt; &#60;b&#62; &amp;amp; &colon; &#x6a;avascript&#58;',
  'structured data': '</script><script>alert(1)</script>"}]},{"@type":"Order","x":"\\',
  Handlebars: '{{constructor.constructor "return 1"}} {{{subject}}} {{#each items}} {{/each}} {{> footer}} \\{{x}}',
  ICU: "{name} {count, plural, one {#} other {#}} '{' # <b>{0}</b>",
  'template literals': '${1 + 1} `x` %s %d %(name)s',
  'replacement patterns': "$& $1 $` $' $$ $<name>",
  style: 'url(javascript:alert(1)); expression(alert(1)) } body { display: none }',
  headers: 'A-1\r\nBcc: all@evil.example\r\nContent-Type: text/html\r\n\r\nHello',
  'every line end': 'a\nb\rc\u2028d\u2029e\u0085f\u000bg\fh',
  'a forged footer': 'Visa\n-- \nUnsubscribe: see below',
  'right-to-left overrides': 'invoice\u202Efdp.exe \u2066isolated\u2069 \u200Fmark\u061C',
  controls: 'a\u0007b\u001b[31mc\u009bd\u007fe',
  'right-to-left text': 'محمد שלום 123',
  'marks without end': `Z${'\u0300\u0316'.repeat(40)}algo`,
} as const;

/** Every free text that an event, a customer or our settings may hold. */
function messageWith<T extends NotificationType>(type: T, text: string) {
  const event = aSampleEvent(type, {
    orderNumber: text,
    items: [{ name: text, quantity: 1, unitPrice: '1.00' }],
    total: '1.00',
    payment: { amount: '1.00', method: text },
    shipment: {
      carrier: text,
      trackingNumber: text,
      trackingUrl: `https://www.ups.com/track?number=${encodeURIComponent('1Z')}&note=${text}`,
      estimatedDelivery: '2026-11-25',
    },
    refund: { amount: '1.00', reason: text },
    failure: { reason: text },
  });
  const brand = { name: text, postalAddress: text, supportContact: text };
  return { event, context: aSampleContext({ recipientName: text, brand }) };
}

/** Of the same shape as a hostile one, and of no effect anywhere. */
const HARMLESS = 'Harmless';

/** Controls that change what is around them: line ends, and directions that go on. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === '@type' ? inner : shapeOf(inner)]),
  );
};

const CASES = NOTIFICATION_TYPES.flatMap((type) =>
  Object.entries(CORPUS).map(([attack, text]) => ({ type, attack, text })),
);

describe.each(CASES)('$attack in every text of $type', ({ type, text }) => {
  const { event, context } = messageWith(type, text);
  const harmless = messageWith(type, HARMLESS);

  it('changes no element, attribute or address of an email, and shows as it was written', () => {
    const page = parsedEmail(renderEmail(event, context).html);
    const usual = parsedEmail(renderEmail(harmless.event, harmless.context).html);
    expect(page.skeleton).toEqual(usual.skeleton);
    expect(page.links.map((link) => link.split(/[?:]/)[0])).toEqual(usual.links.map((link) => link.split(/[?:]/)[0]));
    expect(page.text).toContain(spaced(singleLine(text)));
    expect(page.structuredData.map(shapeOf)).toEqual(usual.structuredData.map(shapeOf));
  });

  it('adds no line to subject, preheader or plain text', () => {
    const { subject, preheader, text: plain } = renderEmail(event, context);
    const usual = renderEmail(harmless.event, harmless.context).text;
    for (const line of [subject, preheader, ...plain.split('\n')]) expect(line).not.toMatch(CONTROLS);
    expect(plain.split('\n')).toHaveLength(usual.split('\n').length);
    expect(plain.split('\n').filter((line) => line === '-- ')).toHaveLength(1);
  });

  it('stays on one line by SMS and in the app', () => {
    const { title, body } = renderInApp(event, context);
    for (const shown of [renderSms(event, context).body, title, body]) expect(shown).not.toMatch(CONTROLS);
    expect(spaced(body)).toContain(spaced(singleLine(text)));
  });
});

describe('an address in the data', () => {
  const render = (trackingUrl: string) => {
    const event = aSampleEvent('out_for_delivery', { shipment: { trackingUrl } });
    const { html, text } = renderEmail(event, aSampleContext());
    const sms = renderSms(event, aSampleContext()).body;
    return { links: parsedEmail(html).links, text, sms, action: renderInApp(event, aSampleContext()).actionUrl };
  };

  it.each([
    'javascript:alert(1)',
    ' JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://evil.example/',
    '//evil.example/x',
    '/track',
    'https://',
    'https://www.ups.com@evil.example/',
    'https://www.ups.com:pass@evil.example/',
    'www.ups.com',
    '',
  ])('is refused, and named: %j', (trackingUrl) => {
    expect(() => render(trackingUrl)).toThrow(TemplateError);
    expect(() => render(trackingUrl)).toThrow(expect.objectContaining({ field: 'shipment.trackingUrl' }));
  });

  it.each([
    [
      'https://a.example/"onmouseover="alert(1)?a=1&b=\'2\'',
      'https://a.example/%22onmouseover=%22alert(1)?a=1&b=%272%27',
    ],
    ['https://a.example/<script>?q=<b>#<i>', 'https://a.example/%3Cscript%3E?q=%3Cb%3E#%3Ci%3E'],
    ['https://a.example/a b\u202Ec\r\nBcc: x', 'https://a.example/a%20b%E2%80%AEcBcc:%20x'],
    ['https://bücher.example/ü?ñ=é', 'https://xn--bcher-kva.example/%C3%BC?%C3%B1=%C3%A9'],
    ['https://a.example/{{x}}?$&={y}', 'https://a.example/%7B%7Bx%7D%7D?$&={y}'],
  ])('stays one address on every channel: %s', (trackingUrl, shown) => {
    const { links, text, sms, action } = render(trackingUrl);
    expect(links).toContain(shown);
    expect(action).toBe(shown);
    for (const part of [text, sms]) expect(part).toContain(shown);
  });
});

describe('any name', () => {
  it('leaves an email’s elements as they are', () => {
    const skeletonWith = (name: string) =>
      parsedEmail(
        renderEmail(
          aSampleEvent('order_confirmed', { items: [{ name: `x${name}`, quantity: 1, unitPrice: '1.00' }] }),
          aSampleContext({ recipientName: `x${name}` }),
        ).html,
      ).skeleton;
    const usual = skeletonWith('Ana');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(skeletonWith(name)).toEqual(usual);
      }),
      { numRuns: 50 },
    );
  });

  it.each(LANGUAGES)('of spaces is no name, in %s', (language) => {
    const { text } = renderEmail(aSampleEvent('delivered'), aSampleContext({ language, recipientName: ' \t\u200f' }));
    expect(text).toMatch(/^(Hello,|Hola:|Bonjour,)$/m);
  });
});
