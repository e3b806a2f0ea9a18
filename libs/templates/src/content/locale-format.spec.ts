import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LANGUAGES } from '#contracts';
import { formatCalendarDate, formatCount, formatMoment, formatMoney } from './locale-format.js';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('money', () => {
  it.each([
    ['en', '1299.9', 'USD', '$1,299.90'],
    ['es', '1299.9', 'EUR', '1299,90 €'],
    ['es', '12990', 'EUR', '12.990,00 €'],
    ['fr', '1299.90', 'EUR', '1 299,90 €'],
    ['en', '1299.00', 'JPY', '¥1,299'],
    ['en', '5', 'KWD', 'KWD 5.000'],
    ['fr', '0', 'EUR', '0,00 €'],
  ] as const)('in %s, %s %s is %s', (language, amount, currency, shown) => {
    expect(plain(formatMoney(language, amount, currency))).toBe(shown);
  });

  it('is never rounded', () => {
    expect(formatMoney('en', '0.0045', 'USD')).toBe('$0.0045');
    expect(formatMoney('en', '999999999999.9999', 'USD')).toBe('$999,999,999,999.9999');
    fc.assert(
      fc.property(fc.constantFrom(...LANGUAGES), fc.nat(999_999_999), fc.nat(9999), (language, whole, decimals) => {
        const amount = `${String(whole)}.${String(decimals).padStart(4, '0')}`;
        const digits = formatMoney(language, amount, 'EUR').replace(/\D/g, '');
        expect(Number(digits.padEnd(String(whole).length + 4, '0'))).toBe(Number(amount.replace('.', '')));
      }),
    );
  });
});

describe('a date', () => {
  it.each([
    ['en', 'Friday, May 1'],
    ['es', 'viernes 1 de mayo'],
    ['fr', 'vendredi 1er mai'],
  ] as const)('in %s is %s', (language, shown) => {
    expect(formatCalendarDate(language, '2026-05-01')).toBe(shown);
  });

  it('that does not exist is refused', () => {
    expect(() => formatCalendarDate('en', 'tomorrow')).toThrow(RangeError);
  });
});

describe('an instant', () => {
  const instant = new Date('2026-11-26T01:05:00Z');

  it.each([
    ['en', 'America/Los_Angeles', 'Wednesday, November 25', '5:05 PM'],
    ['es', 'Europe/Madrid', 'jueves 26 de noviembre', '2:05'],
    ['fr', 'America/New_York', 'mercredi 25 novembre', '20 h 05'],
    ['en', 'Asia/Kathmandu', 'Thursday, November 26', '6:50 AM'],
  ] as const)('in %s is told in the time of %s', (language, timeZone, date, time) => {
    const moment = formatMoment(language, instant, timeZone);
    expect({ date: moment.date, time: plain(moment.time) }).toEqual({ date, time });
  });
});

describe('a count', () => {
  const forms = {
    en: { one: 'item', other: 'items' },
    es: { one: 'producto', many: 'de productos', other: 'productos' },
    fr: { one: 'article', many: 'd’articles', other: 'articles' },
  } as const;

  it.each([
    ['en', 0, '0 items'],
    ['en', 1, '1 item'],
    ['en', 1200, '1,200 items'],
    ['es', 0, '0 productos'],
    ['es', 1, '1 producto'],
    ['es', 1_000_000, '1.000.000 de productos'],
    ['fr', 0, '0 article'],
    ['fr', 1, '1 article'],
    ['fr', 2, '2 articles'],
    ['fr', 2_000_000, '2 000 000 d’articles'],
  ] as const)('in %s, %d is “%s”', (language, count, shown) => {
    expect(plain(formatCount(language, count, forms[language]))).toBe(shown);
  });
});
