import { describe, expect, it } from '@jest/globals';
import { createMetricsRegistry } from './metrics.js';

const TIME = 'nodejs_eventloop_time_seconds_total';

describe('the metrics of every app', () => {
  it('tell how long its event loop has been busy, which only rises', async () => {
    const registry = createMetricsRegistry('some-app');
    const read = async () => {
      const { values } = (await registry.getSingleMetric(TIME)?.get()) ?? { values: [] };
      return values.map(({ value, labels }) => [labels['nodejs_eventloop_state'], value] as const);
    };
    const before = new Map(await read());
    const until = performance.now() + 100;
    while (performance.now() < until) await new Promise(setImmediate);
    const after = new Map(await read());
    expect([...after.keys()]).toEqual(['active', 'idle']);
    expect((after.get('active') ?? 0) - (before.get('active') ?? 0)).toBeGreaterThan(0.05);
  });

  it('do not count how late timers fire, which would wake the process to see', () => {
    const names = createMetricsRegistry('some-app')
      .getMetricsAsArray()
      .map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('nodejs_eventloop_lag_'))).toEqual(['nodejs_eventloop_lag_seconds']);
  });
});
