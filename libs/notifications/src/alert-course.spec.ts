import { describe, expect, it } from '@jest/globals';
import { type Pending, type RaisedAlert, courseOf, pendingAfter } from './alert-course.js';
import type { Evaluation, Finding } from './alert-evaluation.js';
import { ALERT_RULES } from './alert-rules.js';

const START = new Date('2026-11-22T10:00:00Z');
const after = (seconds: number) => new Date(START.getTime() + seconds * 1_000);

const aFinding = (name: Finding['name'] = 'ProviderCallsFailing', subject = 'email'): Finding => ({
  name,
  subject,
  value: 1,
  detail: 'So it is.',
});
const found = (...findings: Finding[]): Evaluation => ({ findings, unknown: [] });
const NOTHING = found();

const anAlert = (seenAt: Date, name: string = 'ProviderCallsFailing', subject = 'email'): RaisedAlert => ({
  id: '1',
  name,
  subject,
  seenAt,
});

/** One replica alone, look after look. @returns what happened at each second */
function watched(looks: readonly (readonly [number, Evaluation])[]): string[] {
  let pending: Pending = new Map();
  let active: RaisedAlert[] = [];
  const told: string[] = [];
  for (const [second, evaluation] of looks) {
    const now = after(second);
    pending = pendingAfter(evaluation, pending, now);
    const { raise, resolve, seen, unknown } = courseOf(evaluation, active, pending, now);
    told.push(...raise.map(({ name }) => `${second} raised ${name}`));
    told.push(...resolve.map(({ name }) => `${second} resolved ${name}`));
    const fresh = new Set([...seen.map(({ alert }) => alert), ...unknown]);
    active = active
      .filter((alert) => !resolve.includes(alert))
      .map((alert) => (fresh.has(alert) ? { ...alert, seenAt: now } : alert));
    active.push(...raise.map(({ name, subject }) => anAlert(now, name, subject)));
  }
  return told;
}

describe('the course of an alert', () => {
  it('AC-17 is raised at the first look, and resolved a minute after its cause was last seen', () => {
    const bad = found(aFinding());
    expect(
      watched([
        [0, bad],
        [10, bad],
        [20, NOTHING],
        [60, NOTHING],
        [69, NOTHING],
        [70, NOTHING],
        [80, NOTHING],
      ]),
    ).toEqual(['0 raised ProviderCallsFailing', '70 resolved ProviderCallsFailing']);
  });

  it('F5 does not flap: a cause that comes and goes is one alert', () => {
    const looks = Array.from({ length: 60 }, (_, i) => [i * 10, i % 2 === 0 ? found(aFinding()) : NOTHING] as const);
    expect(watched(looks)).toEqual(['0 raised ProviderCallsFailing']);
  });

  it('F5 begins once its cause has lasted as long as the rule asks, without a break', () => {
    const bad = found(aFinding('ConsumerLag', 't'));
    expect(ALERT_RULES.ConsumerLag.forMs).toBe(30_000);
    expect(
      watched([
        [0, bad],
        [20, bad],
        [25, NOTHING],
        [30, bad],
        [50, bad],
        [60, bad],
      ]),
    ).toEqual(['60 raised ConsumerLag']);
  });

  it('F5 stands still while it cannot be told: it neither begins nor ends', () => {
    const bad = found(aFinding('ConsumerLag', 't'));
    const unknown: Evaluation = { findings: [], unknown: [{ name: 'ConsumerLag', subject: 't' }] };
    expect(
      watched([
        [0, bad],
        [20, unknown],
        [60, unknown],
        [70, bad],
        [80, unknown],
        [600, unknown],
        [610, NOTHING],
        [659, NOTHING],
        [660, NOTHING],
      ]),
    ).toEqual(['70 raised ConsumerLag', '660 resolved ConsumerLag']);
  });

  it('F5 is not ended by a replica that does not see what another has just seen', () => {
    const seenByAnother = anAlert(after(55));
    expect(courseOf(NOTHING, [seenByAnother], new Map(), after(60)).resolve).toEqual([]);
  });

  it('F5 concerns one subject: another is another alert', () => {
    const pending = new Map();
    const { raise, resolve } = courseOf(
      found(aFinding('ProviderCallsFailing', 'sms')),
      [anAlert(after(0))],
      pending,
      after(90),
    );
    expect(raise.map(({ subject }) => subject)).toEqual(['sms']);
    expect(resolve.map(({ subject }) => subject)).toEqual(['email']);
  });

  it('F5 ends at once when its rule is no more', () => {
    expect(courseOf(NOTHING, [anAlert(after(0), 'OfAnOlderVersion')], new Map(), after(0)).resolve).toHaveLength(1);
  });
});
