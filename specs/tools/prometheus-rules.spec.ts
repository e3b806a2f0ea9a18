import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ALERT_NAMES, ALERT_RULES, type AlertRule, runbookOf } from '#notifications';
import { parse } from 'yaml';
import { type Series, expectToBeAnswerable, knownSeries } from './metric-vocabulary.fixture.js';
import { SUBJECT_LABELS } from './prometheus-rules.js';
import { factsOfQuery } from './promql.js';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly keep_firing_for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const file = parse(readFileSync('deploy/prometheus/alerts.yaml', 'utf8')) as { groups: { rules: Rule[] }[] };
const rules = file.groups.flatMap((group) => group.rules);
const ruleNamed = (name: string) => rules.find(({ alert }) => alert === name) as Rule;

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const msOf = (span = '0s') => Number(span.slice(0, -1)) * (UNITS[span.slice(-1)] ?? Number.NaN);

describe('F5 AC-17 the rules of Prometheus', () => {
  let series: Series;

  beforeAll(async () => {
    series = await knownSeries();
  });

  it('are those of the service, by name', () => {
    expect(rules.map(({ alert }) => alert)).toEqual(ALERT_NAMES);
  });

  it.each(ALERT_NAMES)('%s has the threshold, the times, the severity and the words of the table', (name) => {
    const { threshold, forMs, keepMs, severity, summary }: AlertRule = ALERT_RULES[name];
    const { expr, labels, annotations, ...rule } = ruleNamed(name);
    const [first = ''] = expr.split('\n');
    expect(Number(/ >= (\S+)$/.exec(first)?.[1])).toBe(threshold);
    expect(msOf(rule.for)).toBe(forMs);
    expect(msOf(rule.keep_firing_for)).toBe(keepMs);
    expect(labels).toEqual({ severity });
    expect(annotations).toMatchObject({ summary, runbook: runbookOf(name) });
  });

  it.each(ALERT_NAMES)('%s looks back as far as the table says', (name) => {
    const rule: AlertRule & Partial<{ windowMs: number; settleMs: number; windowsMs: readonly number[] }> =
      ALERT_RULES[name];
    const ranges = [...ruleNamed(name).expr.matchAll(/\[(\w+)\]|window="(\w+)"/g)].map(([, a, b]) => msOf(a ?? b));
    // What is read from the database is counted over the rule's own window there.
    if (ranges.length === 0) return;
    const { windowMs = 0, settleMs } = rule;
    const expected = rule.windowsMs ?? (settleMs === undefined ? [windowMs] : [windowMs, windowMs - settleMs]);
    expect(new Set(ranges)).toEqual(new Set(expected));
  });

  it.each(ALERT_NAMES)('%s asks for what the apps show', (name) => {
    expectToBeAnswerable(ruleNamed(name).expr, series);
  });

  it.each(ALERT_NAMES)('%s names what it is about as the service does', (name) => {
    const label = SUBJECT_LABELS[ALERT_RULES[name].subject];
    const { expr, annotations } = ruleNamed(name);
    if (label === null) expect(annotations['description']).not.toContain('$labels');
    else expect(annotations['description']).toContain(`$labels.${label}`);
    expect(label === null || factsOfQuery(expr).groupings.includes(label)).toBe(true);
  });

  it('leave out the calls that the service leaves out', () => {
    const { notCountedCodes } = ALERT_RULES.ProviderCallsFailing;
    const selectors = ruleNamed('ProviderCallsFailing').expr.match(/notification_attempts_total\{[^}]*\}/g) ?? [];
    expect(selectors.length).toBeGreaterThan(0);
    expect(selectors.filter((each) => !each.includes(`code!~"${notCountedCodes.join('|')}"`))).toEqual([]);
  });

  it.each(['deploy/prometheus/alerts.yaml', 'deploy/kubernetes/components/monitoring/alerts.yaml'])(
    '%s leads to a section of the runbook, wherever it names one',
    (path) => {
      const text = readFileSync(path, 'utf8');
      const links = [...text.matchAll(/\brunbook(?:_url)?: (\S+)$/gm)].map(([, link = '']) => link);
      expect(links).toEqual(ALERT_NAMES.map(runbookOf));
      const headings = [...readFileSync('docs/runbook.md', 'utf8').matchAll(/^#+ (\w+)$/gm)];
      const anchors = headings.map(([, title = '']) => `docs/runbook.md#${title.toLowerCase()}`);
      expect(links.filter((link) => !anchors.includes(link))).toEqual([]);
    },
  );
});
