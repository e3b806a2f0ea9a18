import { describe, expect, it } from '@jest/globals';
import { preferencesInputSchema } from '#contracts';
import { castOf, orderNamed, orderNumberOf, timeOfDay } from './customer.js';
import { CUSTOMERS, customerNamed, RUN } from './run.fixture.js';

const fullHour = (hour: number): string => `${String(hour % 24).padStart(2, '0')}:00`;

describe('the customers of a run', () => {
  it('are nobody another run knows', () => {
    const others = castOf({ ...RUN, id: 'def456' });
    const ids = [...CUSTOMERS, ...others].flatMap(({ userId, addresses }) => [userId, addresses.email]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('choose preferences that the API takes', () => {
    for (const { preferences = {} } of CUSTOMERS) {
      expect(preferencesInputSchema.safeParse(preferences).success).toBe(true);
    }
  });

  it('have addresses that are addresses, except the one who has none', () => {
    const phones = CUSTOMERS.flatMap(({ addresses }) => addresses.sms ?? []);
    expect(phones.filter((phone) => !/^\+\d{11,12}$/.test(phone))).toEqual(['ask at the door']);
    expect(customerNamed('Inês').addresses).toEqual({ email: 'ines.abc123@example.com', sms: undefined });
  });

  it('are known from where they should be', () => {
    expect(customerNamed('Margaux').directory).toBeUndefined();
    expect(customerNamed('Gloria').recipient).toBeUndefined();
    expect(customerNamed('Pat')).toMatchObject({ directory: undefined, recipient: undefined });
  });

  it('sleep at whatever hour the demo starts', () => {
    for (const hour of [0, 5, 13, 18, 23]) {
      const startedAt = new Date(`2026-11-20T${String(hour).padStart(2, '0')}:59:30Z`);
      const kenji = castOf({ ...RUN, startedAt }).find(({ name }) => name === 'Kenji');
      const { start, end } = kenji?.preferences?.quietHours ?? {};
      const inTokyo = hour + 9;
      expect([start, end]).toEqual([fullHour(inTokyo - 2), fullHour(inTokyo + 6)]);
      expect(timeOfDay(kenji?.quietUntil ?? startedAt, 'Asia/Tokyo')).toBe(end);
      expect(kenji?.quietUntil?.getTime()).toBeGreaterThan(startedAt.getTime() + 5 * 3_600_000);
    }
  });
});

it('an order tells its number by its id', () => {
  expect(orderNumberOf(orderNamed(RUN, 7).orderId)).toBe('A-1007');
});
