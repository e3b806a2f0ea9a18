import { describe, expect, it } from '@jest/globals';
import {
  CHANNELS,
  LANGUAGES,
  NOTIFICATION_TYPES,
  type Channel,
  type Language,
  type NotificationType,
} from '#contracts';
import { IN_APP_ICONS, TemplateError, renderEmail, renderInApp, renderSms } from './index.js';
import { parsedEmail, spaced } from './parsed-email.fixture.js';
import { aSampleContext, aSampleEvent } from './samples/order-event.samples.js';

type Expected = Readonly<Record<Language, readonly string[]>>;
const same = (...values: string[]): Expected => ({ en: values, es: values, fr: values });
const both = (a: Expected, b: Expected): Expected => ({
  en: [...a.en, ...b.en],
  es: [...a.es, ...b.es],
  fr: [...a.fr, ...b.fr],
});

const ORDER = same('A-10023');
const PARCEL: Expected = {
  en: ['A-10023', 'ackage 1 of 2'],
  es: ['A-10023', 'paquete 1 de 2'],
  fr: ['A-10023', 'colis 1 sur 2'],
};
const TRACKING = same('UPS', '1Z999AA10123456784');
const TRACKING_URL = 'https://www.ups.com/track?loc=en_US&tracknum=1Z999AA10123456784';
const LINK = same(TRACKING_URL);
const NOV_25: Expected = {
  en: ['Wednesday, November 25'],
  es: ['miércoles 25 de noviembre'],
  fr: ['mercredi 25 novembre'],
};
const NOV_26: Expected = { en: ['Thursday, November 26'], es: ['jueves 26 de noviembre'], fr: ['jeudi 26 novembre'] };
const DEC_1: Expected = { en: ['Tuesday, December 1'], es: ['martes 1 de diciembre'], fr: ['mardi 1er décembre'] };
const ABSENT: Expected = { en: ['nobody was home'], es: ['destinatario ausente'], fr: ['destinataire absent'] };
const DAMAGED: Expected = { en: ['damaged item'], es: ['producto dañado'], fr: ['article endommagé'] };
const TIME: Expected = { en: ['2:05 PM'], es: ['14:05'], fr: ['14 h 05'] };
const REFUND: Expected = { en: ['$129.90'], es: ['129,90 US$'], fr: ['129,90 $US'] };
const TOTAL: Expected = { en: ['$1,329.90'], es: ['1329,90 US$'], fr: ['1 329,90 $US'] };
const COUNT: Expected = { en: ['3 items'], es: ['3 productos'], fr: ['3 articles'] };
const ITEMS: Expected = {
  en: ['Trail shoe', '$129.90', 'Alpine tent, 3 persons', '$600.00'],
  es: ['Trail shoe', '129,90 US$', 'Alpine tent, 3 persons', '600,00 US$'],
  fr: ['Trail shoe', '129,90 $US', 'Alpine tent, 3 persons', '600,00 $US'],
};
const WHAT_TO_DO: Expected = { en: ['someone'], es: ['haya alguien'], fr: ['que quelqu’un'] };

const all = (...parts: Expected[]): Expected => parts.reduce(both);
const everywhere = (expected: Expected) => ({ email: expected, sms: expected, in_app: expected });

/** Every field a type promises, as a reader of each language sees it. */
const SHOWN = {
  order_confirmed: { email: all(ORDER, ITEMS, TOTAL), sms: all(ORDER, COUNT, TOTAL), in_app: all(ORDER, COUNT, TOTAL) },
  payment_processed: {
    email: all(ORDER, TOTAL, same('Visa •••• 4242')),
    sms: all(ORDER, TOTAL, same('Visa **** 4242')),
    in_app: all(ORDER, TOTAL, same('Visa •••• 4242')),
  },
  order_shipped: {
    email: all(PARCEL, TRACKING, NOV_25),
    sms: all(PARCEL, TRACKING, NOV_25, LINK),
    in_app: all(PARCEL, TRACKING, NOV_25),
  },
  out_for_delivery: {
    email: all(PARCEL, TRACKING),
    sms: all(PARCEL, same('UPS'), LINK),
    in_app: all(PARCEL, same('UPS')),
  },
  delivered: {
    email: all(PARCEL, TRACKING, NOV_25, TIME),
    sms: all(PARCEL, NOV_25, TIME),
    in_app: all(PARCEL, NOV_25, TIME),
  },
  delivery_failed: {
    email: all(PARCEL, TRACKING, NOV_26, WHAT_TO_DO, ABSENT),
    sms: all(PARCEL, NOV_26, { ...WHAT_TO_DO, fr: ["que quelqu'un"] }, ABSENT, LINK),
    in_app: all(PARCEL, NOV_26, WHAT_TO_DO, ABSENT),
  },
  refund_initiated: everywhere(all(ORDER, REFUND, DEC_1, DAMAGED)),
  refund_completed: everywhere(all(ORDER, REFUND, DEC_1, DAMAGED)),
} as const satisfies Record<NotificationType, Record<Channel, Expected>>;

const TRACKED: readonly NotificationType[] = ['order_shipped', 'out_for_delivery', 'delivered', 'delivery_failed'];

