import { describe, expect, test } from '@jest/globals';
import { BoundedLog } from './bounded-log.js';

const filled = (capacity: number, entries: number) => {
  const log = new BoundedLog<number>(capacity);
  for (let count = 0; count < entries; count += 1) log.append((number) => number);
  return log;
};

describe('A bounded log', () => {
  test('gives its entries, the newest first', () => {
    expect([...filled(3, 2).newestFirst()]).toEqual([1, 0]);
  });

  test('pushes out the oldest and counts them', () => {
    const log = filled(3, 5);

    expect([...log.newestFirst()]).toEqual([4, 3, 2]);
    expect(log.forgotten).toBe(2);
    expect([log.get(1), log.get(2), log.get(5)]).toEqual([undefined, 2, undefined]);
    expect([log.back(0), log.back(2), log.back(3)]).toEqual([4, 2, undefined]);
  });

  test('never uses a number again, also after it was cleared', () => {
    const log = filled(3, 5);
    log.clear();

    expect([log.forgotten, log.get(4)]).toEqual([0, undefined]);
    log.append((number) => number);
    expect([...log.newestFirst()]).toEqual([5]);
  });
});
