import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dataRoot } from '../../infra/data-folder.js';

export const PYTHON_MISSING = 'Python 3 with its venv module is needed (Debian: apt-get install python3-venv).';

/**
 * Makes a virtual environment in the data folder, once.
 * @param requirements a file as pip reads it
 * @returns its folder of programs, or undefined when it cannot be made
 */
export function virtualEnvironment(name: string, requirements: string): string | undefined {
  const folder = join(dataRoot, name);
  const programs = join(folder, 'bin');
  const made = existsSync(join(programs, 'python')) || run('python3', ['-m', 'venv', folder]) === 0;
  const quiet = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  return made && run(join(programs, 'python'), quiet) === 0 ? programs : undefined;
}

/** Shows what the program prints. @returns its exit code */
export function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): number {
  return spawnSync(command, args, { env, stdio: 'inherit' }).status ?? 1;
}
