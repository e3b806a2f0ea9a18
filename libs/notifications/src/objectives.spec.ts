import { describe, expect, it } from '@jest/globals';
import { NO_ACCEPTANCE } from './figures.js';
import {
  OBJECTIVES,
  type ObjectiveFigure,
  budgetLeft,
  burnRate,
  isRecipientsFault,
  objectiveCount,
  shareKept,
} from './objectives.js';

const outcome = (
  label: string,
  detail: string,
  amount: number,
  { channel = 'email', departed = 0 }: Partial<Pick<ObjectiveFigure, 'channel' | 'departed'>> = {},
) => ({ kind: 'outcome', channel, label, detail, amount, departed }) as const;
const acceptance = (label: string, detail: string, amount: number) =>
  ({ kind: 'acceptance', channel: 'email', label, detail, amount, departed: 0 }) as const;

describe('objective N1', () => {
  it('counts a minute as kept, anything above as missed', () => {
    const figures = [acceptance('0.5', 'prompt', 7), acceptance('60', 'prompt', 3), acceptance('90', 'prompt', 2)];
    expect(objectiveCount('N1', [...figures, acceptance('+Inf', 'prompt', 1)])).toEqual({ good: 10, bad: 3 });
  });

  it('leaves out what had to wait', () => {
    const waited = [acceptance('21600', 'waited', 9), acceptance(NO_ACCEPTANCE, 'waited', 2)];
    expect(objectiveCount('N1', waited)).toEqual({ good: 0, bad: 0 });
  });

  it('counts what was given up on before any provider took it as missed, and every failure but once', () => {
    const figures = [acceptance(NO_ACCEPTANCE, 'prompt', 3), outcome('failed', 'retries_exhausted', 3)];
    expect(objectiveCount('N1', [...figures, outcome('failed', 'provider_rejected', 1)])).toEqual({ good: 0, bad: 3 });
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
    const inApp = { channel: 'in_app' } as const;
    const figures = [outcome('sent', '', 1, { ...inApp, departed: 3 }), outcome('delivered', '', 3, inApp)];
    expect(objectiveCount('N2', figures)).toEqual({ good: 1, bad: 0 });
  });

  it('counts new failures, however many old ones are replayed meanwhile', () => {
    const replayed = [outcome('failed', 'retries_exhausted', 4, { departed: 500 })];
    expect(objectiveCount('N2', replayed)).toEqual({ good: 0, bad: 4 });
  });

  it('takes a bounce back from what was delivered, and is never below none', () => {
    const bounced = (amount: number) => [
      outcome('delivered', '', amount, { departed: 3 }),
      outcome('failed', 'bounced', 3),
    ];
    expect(objectiveCount('N2', bounced(10))).toEqual({ good: 7, bad: 0 });
    expect(objectiveCount('N2', bounced(1))).toEqual({ good: 0, bad: 0 });
  });

  it.each([
    ['provider_rejected', 'sms', true],
    ['provider_rejected', 'email', false],
    ['bounced', 'email', true],
    ['no_recipient', 'sms', true],
    ['invalid_address', 'email', true],
    ['retries_exhausted', 'sms', false],
    ['toString', 'sms', false],
  ] as const)('of %s on %s, says that it is the recipient’s: %s', (reason, channel, isTheirs) => {
    expect(isRecipientsFault(channel, reason)).toBe(isTheirs);
    expect(objectiveCount('N2', [outcome('failed', reason, 1, { channel })]).bad).toBe(isTheirs ? 0 : 1);
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
