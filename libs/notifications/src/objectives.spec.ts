import { describe, expect, it } from '@jest/globals';
import { OBJECTIVES, type ObjectiveFigure, budgetLeft, burnRate, objectiveCount, shareKept } from './objectives.js';

const outcome = (label: string, detail: string, net: number, channel: ObjectiveFigure['channel'] = 'email') =>
  ({ kind: 'outcome', channel, label, detail, net }) as const;
const acceptance = (label: string, detail: string, net: number) =>
  ({ kind: 'acceptance', channel: 'email', label, detail, net }) as const;

describe('objective N1', () => {
  it('counts a minute as kept, anything above as missed', () => {
    const figures = [acceptance('0.5', 'prompt', 7), acceptance('60', 'prompt', 3), acceptance('90', 'prompt', 2)];
    expect(objectiveCount('N1', [...figures, acceptance('+Inf', 'prompt', 1)])).toEqual({ good: 10, bad: 3 });
  });

  it('leaves out what had to wait', () => {
    expect(objectiveCount('N1', [acceptance('21600', 'waited', 9)])).toEqual({ good: 0, bad: 0 });
  });

  it.each([
    ['retries_exhausted', 1],
    ['unconfirmed', 1],
    ['template_error', 1],
    ['provider_rejected', 1],
    ['bounced', 0],
    ['no_recipient', 0],
    ['invalid_address', 0],
  ])('takes a failure with %s for %d missed', (reason, bad) => {
    expect(objectiveCount('N1', [outcome('failed', reason, 1)])).toEqual({ good: 0, bad });
  });
});

describe('objective N2', () => {
  it('counts what was delivered against what failed where the recipient can be reached', () => {
    const figures = [
      outcome('delivered', '', 98),
      outcome('sent', '', 5),
      outcome('failed', 'retries_exhausted', 2),
      outcome('failed', 'bounced', 4),
      outcome('suppressed', 'channel_off', 40),
      outcome('expired', 'too_old', 3),
    ];
    expect(objectiveCount('N2', figures)).toEqual({ good: 98, bad: 2 });
  });

  it('takes what lies in the inbox for delivered', () => {
    const figures = [outcome('sent', '', -2, 'in_app'), outcome('delivered', '', 3, 'in_app')];
    expect(objectiveCount('N2', figures)).toEqual({ good: 1, bad: 0 });
  });

  it('is never below none, though more may have left than come', () => {
    expect(objectiveCount('N2', [outcome('failed', 'retries_exhausted', -3)])).toEqual({ good: 0, bad: 0 });
  });
});

describe('the budget of an objective', () => {
  it.each([
    [{ good: 95, bad: 5 }, 1, 0],
    [{ good: 100, bad: 0 }, 0, 1],
    [{ good: 70, bad: 30 }, 6, -5],
  ])('of %j burns %d times as fast as it may, and %d of it is left', (count, rate, left) => {
    expect(burnRate(count, OBJECTIVES.N1.target)).toBeCloseTo(rate);
    expect(budgetLeft(count, OBJECTIVES.N1.target)).toBeCloseTo(left);
  });

  it('is not judged below 20', () => {
    const few = { good: 0, bad: 19 };
    expect([burnRate(few, 0.95), budgetLeft(few, 0.95), shareKept(few)]).toEqual([null, null, null]);
    expect(shareKept({ good: 19, bad: 1 })).toBe(0.95);
  });
});
