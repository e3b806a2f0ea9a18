import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { ALERT_NAMES, ALERT_RULES, type AlertRule, type BurnAlertName, runbookOf } from './alert-rules.js';
import { OBJECTIVES } from './objectives.js';

const MINUTE = 60_000;
const RUNBOOK = readFileSync(new URL('../../../docs/runbook.md', import.meta.url), 'utf8');
const RULES: readonly (readonly [string, AlertRule])[] = Object.entries(ALERT_RULES);
const BURNING = ['N1BurningFast', 'N1BurningSlow', 'N2BurningFast', 'N2BurningSlow'] as const;

describe('the rules of alerts', () => {
  it('F5 each have an entry in the runbook, and the runbook has no other', () => {
    const entries = [...RUNBOOK.matchAll(/^### (.+)$/gm)].map(([, title]) => title ?? '');
    expect(entries).toEqual([...ALERT_NAMES]);
    expect(ALERT_NAMES.map(runbookOf)).toEqual(entries.map((title) => `docs/runbook.md#${title.toLowerCase()}`));
  });

  it.each(ALERT_NAMES)(
    'F5 the entry of %s says what it means, what customers notice, where to look and what to do',
    (name) => {
      const entry = RUNBOOK.split(`### ${name}\n`)[1]?.split('\n### ')[0] ?? '';
      const [meaning = '', ...lists] = entry.trim().split('\n\n');
      expect(meaning).toMatch(/^[A-Z].{40,}/);
      const [customers, look, act] = lists.join('\n').split(/^- /m).slice(1);
      expect([customers, look, act]).toEqual(
        [/^Customers/, /^Look/, /^Do\b/].map((start) => expect.stringMatching(start)),
      );
    },
  );

  it('F5 have links that lead to entries', () => {
    const anchors = new Set(ALERT_NAMES.map((name) => name.toLowerCase()));
    for (const [, anchor] of RUNBOOK.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(anchor);
  });

  it.each(RULES)('F5 %s can be raised: a share is at most 1, nothing is raised at 0', (_name, { threshold, unit }) => {
    expect(threshold).toBeGreaterThan(0);
    if (unit === 'share') expect(threshold).toBeLessThan(1);
    if (unit === 'state') expect(threshold).toBe(1);
  });

  it.each(RULES.filter(([, { evaluatedBy }]) => evaluatedBy === 'service'))(
    'AC-17 %s does not wait for longer than a minute allows',
    (_name, { forMs, keepMs }) => {
      expect(forMs).toBeLessThanOrEqual(MINUTE / 2);
      expect(keepMs).toBeGreaterThanOrEqual(30_000);
    },
  );

  it.each<BurnAlertName>([...BURNING])('F5 %s can burn so fast at all', (name) => {
    const { objective, threshold, windowsMs } = ALERT_RULES[name];
    const share = threshold * (1 - OBJECTIVES[objective].target);
    // Half of them late or lost, and nobody told, would be no warning.
    expect(share).toBeLessThan(0.5);
    expect(windowsMs[0]).toBe(12 * windowsMs[1]);
  });

  it('F5 a fast burn is faster than a slow one', () => {
    for (const objective of ['N1', 'N2'] as const) {
      const [fast, slow] = [ALERT_RULES[`${objective}BurningFast`], ALERT_RULES[`${objective}BurningSlow`]];
      expect(fast.threshold).toBeGreaterThan(slow.threshold);
      expect(fast.windowsMs[0]).toBeLessThan(slow.windowsMs[0]);
    }
  });
});
