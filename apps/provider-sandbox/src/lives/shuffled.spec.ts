import { expect, test } from '@jest/globals';
import { shuffled } from './shuffled.js';

test('Shuffled things are the same things in another order', () => {
  const items = [1, 2, 3];
  for (let time = 0; time < 50; time += 1) {
    const order = shuffled(items);
    expect(order).not.toEqual(items);
    expect([...order].sort()).toEqual(items);
  }
  expect(shuffled([1])).toEqual([1]);
});
