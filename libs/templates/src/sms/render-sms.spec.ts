import { describe, expect, it } from '@jest/globals';
import { LANGUAGES, NOTIFICATION_TYPES } from '#contracts';
import { DATA_SETS, sampleMessage } from '../samples/data-sets.js';
import { aSampleContext, aSampleEvent } from '../samples/order-event.samples.js';
import { templateOf } from '../templates.js';
import { renderSms } from './render-sms.js';
import { isGsm7, smsSize } from './sms-size.js';

const CASES = NOTIFICATION_TYPES.flatMap((type) => LANGUAGES.map((language) => ({ type, language })));

/** Long, but seen in real shops. */
const SHIPMENT = {
  packageNumber: 12,
  packageCount: 14,
  carrier: 'Correos Express Internacional, S.A.',
  trackingNumber: '00340434292135100186',
  trackingUrl: 'https://www.correosexpress.example/seguimiento/envio?codigo=00340434292135100186&lang=es',
  estimatedDelivery: '2026-09-30',
  deliveredAt: '2026-09-30T20:05:00Z',
};
const LONG = {
  orderNumber: 'WEB-2026-0001234567',
  currency: 'MXN',
  total: '1234567.89',
  shipment: SHIPMENT,
  payment: { amount: '1234567.89', method: 'Mastercard World Elite •••• 4242' },
  refund: {
    amount: '1234567.89',
    reason: 'The parcel was damaged in transit and the customer sent it back',
    expectedBy: '2026-09-30',
  },
  failure: {
    reason: 'The driver found nobody at home, and no neighbour would take the parcel',
    nextAttempt: '2026-09-30',
  },
};

describe.each(CASES)('$type in $language', ({ type, language }) => {
  it('takes two segments of GSM-7 at most for realistic long data, opt-out included', () => {
    const context = aSampleContext({ language, brand: { ...aSampleContext().brand, name: 'Montañas & Café' } });
    const { body, encoding, segments } = renderSms(aSampleEvent(type, LONG), context, { firstMessage: true });
    expect(encoding).toBe('GSM-7');
    expect(segments).toBeLessThanOrEqual(2);
    expect(body).toContain('WEB-2026-0001234567');
  });

  it.each(DATA_SETS.filter((dataSet) => dataSet !== 'extreme'))('takes two of GSM-7 at most for %s data', (dataSet) => {
    const { event, context } = sampleMessage(type, dataSet, language);
    const { encoding, segments } = renderSms(event, context, { firstMessage: true });
    expect({ encoding, tooLong: segments > 2 }).toEqual({ encoding: 'GSM-7', tooLong: false });
  });

  it('loses no accent of our own words to folding', () => {
    const minimal = templateOf(type).sms(aSampleEvent(type), aSampleContext({ language }));
    const typography = /[\u00a0\u202f’•]/g;
    for (const words of minimal) expect(isGsm7(words.replace(typography, ' '))).toBe(true);
  });

  it('tells how to stop in the first message only', () => {
    const event = aSampleEvent(type);
    const context = aSampleContext({ language });
    expect(renderSms(event, context, { firstMessage: true }).body).toMatch(/STOP/);
    expect(renderSms(event, context).body).not.toMatch(/STOP/);
  });
});

describe('a tracking link', () => {
  const smsWith = (trackingUrl?: string) =>
    renderSms(aSampleEvent('order_shipped', { shipment: { ...SHIPMENT, trackingUrl } }), aSampleContext()).body;

  it('that holds the number stands for it; another stands beside it, and without one the number stands alone', () => {
    expect(smsWith()).toMatch(/September 30\. Tracking number: 00340434292135100186\.$/);
    expect(smsWith(SHIPMENT.trackingUrl)).toMatch(/September 30\. https:\S+$/);
    expect(smsWith('https://dhl.example/t/x')).toMatch(/Tracking number: 00340434292135100186\. https:\S+$/);
  });
});

describe('an SMS that would grow too long', () => {
  const withLink = (trackingUrl: string) =>
    renderSms(aSampleEvent('order_shipped', { shipment: { ...SHIPMENT, trackingUrl } }), aSampleContext());

  it('gives up the date before the link', () => {
    const url = `https://track.example/${'a'.repeat(120)}`;
    const { body, segments } = withLink(url);
    expect(segments).toBe(2);
    expect(body).toContain(url);
    expect(body).not.toContain('September');
  });

  it('gives up the link before the tracking number', () => {
    const { body, segments } = withLink(`https://track.example/${'a'.repeat(1900)}`);
    expect(segments).toBeLessThanOrEqual(2);
    expect(body).not.toContain('https');
    expect(body).toContain('00340434292135100186');
  });

  it('never cuts a number: at its worst it costs more, and stays within the 1,600 characters of Twilio', () => {
    const trackingNumber = '字'.repeat(100);
    const event = aSampleEvent('order_shipped', {
      orderNumber: '番'.repeat(64),
      shipment: { ...SHIPMENT, carrier: '社'.repeat(100), trackingNumber },
    });
    const { body, encoding } = renderSms(event, aSampleContext(), { firstMessage: true });
    expect(body).toContain(trackingNumber);
    expect(body).not.toContain('社'.repeat(40));
    expect(encoding).toBe('UCS-2');
    expect(body.length).toBeLessThan(1600);
  });
});

describe('letters outside GSM-7', () => {
  const saturday = aSampleEvent('delivery_failed', { failure: { reason: 'otro día', nextAttempt: '2026-11-28' } });
  const context = aSampleContext({ language: 'es' });

  it('lose their accents, which halves the price', () => {
    const rendered = renderSms(saturday, context);
    expect(rendered.body).toContain('(otro dia). Nuevo intento: sabado 28 de noviembre.');
    expect(rendered.encoding).toBe('GSM-7');
  });

  it('keep them where transliteration is off', () => {
    const rendered = renderSms(saturday, context, { transliterate: false });
    expect(rendered.body).toContain('(otro día). Nuevo intento: sábado 28 de noviembre.');
    expect(rendered.encoding).toBe('UCS-2');
  });

  it('are only in data and dates: without transliteration, too, our own words are GSM-7', () => {
    for (const { type, language } of CASES) {
      const own = aSampleContext({ language });
      const { encoding } = renderSms(aSampleEvent(type), own, { firstMessage: true, transliterate: false });
      expect(encoding).toBe('GSM-7');
    }
  });

  it('stay when the message cannot be GSM-7 anyway', () => {
    const event = aSampleEvent('delivery_failed', { failure: { reason: 'nadie abrió 🚪' } });
    const rendered = renderSms(event, aSampleContext({ language: 'es' }));
    expect(rendered.body).toContain('(nadie abrió 🚪)');
    expect(rendered).toMatchObject(smsSize(rendered.body));
    expect(rendered.encoding).toBe('UCS-2');
  });
});
