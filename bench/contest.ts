/**
 * `npm run bench`: how many order events a second become messages on this machine, broker, database and all processes on it: by this service, by the
 * ceiling (the same hops with nothing in between) and by what a tutorial would have one write first (`bench/opponents`). In turns, so that all meet the
 * same machine; each measurement on a database and topics of its own, by new processes that were warmed up.
 *
 * `-- --rounds N` (default 3), `--seconds N` (of a measurement at least, default 30), `--cases email,sms,in-app,mixed,dispatcher`,
 * `--contenders ours,ceiling,tutorial`, `--profile` (profiles of all processes into `.data/bench-contest`, and PostgreSQL's costliest statements).
 * Prints the tables and writes them to `bench/results/throughput.json`.
 */
import { describeError } from '../infra/launcher.error.js';
import { CASES, type CaseName } from './contest/cases.js';
import { CONTENDERS, type ContenderName } from './contest/contenders.js';
import { rotated } from './contest/contest-math.js';
import { type Measured, measure } from './contest/measurement.js';
import { type ContestOptions, parseOptions } from './contest/options.js';
import { type Results, report } from './contest/report.js';
import { Stage } from './contest/stage.js';

async function main(): Promise<void> {
  const options = parseOptions();
  const stage = await Stage.open(options.isProfiled);
  try {
    await report(await contest(stage, options), options, stage.server);
  } finally {
    await stage.close();
  }
}

async function contest(stage: Stage, { rounds, seconds, cases, contenders }: ContestOptions): Promise<Results> {
  const results = new Map(
    cases.map((name) => [name, new Map(contenders.map((who): [ContenderName, Measured[]] => [who, []]))]),
  );
  for (let round = 0; round < rounds; round += 1) {
    for (const name of cases) {
      for (const who of rotated(contenders, round)) {
        const { of, warmUp, isExact } = CONTENDERS[who];
        const kase = CASES[name];
        const measured = await measure(stage, of(kase.channels), kase, { warmUp, seconds, isExact });
        results.get(name)?.get(who)?.push(measured);
        tell(round, name, who, measured);
      }
    }
  }
  return results;
}

function tell(
  round: number,
  name: CaseName,
  who: ContenderName,
  { events, rate, excess, ...measured }: Measured,
): void {
  const told = [`${Math.round(rate)} events/s`, `${events} events in ${measured.seconds.toFixed(1)} s`];
  if (excess > 0) told.push(`${excess} messages too many`);
  if (excess < 0) told.push(`${-excess} messages never sent`);
  console.log(`round ${round + 1}  ${name.padEnd(10)}  ${who.padEnd(8)}  ${told.join(', ')}`);
  if (measured.statements !== undefined) console.table(measured.statements);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(describeError(error));
    process.exit(1);
  },
);
