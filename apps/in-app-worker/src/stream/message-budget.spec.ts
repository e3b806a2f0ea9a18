import { describe, expect, it } from '@jest/globals';
import { MessageBudget } from './message-budget.js';

describe('MessageBudget', () => {
  it('bears two thousand messages at once, and no more', () => {
    const budget = new MessageBudget(0);

    expect(taken(budget, 2_001, 0)).toBe(2_000);
  });

  it('fills at a hundred a second, up to two thousand', () => {
    const budget = new MessageBudget(0);
    taken(budget, 2_000, 0);

    expect(taken(budget, 1_000, 500)).toBe(50);
    expect(taken(budget, 3_000, 3_600_000)).toBe(2_000);
  });

  it('bears a hundred a second for ever', () => {
    const budget = new MessageBudget(0);

    expect(taken(budget, 10_000, (index) => index * 10)).toBe(10_000);
  });
});

function taken(budget: MessageBudget, tries: number, at: number | ((index: number) => number)): number {
  const times = Array.from({ length: tries }, (_, index) => (typeof at === 'number' ? at : at(index)));
  return times.filter((time) => budget.take(time)).length;
}
