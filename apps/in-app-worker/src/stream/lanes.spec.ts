import { describe, expect, it } from '@jest/globals';
import { Lanes } from './lanes.js';

describe('Lanes', () => {
  it('run so many at a time, the others in the order in which they came', async () => {
    const lanes = new Lanes(2);
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const work = (name: number) =>
      lanes.run(() => {
        begun.push(name);
        return new Promise<void>((resolve) => ends.push(resolve));
      });

    const all = [work(1), work(2), work(3), work(4)];
    expect(begun).toEqual([1, 2]);
    ends[1]?.();
    await all[1];
    expect(begun).toEqual([1, 2, 3]);
    ends[0]?.();
    await all[0];
    expect(begun).toEqual([1, 2, 3, 4]);
    ends[2]?.();
    ends[3]?.();
    await Promise.all(all);

    const more = [work(5), work(6), work(7)];
    expect(begun).toEqual([1, 2, 3, 4, 5, 6]);
    for (const end of ends.slice(4, 6)) end();
    await Promise.all(more.slice(0, 2));
    ends[6]?.();
    await more[2];
  });

  it('go on after work that fails', async () => {
    const lanes = new Lanes(1);

    await expect(lanes.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(lanes.run(() => Promise.resolve('done'))).resolves.toBe('done');
  });
});
