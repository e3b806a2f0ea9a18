import { parseArgs } from 'node:util';
import { LauncherError } from '../../infra/launcher.error.js';

export interface UpgradeOptions {
  /** A commit to start from instead of the last release. */
  readonly from: string | undefined;
  /** Where the release cannot be had, say so and end with 0. */
  readonly ifAvailable: boolean;
  /** A folder as `npm run build` makes it, to be used instead of compiling. */
  readonly build: string | undefined;
  readonly seed: number;
  readonly help: boolean;
}

export const USAGE = `Upgrades the last release to this version under load, process by process, and judges what came of every event and request.

  npm run test:upgrade [-- --from COMMIT] [--if-available] [--build dist] [--seed N]

  --from           start from this commit instead of the release that deploy/release.json names
  --if-available   where git does not have that commit and cannot fetch it, end with 0
  --build          use this build of this version instead of compiling the sources
  --seed           replays the load of an earlier run; it is printed at the start
  --help           this text`;

const MAX_SEED = 2 ** 32 - 1;

/** @throws LauncherError */
export function parseOptions(args: readonly string[] = process.argv.slice(2)): UpgradeOptions {
  const { seed, 'if-available': ifAvailable, from, build, help } = parse(args);
  return { from, ifAvailable, build, help, seed: seed === undefined ? randomSeed() : seedOf(seed) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        from: { type: 'string' },
        'if-available': { type: 'boolean', default: false },
        build: { type: 'string' },
        seed: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new LauncherError(error instanceof Error ? error.message : String(error), USAGE.split('\n'));
  }
}

const randomSeed = (): number => Math.floor(Math.random() * MAX_SEED);

function seedOf(text: string): number {
  const seed = Number(text);
  if (Number.isInteger(seed) && seed >= 0 && seed <= MAX_SEED) return seed;
  throw new LauncherError(`--seed must be a whole number from 0 to ${MAX_SEED}.`, USAGE.split('\n'));
}
