import { describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { Gatherer, type GathererOptions } from './gatherer.js';

function doubling(options: Partial<GathererOptions<number>> = {}) {
  const runs: number[][] = [];
  const gatherer = new Gatherer<number, number>(
    async (items) => {
      runs.push([...items]);
      await delay(20);
      if (items.includes(13)) throw new Error('thirteen');
      return items.map((item) => item * 2);
    },
    { most: 10, ...options },
  );
  const addAll = (...items: number[]) => Promise.all(items.map((item) => gatherer.add(item)));
  return { gatherer, runs, addAll };
}

describe('Gatherer', () => {
  it('does together what came together, and gives everyone his own result', async () => {
    const { addAll, runs } = doubling();
    expect(await addAll(1, 2, 3)).toEqual([2, 4, 6]);
    expect(runs).toEqual([[1, 2, 3]]);
  });

  it('does what came during a run in the next one', async () => {
    const { gatherer, runs, addAll } = doubling();
    const first = gatherer.add(1);
    await delay(15);
    await Promise.all([first, addAll(2, 3)]);
    expect(runs).toEqual([[1], [2, 3]]);
  });

  it('gives a run no more than it may be given, and one heavy item alone', async () => {
    const { addAll, runs } = doubling({ weigh: (item) => item });
    await addAll(4, 5, 6, 40, 1);
    expect(runs).toEqual([[4, 5, 1], [6], [40]]);
  });

  it('gives a run one item of a key', async () => {
    const { addAll, runs } = doubling({ keyOf: (item) => item % 2 });
    await addAll(1, 2, 3, 4, 5);
    expect(runs).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('has as many runs at a time as asked for', async () => {
    const { addAll, runs } = doubling({ most: 1, atOnce: 2 });
    const startedAt = performance.now();
    await addAll(1, 2, 3, 4);
    expect(runs).toHaveLength(4);
    expect(performance.now() - startedAt).toBeLessThan(75);
  });

  it('rests between runs, so that the next one is given more', async () => {
    const { gatherer, runs } = doubling({ gatherMs: 0, restMs: 60 });
    await gatherer.add(1);
    const soon = gatherer.add(2);
    await delay(20);
    await Promise.all([soon, gatherer.add(3)]);
    expect(runs).toEqual([[1], [2, 3]]);
  });

  it('says when nothing is left to do', async () => {
    const { gatherer, runs } = doubling({ most: 1 });
    await gatherer.idle();
    void gatherer.add(1);
    void gatherer.add(2);
    await gatherer.idle();
    expect(runs).toEqual([[1], [2]]);
  });

  it('fails those of the run that failed, and goes on', async () => {
    const { gatherer, addAll } = doubling({ most: 2 });
    const outcomes = await Promise.allSettled([1, 13, 3].map((item) => gatherer.add(item)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(await addAll(4)).toEqual([8]);
  });
});
