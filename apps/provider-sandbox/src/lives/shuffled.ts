import { randomInt } from 'node:crypto';

/** The items in another order, where there are two or more. */
export function shuffled<T>(items: readonly T[]): readonly T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  const isUnchanged = order.every((item, index) => item === items[index]);
  return isUnchanged ? order.reverse() : order;
}
