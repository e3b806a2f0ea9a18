/**
 * `npm run test:upgrade`: proves N2, N3 and N9 across an upgrade. The last release runs under load; the migrations of this version run, its apps
 * start beside the old ones, and the old ones get SIGTERM one by one. Then the judge of the chaos run compares events, wires, ledger, devices and
 * tables; beyond it, nothing may go out twice, and no request of a customer may fail.
 */
import { join } from 'node:path';
import { dataRoot } from '../../infra/data-folder.js';
import { LauncherError, describeError } from '../../infra/launcher.error.js';
import { compile, copyBuild } from '../chaos/build.js';
import { verdict } from '../chaos/report.js';
import { type UpgradeOptions, USAGE, parseOptions } from './options.js';
import { CheckOut, hasCommit, readRelease } from './release.js';
import { judgeUpgrade, upgradeFigures } from './upgrade-judge.js';
import { runUpgrade } from './upgrade-run.js';

const FOLDER = join(dataRoot, 'upgrade');

async function main(): Promise<boolean> {
  const options = parseOptions();
  if (options.help) {
    console.log(USAGE);
    return true;
  }
  const { tag, version, commit, migration } = readRelease();
  const from = options.from ?? commit;
  if (!hasCommit(from, options.from === undefined ? tag : undefined)) {
    console.log(`not run: this clone does not have ${from}${options.from ? '' : `, release ${version}`}`);
    return options.ifAvailable;
  }
  // Each server brings its own handlers of signals.
  process.setMaxListeners(0);
  console.log(
    `From ${options.from ?? `release ${version} (${commit.slice(0, 7)})`} to this version. Seed ${options.seed}`,
  );
  const release = await CheckOut.of(from);
  try {
    if (options.from === undefined) release.requireMigration(migration);
    say('the old version is built');
    return await upgrade(release, options);
  } finally {
    await release.remove();
  }
}

async function upgrade(release: CheckOut, { build, seed }: UpgradeOptions): Promise<boolean> {
  const compiled = build ?? compile(join(FOLDER, 'compiled'));
  const builds = { old: release.dist, new: await copyBuild(compiled, join(FOLDER, 'build'), []) };
  say('this version is built');
  const result = await runUpgrade({ seed, builds, folder: join(FOLDER, 'run'), say });
  const judgements = judgeUpgrade(result);
  for (const line of ['', ...upgradeFigures(result), '', ...verdict({ judgements }), `Seed ${seed}`]) console.log(line);
  return judgements.every(({ findings }) => findings.length === 0);
}

const startedAt = Date.now();

function say(line: string): void {
  console.log(`  ${String(Math.round((Date.now() - startedAt) / 1_000)).padStart(4)} s  ${line}`);
}

const passed = await main().catch((error: unknown) => {
  console.error(error instanceof LauncherError ? describeError(error) : error);
  return false;
});
// Not by exitCode: whatever else was being waited for would keep the process alive.
process.exit(passed ? 0 : 1);
