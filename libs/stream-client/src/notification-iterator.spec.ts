import { describe, expect, it } from '@jest/globals';
import { MOST_WAITING, NotificationIterator } from './notification-iterator.js';
import type { StreamNotification } from './stream.types.js';

const at = (seq: number) => ({ seq }) as StreamNotification;

describe('NotificationIterator', () => {
  it('holds so many that nobody reads, and then ends by saying so', async () => {
    const ended: unknown[] = [];
    const iterator = new NotificationIterator((which) => ended.push(which));
    for (let seq = 1; seq <= MOST_WAITING; seq += 1) iterator.push(at(seq));
    expect(ended).toEqual([]);
    iterator.push(at(MOST_WAITING + 1));
    expect(ended).toEqual([iterator]);

    const read: number[] = [];
    const reading = (async () => {
      for await (const { seq } of iterator) read.push(seq);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'iterator_overflow' });
    expect([read.length, read.at(-1)]).toEqual([MOST_WAITING, MOST_WAITING]);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it('gives what is to come to who waits for it', async () => {
    const iterator = new NotificationIterator(() => undefined);
    const [first, second, third] = [iterator.next(), iterator.next(), iterator.next()];
    iterator.push(at(1));
    iterator.push(at(2));
    iterator.end();
    expect(await Promise.all([first, second, third])).toEqual([
      { done: false, value: { seq: 1 } },
      { done: false, value: { seq: 2 } },
      { done: true, value: undefined },
    ]);
  });

  it('takes nothing more once its loop was left', async () => {
    let ended = 0;
    const iterator = new NotificationIterator(() => (ended += 1));
    iterator.push(at(1));
    for await (const { seq } of iterator) if (seq === 1) break;
    expect(ended).toBe(1);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });
});
