import { describe, expect, it } from '@jest/globals';
import { lagOf } from './lag.js';

const consumer = (topic: string, lag: number | null) => ({ group: 'dispatcher', topic, lag });

describe('lagOf', () => {
  it('is not known of a broker that has said nothing, which is not "all is read"', () => {
    expect(lagOf([])).toEqual({ total: null, hasUnknown: true, worst: null });
    expect(lagOf([consumer('a', null)])).toEqual({ total: null, hasUnknown: true, worst: null });
  });

  it('adds up what is known, and says that there is more', () => {
    const known = [consumer('a', 3), consumer('b', 4)];
    expect(lagOf([...known, consumer('c', null)])).toEqual({ total: 7, hasUnknown: true, worst: known[1] });
    expect(lagOf([consumer('a', 0), consumer('b', null)])).toEqual({ total: 0, hasUnknown: true, worst: null });
    expect(lagOf([consumer('a', 0)])).toEqual({ total: 0, hasUnknown: false, worst: null });
  });
});
