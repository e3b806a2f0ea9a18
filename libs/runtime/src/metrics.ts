/** Implements F5, N6. Figures for Prometheus, under the names that OpenTelemetry's translation would give them (decision 0009). */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';

/**
 * prom-client would wake the process a hundred times a second to see how late timers fire, and count the time between two looks with it. How busy
 * the event loop is says the same, and Node keeps it anyway.
 */
const LOOP_DELAYS = ['min', 'max', 'mean', 'stddev', 'p50', 'p90', 'p99'].map(
  (of) => `nodejs_eventloop_lag_${of}_seconds`,
);
const NEVER_MS = 2 ** 31 - 1;

/** One registry per app instance, never prom-client's global one: tests run several apps in one process. */
export function createMetricsRegistry(app: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ app });
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: NEVER_MS });
  for (const name of LOOP_DELAYS) registry.removeSingleMetric(name);
  new Counter({
    name: 'nodejs_eventloop_time_seconds_total',
    help: 'How long the event loop has been busy (`active`) and waiting (`idle`)',
    labelNames: ['nodejs_eventloop_state'],
    registers: [registry],
    collect() {
      const { active, idle } = performance.eventLoopUtilization();
      this.reset();
      this.inc({ nodejs_eventloop_state: 'active' }, active / 1_000);
      this.inc({ nodejs_eventloop_state: 'idle' }, idle / 1_000);
    },
  });
  new Gauge({
    name: 'target_info',
    help: 'Always 1; its labels say what runs',
    labelNames: ['service_namespace', 'service_name', 'service_version'],
    registers: [registry],
  }).set({ service_namespace: 'order-notifications', service_name: app, service_version: packageVersion() }, 1);
  return registry;
}

/** `package.json` lies above this file both in the sources and in `dist`. */
export function packageVersion(from = import.meta.dirname): string {
  const file = join(from, 'package.json');
  if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  if (from === dirname(from)) throw new Error('package.json is missing');
  return packageVersion(dirname(from));
}

@Controller('metrics')
export class MetricsController {
  constructor(@Inject(Registry) private readonly registry: Registry) {}

  @Get()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return this.registry.metrics();
  }
}
