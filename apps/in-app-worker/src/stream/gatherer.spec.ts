import { describe, expect, it } from '@jest/globals';
import { Gatherer } from './gatherer.js';

describe('Gatherer', () => {
  it('hands over together what comes together, each item once', async () => {
    const { gatherer, batches } = gathering();
    gatherer.add('a');
    gatherer.add('b');
    gatherer.add('a');

    await gatherer.idle();

    expect(batches).toEqual([['a', 'b']]);
  });

  it('hands over no more than allowed at once', async () => {
    const { gatherer, batches } = gathering({ most: 2 });
    for (const item of ['a', 'b', 'c']) gatherer.add(item);

    await gatherer.idle();

    expect(batches).toEqual([['a', 'b'], ['c']]);
  });

  it('never hands over two batches at once', async () => {
    let atOnce = 0;
    let most = 0;
    const { gatherer } = gathering({
      most: 1,
      handle: async () => {
        most = Math.max(most, ++atOnce);
        await Promise.resolve();
        atOnce--;
      },
    });
    gatherer.add('a');
    gatherer.add('b');

    await gatherer.idle();

    expect(most).toBe(1);
  });

  it('reports a failure and goes on with what comes next', async () => {
    const { gatherer, batches, failures } = gathering({ failing: 'a' });
    gatherer.add('a');
    await gatherer.idle();
    gatherer.add('b');

    await gatherer.idle();

    expect(failures).toHaveLength(1);
    expect(batches).toEqual([['b']]);
  });
});

interface Behaviour {
  readonly most?: number;
  readonly failing?: string;
  readonly handle?: () => Promise<void>;
}

function gathering({ most = 10, failing, handle }: Behaviour = {}) {
  const batches: string[][] = [];
  const failures: unknown[] = [];
  const record = (items: readonly string[]): Promise<void> => {
    if (failing !== undefined && items.includes(failing)) return Promise.reject(new Error('failed'));
    batches.push([...items]);
    return Promise.resolve();
  };
  const gatherer = new Gatherer<string>({
    gatherMs: 1,
    most,
    handle: handle ?? record,
    failed: (error) => void failures.push(error),
  });
  return { gatherer, batches, failures };
}