/** What must not be missing, per type, as a path and the data that lacks it. */
const MISSING = {
  order_confirmed: { items: { items: undefined }, total: { total: undefined }, currency: { currency: undefined } },
  payment_processed: {
    payment: { payment: undefined },
    'payment.amount': { payment: { method: 'Visa' } },
    currency: { currency: undefined },
  },
  order_shipped: {
    shipment: { shipment: undefined },
    'shipment.carrier': { shipment: { trackingNumber: '1Z' } },
    'shipment.trackingNumber': { shipment: { carrier: 'UPS', trackingNumber: ' ' } },
  },
  out_for_delivery: { shipment: { shipment: undefined } },
  delivered: { shipment: { shipment: undefined } },
  delivery_failed: { failure: { failure: undefined }, 'failure.reason': { failure: {} } },
  refund_initiated: {
    refund: { refund: undefined },
    'refund.amount': { refund: {} },
    currency: { currency: undefined },
  },
  refund_completed: {
    refund: { refund: undefined },
    'refund.amount': { refund: {} },
    currency: { currency: undefined },
  },
} as const satisfies Record<NotificationType, Record<string, object>>;

const RENDER = { email: renderEmail, sms: renderSms, in_app: renderInApp } as const satisfies Record<Channel, unknown>;

const CASES = NOTIFICATION_TYPES.flatMap((type) => LANGUAGES.map((language) => ({ type, language })));
const ALL_CASES = CASES.flatMap((each) => CHANNELS.map((channel) => ({ ...each, channel })));

describe.each(CASES)('$type in $language', ({ type, language }) => {
  const event = aSampleEvent(type);
  const context = aSampleContext({ language });

  it('AC-07 shows every required field by email, in HTML and in plain text', () => {
    const { subject, preheader, html, text } = renderEmail(event, context);
    const page = parsedEmail(html);
    for (const value of SHOWN[type].email[language]) {
      expect(page.text).toContain(value);
      expect(spaced(text)).toContain(value);
    }
    expect(subject).toContain('A-10023');
    expect(page.text).toContain(spaced(preheader));
    expect(page.language).toBe(language);
  });

  it('AC-07 says by email who writes, why, and how to stop it', () => {
    const { html, text } = renderEmail(event, context);
    const page = parsedEmail(html);
    for (const link of [context.links.unsubscribe, context.links.preferences ?? '']) {
      expect(page.links).toContain(link);
      expect(text).toContain(link);
    }
    for (const part of [page.text, spaced(text)]) {
      expect(part).toContain('500 Howard Street, San Francisco, CA 94105, USA');
      expect(part).toContain('help@trailhead.example');
      expect(part).toContain('Ana');
    }
  });

  it('AC-07 shows every required field by SMS, brand first', () => {
    const { body } = renderSms(event, context);
    for (const value of SHOWN[type].sms[language]) expect(body).toContain(value);
    expect(body).toMatch(/^Trailhead ?: /);
  });

  it('AC-07 shows every required field in the app', () => {
    const { title, body, icon, actionUrl, data } = renderInApp(event, context);
    for (const value of SHOWN[type].in_app[language]) expect(spaced(body)).toContain(value);
    expect(title).not.toBe('');
    expect(icon).toBe(IN_APP_ICONS[type]);
    expect(actionUrl).toBe(TRACKED.includes(type) ? TRACKING_URL : null);
    expect(data).toMatchObject({ orderId: '9f1c-4d20', orderNumber: 'A-10023' });
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
  });

  it('links to the tracking page where there is one', () => {
    const tracked = TRACKED.includes(type);
    const { html, text } = renderEmail(event, context);
    expect(parsedEmail(html).links.includes(TRACKING_URL)).toBe(tracked);
    expect(text.includes(TRACKING_URL)).toBe(tracked);
    expect('trackingUrl' in renderInApp(event, context).data).toBe(tracked);
  });
});

describe.each(ALL_CASES)('$type in $language by $channel', ({ type, language, channel }) => {
  const render = RENDER[channel];
  const context = aSampleContext({ language });

  it.each(Object.entries({ orderNumber: { orderNumber: undefined }, ...MISSING[type] }))(
    'AC-07 is not written without %s',
    (field, overrides: object) => {
      expect(() => render(aSampleEvent(type, overrides), context)).toThrow(
        expect.objectContaining({ code: 'template_error', retryable: false, type, channel, language, field }),
      );
    },
  );
});

describe('a field that makes no sense', () => {
  const email = (type: NotificationType, overrides: object) => () =>
    renderEmail(aSampleEvent(type, overrides), aSampleContext());

  it.each([
    ['payment.amount', email('payment_processed', { payment: { amount: 'a lot' } })],
    ['currency', email('payment_processed', { currency: 'not a currency' })],
    ['refund.expectedBy', email('refund_initiated', { refund: { amount: '1', expectedBy: 'soon' } })],
    ['shipment.trackingUrl', email('out_for_delivery', { shipment: { trackingUrl: 'javascript:alert(1)' } })],
    ['shipment.trackingUrl', email('delivered', { shipment: { trackingUrl: 'https://www.ups.com@evil.example/' } })],
    ['shipment.deliveredAt', email('delivered', { shipment: { deliveredAt: 'today' } })],
    ['items.1.name', email('order_confirmed', { items: [{ name: 'a', quantity: 1, unitPrice: '1' }, { name: '\t' }] })],
    ['timeZone', () => renderEmail(aSampleEvent('delivered'), aSampleContext({ timeZone: 'Mars/Olympus' }))],
    [
      'links.unsubscribe',
      () =>
        renderEmail(
          aSampleEvent('delivered'),
          aSampleContext({ links: { unsubscribe: '', preferences: 'https://a.example' } }),
        ),
    ],
  ])('is named: %s', (field, render) => {
    expect(render).toThrow(TemplateError);
    expect(render).toThrow(expect.objectContaining({ field }));
  });

  it('is named without its value, which may be personal', () => {
    expect(email('payment_processed', { payment: { amount: 'Ana owes 5' } })).toThrow(
      'Field payment.amount is missing or unusable for payment_processed by email in en.',
    );
  });
});
