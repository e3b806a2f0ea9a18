import { describe, expect, it } from '@jest/globals';
import { RepeatedLines } from './repeated-lines.js';

describe('a line that is repeated', () => {
  it('is said once in 30 s, then with the number left out', () => {
    let now = 1_000;
    const lines = new RepeatedLines(() => now);
    expect(lines.say('waiting')).toBe(0);
    now += 10_000;
    expect(lines.say('waiting')).toBeUndefined();
    now += 19_999;
    expect(lines.say('waiting')).toBeUndefined();
    now += 1;
    expect(lines.say('waiting')).toBe(2);
    now += 30_000;
    expect(lines.say('waiting')).toBe(0);
  });

  it('does not silence another', () => {
    const lines = new RepeatedLines(() => 0);
    expect(lines.say('waiting for Kafka')).toBe(0);
    expect(lines.say('waiting for PostgreSQL')).toBe(0);
  });
});
