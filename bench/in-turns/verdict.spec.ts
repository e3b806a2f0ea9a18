import { describe, expect, it } from '@jest/globals';
import { verdictOn } from './verdict.js';

describe('the verdict of a bench that compares in turns', () => {
  it.each([
    { ...{ part: 1.03, control: 1.01 }, verdict: 'kept' },
    { ...{ part: 1.06, control: 0.99 }, verdict: 'broken' },
    { ...{ part: 1.0502, control: 1 }, verdict: 'broken' },
    { ...{ part: 1.0498, control: 1 }, verdict: 'kept' },
    { ...{ part: 1.03, control: 1.06 }, verdict: 'no result' },
    { ...{ part: 1.2, control: 0.94 }, verdict: 'no result' },
  ])('is "$verdict" at $part, where no difference came out as $control', ({ part, control, verdict }) => {
    expect(verdictOn({ with: [0.5, part, 9], control: [0.1, control, 7] }, 1.05)).toBe(verdict);
  });
});
