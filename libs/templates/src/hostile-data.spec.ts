import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LANGUAGES, NOTIFICATION_TYPES } from '#contracts';
import { renderEmail, renderInApp, renderSms } from './index.js';
import { aSampleContext, aSampleEvent } from './samples/order-event.samples.js';

const CASES = NOTIFICATION_TYPES.flatMap((type) => LANGUAGES.map((language) => ({ type, language })));

/** Only what the type requires; nothing else is known of order or customer. */
const MINIMAL = {
  order_confirmed: { items: [{ name: 'Trail shoe', quantity: 1, unitPrice: '129.90' }], total: '129.90' },
  payment_processed: { payment: { amount: '129.90' } },
  order_shipped: { shipment: { carrier: 'UPS', trackingNumber: '1Z999' } },
  out_for_delivery: { shipment: {} },
  delivered: { shipment: {} },
  delivery_failed: { shipment: undefined, failure: { reason: 'nobody home' } },
  refund_initiated: { refund: { amount: '129.90' } },
  refund_completed: { refund: { amount: '129.90' } },
} as const;

describe.each(CASES)('$type in $language', ({ type, language }) => {
  it('reads well without any optional field', () => {
    const event = aSampleEvent(type, MINIMAL[type]);
    const context = aSampleContext({ language, recipientName: null });
    const { subject, preheader, text } = renderEmail(event, context);
    const { title, body } = renderInApp(event, context);
    for (const shown of [subject, preheader, text.replace('-- ', ''), title, body, renderSms(event, context).body]) {
      expect(shown).not.toMatch(/null|undefined|NaN|Invalid|\(\)| {2}| [.,)]|\( /);
    }
  });
});

describe('a failed delivery', () => {
  it.each(LANGUAGES)('without a next attempt says whom to contact, in %s', (language) => {
    const event = aSampleEvent('delivery_failed', MINIMAL.delivery_failed);
    const context = aSampleContext({ language });
    expect(renderSms(event, context).body).toContain('help@trailhead.example');
    expect(renderInApp(event, context).body).toContain('help@trailhead.example');
    expect(renderEmail(event, context).text.match(/help@trailhead\.example/g)).toHaveLength(2);
  });
});

describe('a delivery', () => {
  it('without its own instant is told by the time of the event, in the zone of the customer', () => {
    const event = aSampleEvent('delivered', { shipment: {} });
    expect(renderSms(event, aSampleContext({ timeZone: 'Asia/Tokyo' })).body).toContain(
      'Thursday, November 26 at 7:06 AM',
    );
  });

  it('at one o’clock is told in the singular in Spanish', () => {
    const event = aSampleEvent('delivered', { shipment: { deliveredAt: '2026-11-25T12:05:00Z' } });
    const madrid = { language: 'es', timeZone: 'Europe/Madrid' } as const;
    expect(renderSms(event, aSampleContext(madrid)).body).toContain('a las 13:05');
    expect(renderSms(event, aSampleContext({ ...madrid, timeZone: 'Atlantic/Azores' })).body).toContain('a las 11:05');
    const night = aSampleEvent('delivered', { shipment: { deliveredAt: '2026-11-25T00:05:00Z' } });
    expect(renderSms(night, aSampleContext(madrid)).body).toContain('a la 1:05');
  });
});

describe('a package number', () => {
  it.each([
    [{ packageNumber: 1, packageCount: 1 }],
    [{ packageNumber: 3, packageCount: 2 }],
    [{ packageNumber: 2 }],
    [{ packageCount: 2 }],
  ])('that says nothing is not shown: %j', (position) => {
    const event = aSampleEvent('out_for_delivery', { shipment: { ...position } });
    expect(renderInApp(event, aSampleContext()).body).toBe(
      'Your order A-10023 is out for delivery and will be with you very soon.',
    );
  });
});

describe('markup in the data', () => {
  const attack = `<script>alert("1")</script> & 'O”Neil' <img src=x onerror=alert(1)>`;

  it('shows as it was written and stays text, in every field', () => {
    const items = [{ name: attack, quantity: 1, unitPrice: '1.00' }];
    const { html, text } = renderEmail(
      aSampleEvent('order_confirmed', { orderNumber: attack, items }),
      aSampleContext({
        recipientName: attack,
        brand: { name: attack, postalAddress: attack, supportContact: attack },
      }),
    );
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;O”Neil&#39;');
    expect(text).toContain(attack);
  });

  it('cannot leave an attribute', () => {
    const trackingUrl = 'https://evil.example/"onmouseover="alert(1)?a=1&b=\'2\'';
    const { html } = renderEmail(aSampleEvent('out_for_delivery', { shipment: { trackingUrl } }), aSampleContext());
    expect(html).toContain('href="https://evil.example/%22onmouseover=%22alert(1)?a=1&amp;b=%272%27"');
  });

  it('has no tag but ours, whatever a name is', () => {
    const tags = (name: string) =>
      renderEmail(
        aSampleEvent('order_confirmed', { items: [{ name: `x${name}`, quantity: 1, unitPrice: '1.00' }] }),
        aSampleContext({ recipientName: name }),
      ).html.match(/<[^>]*>/g);
    const usual = tags('Ana');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(tags(name)).toEqual(usual);
      }),
    );
  });
});

describe('line breaks in the data', () => {
  const broken = 'A-1\r\nBcc: all@example.com\u2028\u202Eevil\u0007';

  it('reach neither subject nor any other line', () => {
    const event = aSampleEvent('payment_processed', {
      orderNumber: broken,
      payment: { amount: '1.00', method: 'Visa\n-- \nUnsubscribe: https://evil.example' },
    });
    const { subject, text } = renderEmail(event, aSampleContext());
    expect(subject).toBe('Payment received for your order A-1 Bcc: all@example.com evil');
    expect(text).toContain('(Visa -- Unsubscribe: https://evil.example)');
    expect(renderSms(event, aSampleContext()).body).not.toMatch(/\n/);
    expect(renderInApp(event, aSampleContext()).body).not.toMatch(/\n/);
  });
});

describe('a long order', () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `Item ${String(index)} 🥾`, quantity: 2, unitPrice: '9.99' }));
  const render = (count: number) =>
    renderEmail(aSampleEvent('order_confirmed', { items: lines(count) }), aSampleContext());

  it('of 40 items shows them all', () => {
    const { html, text } = render(40);
    expect(html).toContain('Item 39 🥾');
    expect(text).toContain('- Item 39 🥾: 2 × $9.99');
    expect(text).not.toContain('more items');
  });

  it('of 500 items stays below the 102 KB at which Gmail hides the unsubscribe link, and counts the rest', () => {
    const { html, text, preheader } = render(500);
    expect(Buffer.byteLength(html)).toBeLessThan(102_000);
    expect(text).toContain('- + 900 more items');
    expect(preheader).toContain('1,000 items');
  });
});

describe('an email without a preference page to lead to', () => {
  it('leads to the unsubscribe page only', () => {
    const event = aSampleEvent('order_confirmed');
    const links = { preferences: null, unsubscribe: 'https://shop.example/unsubscribe/token' };
    const { html, text } = renderEmail(event, aSampleContext({ links }));
    expect(html).toContain(`href="${links.unsubscribe}"`);
    for (const shown of [html, text]) expect(shown).not.toMatch(/null|Choose what/);
  });
});
