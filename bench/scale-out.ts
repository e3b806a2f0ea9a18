/**
 * `npm run bench -- scale-out`: the same bursts with one dispatcher and one email worker, and with two of each: how much faster they are through.
 * On a machine whose processors are busy with one of each, two cannot be faster; then the figure says what a second replica costs. Prints a table
 * and writes it to `bench/results/scale-out.json`. `-- --events N` a burst (default 10000), `-- --bursts N` (default 3, after one that warms up).
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { median, round } from './latencies.js';
import { publishBursts } from './load/burst.js';
import { report } from './load/report.js';
import { runScenario } from './load/scenario.js';

/** Partitions are shared out, and what was compiled is warm. */
const SETTLE_MS = 10_000;

const { values } = parseArgs({
  options: { events: { type: 'string', default: '10000' }, bursts: { type: 'string', default: '3' } },
});
const [events, bursts] = [Number(values.events), Number(values.bursts)];

await runScenario('scale-out', {}, async (system) => {
  await system.startAll();
  const one = await publishBursts(system, 'one-', events, bursts);
  const second = await system.add(['dispatcher', 'email-worker']);
  await Promise.all(second.map((app) => app.start()));
  await delay(SETTLE_MS);
  const two = await publishBursts(system, 'two-', events, bursts);
  const table = Object.fromEntries(
    (['email', 'in_app'] as const).map((channel) => {
      const rates = [one, two].map((all) => median(all.map((times) => times[channel]?.perSecond ?? Number.NaN)));
      const [alone = Number.NaN, both = Number.NaN] = rates;
      return [
        channel,
        { 'one of each, per second': alone, 'two of each, per second': both, ratio: round(both / alone) },
      ];
    }),
  );
  return report(system, 'scale-out', { load: { events, bursts }, tables: { 'Notifications sent': table }, goals: [] });
});
