import { describe, expect, it } from '@jest/globals';
import { LANGUAGES, NOTIFICATION_TYPES, type NotificationType } from '#contracts';
import { renderEmail, renderInApp, renderSms } from './index.js';
import { parsedEmail, spaced } from './parsed-email.fixture.js';
import { DATA_SETS, sampleMessage } from './samples/data-sets.js';
import { aSampleContext, aSampleEvent } from './samples/order-event.samples.js';
import { smsSize } from './sms/sms-size.js';

const CASES = NOTIFICATION_TYPES.flatMap((type) =>
  LANGUAGES.flatMap((language) => DATA_SETS.map((dataSet) => ({ type, language, dataSet }))),
);

/** Nobody's message leads anywhere else. */
const ALLOWED_HOSTS = ['notify.trailhead.example', 'www.ups.com', 's.correosexpress.com', 'www.laposte.fr'];
const SUPPORT = 'mailto:help@trailhead.example';

const isAllowed = (link: string) => link === SUPPORT || ALLOWED_HOSTS.includes(new URL(link).host);

/** What a value that is not there, or a placeholder that was not filled, leaves behind. */
const LEFTOVERS = /null|undefined|NaN|Invalid|\[object|\(\)| {2}| [.,)]|\( |\{\{|\}\}|(?<!\.)\.\.(?!\.)|…\.|\.{4}/;

describe.each(CASES)('$type in $language with $dataSet data', ({ type, language, dataSet }) => {
  const { event, context } = sampleMessage(type, dataSet, language);

  it('AC-07 renders by email: one heading, the reader’s language, allowed links, below the 100 KB that clients cut', () => {
    const { subject, preheader, html, text } = renderEmail(event, context);
    const page = parsedEmail(html);
    expect(page.language).toBe(language);
    expect(page.headings).toHaveLength(1);
    expect(page.links.filter((link) => !isAllowed(link))).toEqual([]);
    expect(page.links).toContain(context.links.unsubscribe);
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
    for (const shown of [subject, preheader, ...page.headings, ...text.replace('-- ', '').split('\n')]) {
      expect(shown).not.toMatch(LEFTOVERS);
    }
    for (const line of [subject, preheader]) expect(line).not.toMatch(/\s{2}|[\r\n]/);
  });

  it('AC-07 renders by SMS: within what Twilio takes, size computed', () => {
    const { body, encoding, segments } = renderSms(event, context, { firstMessage: true });
    expect(body).not.toMatch(LEFTOVERS);
    expect(body.length).toBeLessThanOrEqual(1600);
    expect({ encoding, segments }).toEqual(smsSize(body));
    expect((body.match(/https?:\S+/g) ?? []).filter((link) => !isAllowed(link))).toEqual([]);
  });

  it('AC-07 renders in the app: title, body, icon, an allowed action', () => {
    const { title, body, icon, actionUrl } = renderInApp(event, context);
    for (const shown of [title, body, icon]) expect(shown).not.toMatch(LEFTOVERS);
    expect(title.length).toBeLessThanOrEqual(40);
    expect(actionUrl === null || isAllowed(actionUrl)).toBe(true);
  });
});

describe('data that ends in a full stop', () => {
  const event = (type: NotificationType) =>
    aSampleEvent(type, {
      orderNumber: 'No. 7 B.',
      currency: 'XCG',
      total: '12.5',
      items: [{ name: 'Trail shoe, size 42 approx.', quantity: 1, unitPrice: '12.5' }],
      payment: { amount: '12.5' },
      shipment: { carrier: 'UPS S.A.', trackingNumber: '1Z. 9.' },
      refund: { amount: '12.5' },
      failure: { reason: 'The bell is out of order etc.' },
    });

  it.each(NOTIFICATION_TYPES.flatMap((type) => LANGUAGES.map((language) => ({ type, language }))))(
    'is followed by no other: $type in $language',
    ({ type, language }) => {
      const brand = { ...aSampleContext().brand, name: 'Trailhead Inc.' };
      const context = aSampleContext({ language, brand });
      const { subject, preheader, html, text } = renderEmail(event(type), context);
      const { title, body } = renderInApp(event(type), context);
      const sms = renderSms(event(type), context, { firstMessage: true }).body;
      for (const shown of [subject, preheader, parsedEmail(html).text, text.replace('-- ', ''), title, body, sms])
        expect(shown).not.toMatch(LEFTOVERS);
    },
  );

  it('ends the sentence itself', () => {
    expect(renderSms(event('order_shipped'), aSampleContext()).body).toContain('with UPS S.A. Tracking number: 1Z. 9.');
    expect(renderInApp(event('payment_processed'), aSampleContext({ language: 'es' })).body).toMatch(
      /7 B\. ¡Gracias!$/,
    );
  });
});

describe('a failed delivery', () => {
  it.each(LANGUAGES)('without a next attempt says whom to contact, in %s', (language) => {
    const { event, context } = sampleMessage('delivery_failed', 'minimal', language);
    const { text, html } = renderEmail(event, context);
    for (const shown of [
      renderSms(event, context).body,
      renderInApp(event, context).body,
      text,
      parsedEmail(html).text,
    ])
      expect(shown).toContain('help@trailhead.example');
  });
});

describe('a delivery', () => {
  const smsOf = (deliveredAt: string, language: 'en' | 'es', timeZone: string) =>
    renderSms(aSampleEvent('delivered', { shipment: { deliveredAt } }), aSampleContext({ language, timeZone })).body;

  it('without its own instant is told by the time of the event, in the zone of the customer', () => {
    const event = aSampleEvent('delivered', { shipment: {} });
    const { body } = renderSms(event, aSampleContext({ timeZone: 'Asia/Tokyo' }));
    expect(body).toContain('Thursday, November 26 at 7:06 AM');
  });

  it('at one o’clock is told in the singular in Spanish', () => {
    expect(smsOf('2026-11-25T12:05:00Z', 'es', 'Europe/Madrid')).toContain('a las 13:05');
    expect(smsOf('2026-11-25T12:05:00Z', 'es', 'Atlantic/Azores')).toContain('a las 11:05');
    expect(smsOf('2026-11-25T00:05:00Z', 'es', 'Europe/Madrid')).toContain('a la 1:05');
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

describe('a long order', () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `Item ${String(index)} 🥾`, quantity: 2, unitPrice: '9.99' }));
  const render = (count: number) =>
    renderEmail(aSampleEvent('order_confirmed', { items: lines(count) }), aSampleContext());

  it('of 40 items shows them all', () => {
    const { html, text } = render(40);
    expect(parsedEmail(html).text).toContain('Item 39 🥾');
    expect(text).toContain('Item 39 🥾');
    expect(text).not.toContain('more items');
  });

  it('of 500 items stays below 100 KB, and counts the rest', () => {
    const { html, text, preheader } = render(500);
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
    expect(text).toContain('900 more items');
    expect(preheader).toContain('1,000 items');
  });
});

describe('the links at the end of an email', () => {
  it('lead to the unsubscribe page only where there is no preference page', () => {
    const links = { preferences: null, unsubscribe: 'https://shop.example/unsubscribe/token' };
    const { html, text } = renderEmail(aSampleEvent('order_confirmed'), aSampleContext({ links }));
    expect(parsedEmail(html).links).toEqual(expect.arrayContaining([links.unsubscribe]));
    for (const shown of [parsedEmail(html).text, spaced(text)]) expect(shown).not.toMatch(/null|Choose what/);
  });

  it('F6 lead to the two pages themselves, not over the provider’s click tracking', () => {
    const links = { preferences: 'https://shop.example/p/token', unsubscribe: 'https://shop.example/u/token' };
    const { html, text } = renderEmail(aSampleEvent('order_confirmed'), aSampleContext({ links }));
    for (const link of Object.values(links)) {
      expect(parsedEmail(html).linkTo(link)).toMatchObject({ clicktracking: 'off' });
      expect(text).toContain(link);
    }
  });
});
