/**
 * `npm run test:chaos`: proves N2, N3 and N9 (AC-15), and F8 (AC-18), on real processes. Two of each worker and of the dispatcher work under load,
 * and customers' devices come and go, while a seeded schedule kills, freezes and cuts them off; then a judge compares events, wires, ledger,
 * devices and tables. `-- --prove` proves the judge.
 */
import { join } from 'node:path';
import { dataRoot } from '../../infra/data-folder.js';
import { LauncherError, describeError } from '../../infra/launcher.error.js';
import { compile, copyBuild, requireFitting } from './build.js';
import { type RunOptions, type RunResult, runChaos } from './chaos-run.js';
import { MUTATIONS, SHORTENED } from './mutations.js';
import { type ChaosOptions, USAGE, parseOptions } from './options.js';
import { PROOF_PROFILE, chaosProfile } from './profile.js';
import { figures, verdict } from './report.js';

const FOLDER = join(dataRoot, 'chaos');
/** Nothing is switched off. */
const NONE = 'none';

async function main(): Promise<boolean> {
  const options = parseOptions();
  if (options.help) {
    console.log(USAGE);
    return true;
  }
  // Each server that comes back brings its own handlers of signals.
  process.setMaxListeners(0);
  console.log(`Seed ${options.seed}`);
  const build = options.build ?? compile(join(FOLDER, 'compiled'));
  return options.prove ? proveJudge(options, build) : provokeSystem(options, build);
}

async function provokeSystem({ seed, kills }: ChaosOptions, build: string): Promise<boolean> {
  // The proof is too long for every change; that its patches still fit is not.
  await requireFitting(build, [...SHORTENED, ...Object.values(MUTATIONS).flatMap(({ patches }) => patches)]);
  const dist = await copyBuild(build, join(FOLDER, 'build'), []);
  const result = await runChaos({ seed, profile: chaosProfile(kills), dist, folder: join(FOLDER, 'run'), say });
  print(['', ...figures(result), '', ...verdict(result), `Seed ${seed}`]);
  return holds(result);
}

/** The judge must find nothing where everything works, and something wherever a mechanism is off. */
async function proveJudge({ seed, only }: ChaosOptions, build: string): Promise<boolean> {
  const names = [NONE, ...Object.keys(MUTATIONS)].filter((name) => only.length === 0 || only.includes(name));
  const builds = new Map<string, string>();
  // All of them first: a patch that no longer fits is not to be found out after ten minutes.
  for (const name of names) {
    const patches = [...SHORTENED, ...(MUTATIONS[name]?.patches ?? [])];
    builds.set(name, await copyBuild(build, join(FOLDER, 'builds', name), patches));
  }
  let missed = 0;
  for (const [name, dist] of builds) {
    say(`${name}: ${MUTATIONS[name]?.effect ?? 'everything works'}`);
    const options: RunOptions = {
      seed,
      profile: PROOF_PROFILE,
      dist,
      folder: join(FOLDER, name),
      say: () => undefined,
    };
    const result = await runChaos(options);
    const isRight = holds(result) === (name === NONE);
    if (!isRight) missed += 1;
    print([
      ...verdict(result).filter((line) => !line.startsWith('  ✓')),
      `  ${isRight ? 'as it should be' : 'THE JUDGE IS WRONG'}`,
    ]);
  }
  print(['', `${names.length - missed} passed, ${missed} failed`]);
  return missed === 0;
}

const holds = ({ judgements, unrest }: RunResult): boolean =>
  unrest === null && judgements.every(({ findings }) => findings.length === 0);

const startedAt = Date.now();

function say(line: string): void {
  console.log(`  ${String(Math.round((Date.now() - startedAt) / 1_000)).padStart(4)} s  ${line}`);
}

function print(lines: readonly string[]): void {
  for (const line of lines) console.log(line);
}

const passed = await main().catch((error: unknown) => {
  console.error(error instanceof LauncherError ? describeError(error) : error);
  return false;
});
// Not by exitCode: whatever else was being waited for would keep the process alive.
process.exit(passed ? 0 : 1);
