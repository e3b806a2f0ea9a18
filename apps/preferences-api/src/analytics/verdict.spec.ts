import { describe, expect, it } from '@jest/globals';
import type { Alert } from '#contracts';
import { type ObjectiveStanding, verdictOf } from './verdict.js';

const standing = (overrides: Partial<ObjectiveStanding> = {}): ObjectiveStanding => ({
  ...{ id: 'N1', channel: 'email', target: 0.95, value: 0.9941, burnRate: 0.1, budgetLeft: 0.88 },
  ...overrides,
});
const delivered = standing({ id: 'N2', target: 0.999, value: 0.99996, burnRate: 0 });
const alert: Alert = {
  id: '019aab3c-8d10-7e51-9c0d-5f0e8f6a2b11',
  name: 'ProviderCallsFailing',
  subject: 'email',
  severity: 'page',
  state: 'raised',
  detail: 'Calls to the provider fail. 40 of 50 calls in the last 2 minutes.',
  value: 0.8,
  threshold: 0.2,
  raisedAt: '2026-11-22T10:00:00.000Z',
  resolvedAt: null,
};

describe('the verdict', () => {
  it('says how well the objectives are kept, and never rounds up', () => {
    expect(verdictOf([standing(), delivered], [])).toMatchObject({
      state: 'ok',
      summary:
        'Within every objective: in the last day, on the weakest channel, 99.41 % reached the provider within a minute and 99.99 % delivered.',
    });
  });

  it('is calm, and says so, where too little was sent to tell', () => {
    const unknown = standing({ value: null, burnRate: null, budgetLeft: null });
    expect(verdictOf([unknown], [])).toMatchObject({
      state: 'ok',
      summary: 'Nothing is wrong. Too little was sent in the last day to measure it.',
    });
  });

  it('sees a risk in an alert, and quotes it', () => {
    expect(verdictOf([standing()], [alert, { ...alert, subject: 'sms' }])).toMatchObject({
      state: 'at_risk',
      summary:
        'ProviderCallsFailing (email): Calls to the provider fail. 40 of 50 calls in the last 2 minutes. 1 more alert is raised.',
    });
  });

  it('sees a risk in a budget that is used up too fast', () => {
    expect(verdictOf([standing(), standing({ channel: 'sms', burnRate: 7.26 })], [])).toMatchObject({
      state: 'at_risk',
      summary: 'SMS uses up its budget of N1 7.3 times as fast as it may.',
    });
  });

  it('names the objective that is missed by most of its budget', () => {
    const late = standing({ value: 0.93 });
    const lost = standing({ id: 'N2', channel: 'in_app', target: 0.999, value: 0.991 });
    expect(verdictOf([late, lost], [])).toMatchObject({
      state: 'breached',
      summary: 'In-app misses its objective: 99.1 % delivered in the last day, 99.9 % is promised.',
    });
  });

  it('tells of the alert beside a missed objective', () => {
    expect(verdictOf([standing({ value: 0.5 })], [alert]).summary).toContain('promised. ProviderCallsFailing (email)');
  });
});
