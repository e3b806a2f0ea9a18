import { describe, expect, it } from '@jest/globals';
import { eventsFor, medianRatio, medianTimes, rotated, spentOnEach } from './contest-math.js';

describe('the size of a load', () => {
  it('is a fifth more than what would take that long at the fastest rate so far', () => {
    expect(eventsFor(30, [400, 1_000.01, 900])).toBe(36_001);
  });

  it('is at least one event', () => {
    expect(eventsFor(1, [0.2])).toBe(1);
  });

  it('is not known before anything was seen', () => {
    expect(() => eventsFor(30, [])).toThrow(RangeError);
  });
});

describe('the order of contenders', () => {
  it('begins with another one in each round', () => {
    const rounds = [0, 1, 2, 3].map((round) => rotated(['a', 'b', 'c'], round).join(''));
    expect(rounds).toEqual(['abc', 'bca', 'cab', 'abc']);
  });
});

describe('the ratio of two contenders', () => {
  it('is the median of the rounds’ ratios, not the ratio of the medians', () => {
    expect(medianRatio([100, 300, 200], [200, 300, 1_000])).toBe(0.5);
  });

  it('is not known where one of them did not take part', () => {
    expect(medianRatio([100], [])).toBeUndefined();
    expect(medianRatio([], [])).toBeUndefined();
  });
});

describe('processor time', () => {
  it('is what was spent between two looks, in microseconds for each', () => {
    expect(spentOnEach({ Kafka: 100, PostgreSQL: 50 }, { Kafka: 150, PostgreSQL: 450 }, 1_000)).toEqual({
      ...{ Kafka: 50, PostgreSQL: 400 },
    });
  });

  it('counts a process that was not there before from its start', () => {
    expect(spentOnEach({}, { Kafka: 20 }, 10)).toEqual({ Kafka: 2_000 });
  });

  it('of several rounds is the median of each process', () => {
    const rounds = [
      { Kafka: 1, PostgreSQL: 9 },
      { Kafka: 3, PostgreSQL: 8 },
      { Kafka: 2, PostgreSQL: 1 },
    ];
    expect(medianTimes(rounds)).toEqual({ Kafka: 2, PostgreSQL: 8 });
  });
});
