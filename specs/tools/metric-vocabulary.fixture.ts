import { CHANNELS, NOTIFICATION_TYPES } from '#contracts';
import { expect } from '@jest/globals';
import { EVENT_LABELS } from '../../apps/preferences-api/src/webhooks/webhook.metrics.js';
import { APP_NAMES, type CataloguedMetric, metricsCatalogue, seriesOf } from './metrics-catalogue.js';
import { factsOfQuery } from './promql.js';

/** Which labels each stored series has. */
export type Series = ReadonlyMap<string, readonly string[]>;

/** Every metric of ours has the first; whoever scrapes adds the others. */
const EVERYWHERE = ['app', 'instance', 'job'];

/** Values that occur; of the other labels any does. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  app: APP_NAMES,
  channel: CHANNELS,
  scope: ['all', ...CHANNELS, ...NOTIFICATION_TYPES],
  event: EVENT_LABELS,
  outcome: ['accepted', 'permanent', 'retryable', 'unconfirmed', 'channel_fault'],
  status: ['sent', 'delivered', 'failed', 'suppressed', 'superseded', 'expired'],
  objective: ['N1', 'N2'],
  window: ['5m', '30m', '60m', '360m'],
  result: ['good', 'bad'],
  waited: ['true', 'false'],
};

export async function knownSeries(): Promise<Series> {
  const metrics: readonly CataloguedMetric[] = await metricsCatalogue();
  return new Map(metrics.flatMap(seriesOf));
}

/** It can be read, and asks for what some app shows. */
export function expectToBeAnswerable(query: string, series: Series): void {
  const { errors, selectors, groupings } = factsOfQuery(query);
  expect({ query, errors }).toEqual({ query, errors: [] });
  expect(selectors).not.toHaveLength(0);
  const labelsOf = (metric: string) => [...EVERYWHERE, ...(series.get(metric) ?? [])];
  const unknown = {
    metrics: selectors.filter(({ metric }) => !series.has(metric)).map(({ metric }) => metric),
    matchers: selectors.flatMap(({ metric, matchers }) =>
      matchers.filter(({ label }) => !labelsOf(metric).includes(label)).map(({ label }) => `${metric}{${label}}`),
    ),
    groupings: groupings.filter((label) => !selectors.some(({ metric }) => labelsOf(metric).includes(label))),
    values: selectors.flatMap(({ matchers }) => matchers.flatMap(({ label, value }) => unknownValues(label, value))),
  };
  expect({ query, unknown }).toEqual({ query, unknown: { metrics: [], matchers: [], groupings: [], values: [] } });
}

function unknownValues(label: string, value: string): string[] {
  const known = VALUES[label];
  if (known === undefined || value.startsWith('$')) return [];
  return value.split('|').filter((each) => !known.includes(each));
}
