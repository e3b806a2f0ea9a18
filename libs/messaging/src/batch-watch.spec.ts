import { describe, expect, it } from '@jest/globals';
import { BatchWatch } from './batch-watch.js';

const MINUTE = 60_000;

describe('the watch over batch handlers', () => {
  let now = 0;
  const never = new Promise<never>(() => undefined);

  it('sees nothing wrong while there is nothing to do', () => {
    expect(new BatchWatch(() => now).fault()).toBeUndefined();
  });

  it('sees a handler that has done nothing for five minutes, whatever the others do', () => {
    const watch = new BatchWatch(() => now);
    void watch.during(() => never);
    now += 4 * MINUTE;
    void watch.during(() => never);
    expect(watch.fault()).toBeUndefined();
    now += MINUTE + 1;
    expect(watch.fault()).toBe('a batch handler is stuck');
  });

  it('does not take an outage that is waited out for a stuck handler', () => {
    const watch = new BatchWatch(() => now);
    let stillWaiting = () => {};
    void watch.during((gettingOn) => {
      stillWaiting = gettingOn;
      return never;
    });
    for (let minutes = 0; minutes < 20; minutes++) {
      now += MINUTE;
      stillWaiting();
    }
    expect(watch.fault()).toBeUndefined();
  });

  it('forgets a handler that has ended, also by failing', async () => {
    const watch = new BatchWatch(() => now);
    await watch.during(() => Promise.resolve());
    await expect(watch.during(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    now += 10 * MINUTE;
    expect(watch.fault()).toBeUndefined();
  });

  it('tells when nothing is in hand any more', async () => {
    const watch = new BatchWatch(() => now);
    await watch.untilIdle();
    const finish: (() => void)[] = [];
    const work = () => new Promise<void>((resolve) => finish.push(resolve));
    const both = [watch.during(work), watch.during(work)];
    let idle = false;
    const told = watch.untilIdle().then(() => (idle = true));
    finish[0]?.();
    await both[0];
    expect(idle).toBe(false);
    finish[1]?.();
    await told;
  });
});
