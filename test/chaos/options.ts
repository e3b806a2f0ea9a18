import { parseArgs } from 'node:util';
import { LauncherError } from '../../infra/launcher.error.js';

export interface ChaosOptions {
  readonly seed: number;
  readonly kills: number;
  /** Switch the mechanisms off, one at a time, and see that the judge notices. */
  readonly prove: boolean;
  /** Of those, only these. */
  readonly only: readonly string[];
  /** A folder as `npm run build` makes it, to be used instead of compiling. */
  readonly build: string | undefined;
  readonly help: boolean;
}

export const USAGE = `Kills, freezes and cuts off the real system under load, and judges what came of every event.

  npm run test:chaos [-- --kills N] [--seed N] [--build dist]
  npm run test:chaos -- --prove [--only NAME,…] [--seed N] [--build dist]

  --kills   how often an app is killed; default: 60, which takes less than 6 minutes
  --seed    replays the schedule, load and faults of an earlier run; it is printed at the start
  --prove   with one mechanism switched off at a time, the judge must find a violation
  --only    of the mechanisms, these; "none" is the run with all of them
  --build   use this build instead of compiling the sources
  --help    this text`;

const DEFAULT_KILLS = 60;
const MAX_SEED = 2 ** 32 - 1;

/** @throws LauncherError */
export function parseOptions(args: readonly string[] = process.argv.slice(2)): ChaosOptions {
  const { seed, kills, prove, only, build, help } = parse(args);
  return {
    seed: seed === undefined ? Math.floor(Math.random() * MAX_SEED) : integer('--seed', seed, 0, MAX_SEED),
    kills: kills === undefined ? DEFAULT_KILLS : integer('--kills', kills, 1, 10_000),
    prove,
    only: only === undefined ? [] : only.split(','),
    build,
    help,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seed: { type: 'string' },
        kills: { type: 'string' },
        prove: { type: 'boolean', default: false },
        only: { type: 'string' },
        build: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new LauncherError(error instanceof Error ? error.message : String(error), USAGE.split('\n'));
  }
}

function integer(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new LauncherError(`${option} must be a whole number from ${least} to ${most}.`, USAGE.split('\n'));
}
