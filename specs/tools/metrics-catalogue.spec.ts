import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ANY_METRIC_PREFIX, type CataloguedMetric, isRuntimeMetric, metricsCatalogue } from './metrics-catalogue.js';

/** Names of labels in which an id, an address or a text would stand. */
const TELLING_LABEL = /(^|_)(id|user|customer|order|event_id|email|phone|address|token|name|url|path|message)$/;
/** Of the conventions, and closed all the same: topics, operations, pools, apps. */
const CLOSED_NAMES = new Set([
  'messaging_operation_name',
  'messaging_destination_name',
  'db_client_connection_pool_name',
  'service_name',
]);

let metrics: CataloguedMetric[];

beforeAll(async () => {
  metrics = (await metricsCatalogue()).filter((metric) => !isRuntimeMetric(metric));
});

const named = (filter: (metric: CataloguedMetric) => boolean) => metrics.filter(filter).map(({ name }) => name);

describe('N6 the metrics of all apps', () => {
  it('have names of one scheme: a known beginning, lower case, base units, _total for what only rises', () => {
    expect(named(({ name }) => !ANY_METRIC_PREFIX.test(name))).toEqual([]);
    expect(named(({ name }) => !/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name))).toEqual([]);
    expect(named(({ name }) => /_(ms|milliseconds|minutes|hours|kb|mb|percent)(_|$)/.test(name))).toEqual([]);
    expect(named(({ name, type }) => (type === 'counter') !== name.endsWith('_total'))).toEqual([]);
    expect(named(({ name, type }) => type === 'histogram' && !name.endsWith('_duration_seconds'))).toEqual([]);
  });

  it('have labels of lower case, none of which names somebody', () => {
    const labels = new Set(metrics.flatMap((metric) => metric.labels));
    expect([...labels].filter((label) => !/^[a-z][a-z0-9_]*$/.test(label))).toEqual([]);
    expect([...labels].filter((label) => TELLING_LABEL.test(label) && !CLOSED_NAMES.has(label))).toEqual([]);
  });

  it('are explained', () => {
    expect(named(({ help }) => help.length < 10 || help.endsWith('.'))).toEqual([]);
  });

  it('are all on the page, and nothing else is', () => {
    const page = readFileSync('docs/metrics.md', 'utf8');
    const listed = [...page.matchAll(/^\| `(\w+)` +\|/gm)].map(([, name]) => name);
    expect(listed).toEqual(metrics.map(({ name }) => name));
  });

  it('of the runtime, of HTTP and of what runs are on every app', () => {
    const everywhere = named(({ apps }) => apps.length === 6);
    expect(everywhere).toEqual(['http_server_request_duration_seconds', 'target_info']);
  });
});
