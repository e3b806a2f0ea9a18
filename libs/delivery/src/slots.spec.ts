import { beforeEach, describe, expect, it } from '@jest/globals';
import { Slots } from './slots.js';

describe('slots', () => {
  let slots: Slots;
  beforeEach(() => {
    slots = new Slots(8);
  });

  it('keep room for fresh rows when due ones take their share, and the other way round', () => {
    expect([slots.free('fresh'), slots.free('due')]).toEqual([6, 4]);
    slots.take('due', 4);
    expect([slots.free('fresh'), slots.free('due')]).toEqual([4, 0]);
    slots.take('fresh', 4);
    expect([slots.free('fresh'), slots.free('due')]).toEqual([0, 0]);
    expect(slots.inUse).toBe(8);
  });

  it.each([1, 2, 3])('let both kinds work however few there are (%i)', (capacity) => {
    const few = new Slots(capacity);
    expect(few.free('fresh')).toBeGreaterThan(0);
    expect(few.free('due')).toBeGreaterThan(0);
  });

  it('wait for a group, not for each slot', async () => {
    slots.take('fresh', 6);
    let free = false;
    const waiting = slots.untilFree('fresh', 100).then(() => (free = true));
    slots.release('fresh', 1);
    await Promise.resolve();
    expect(free).toBe(false);
    slots.release('fresh', 1);
    await waiting;
    expect(slots.free('fresh')).toBe(2);
  });

  it('wait for no more than is wanted', async () => {
    slots.take('fresh', 5);
    await slots.untilFree('fresh', 1);
  });

  it('say when nothing is under way any more', async () => {
    slots.take('fresh', 2);
    slots.take('due', 1);
    let idle = false;
    const waiting = slots.untilIdle().then(() => (idle = true));
    slots.release('fresh', 2);
    await Promise.resolve();
    expect(idle).toBe(false);
    slots.release('due', 1);
    await waiting;
    expect(slots.inUse).toBe(0);
  });
});
