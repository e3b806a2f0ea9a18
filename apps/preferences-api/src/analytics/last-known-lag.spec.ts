import { expect, it } from '@jest/globals';
import type { ConsumerLag } from '#messaging';
import { Clock } from '#runtime';
import { LastKnownLag } from './last-known-lag.js';

class HandClock extends Clock {
  ms = 0;
  override now(): Date {
    return new Date(this.ms);
  }
  override monotonic(): number {
    return this.ms;
  }
}

const CONSUMER = { group: 'dispatcher', topic: 'orders.order-events.v1' } as const;

it('N9: shows what the broker said last, and nothing as current that is from before a pause', async () => {
  const clock = new HandClock();
  let asked = 0;
  const broker = {
    read: () => {
      asked += 1;
      return Promise.resolve([{ ...CONSUMER, lag: 9_000 + asked, read: 1 }]);
    },
  } as unknown as ConsumerLag;
  const lag = new LastKnownLag(clock, broker);
  const currentAt = async (ms: number) => {
    clock.ms = ms;
    const current = lag.current();
    await Promise.resolve();
    return current.map((one) => one.lag);
  };

  expect(await currentAt(0)).toEqual([]);
  expect(await currentAt(1_000)).toEqual([9_001]);
  expect(asked).toBe(1);
  expect(await currentAt(5_000)).toEqual([9_001]);
  expect(asked).toBe(2);

  // Nobody listens for ten minutes. Then somebody does.
  expect(await currentAt(600_000)).toEqual([null]);
  expect(await currentAt(601_000)).toEqual([9_003]);
  expect(lag.current()).toEqual([{ ...CONSUMER, lag: 9_003 }]);
});
