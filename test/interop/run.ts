/**
 * `npm run test:interop`: Python clients against the running system. Makes a virtual environment in the data folder once; needs python3 with
 * its venv module.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dataRoot } from '../../infra/data-folder.js';
import { describeError } from '../../infra/launcher.error.js';
import { startSystem } from '../../infra/system.js';

const HERE = import.meta.dirname;

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): number {
  return spawnSync(command, args, { env, stdio: 'inherit' }).status ?? 1;
}

/** @returns the interpreter with our packages, or undefined when it cannot be made */
function pythonWithPackages(): string | undefined {
  const folder = join(dataRoot, 'python');
  const python = join(folder, 'bin', 'python');
  const made = existsSync(python) || run('python3', ['-m', 'venv', folder]) === 0;
  const quiet = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', join(HERE, 'requirements.txt')];
  return made && run(python, quiet) === 0 ? python : undefined;
}

async function main(): Promise<number> {
  const python = pythonWithPackages();
  if (python === undefined) {
    console.error('Python 3 with its venv module is needed (Debian: apt-get install python3-venv).');
    return 1;
  }
  const system = await startSystem({ folder: join(dataRoot, 'interop'), fresh: true });
  try {
    const env = { ...process.env, ...system.env, STREAM_URL: system.urls['in-app-worker'] };
    return run(python, [join(HERE, 'interop.py')], env);
  } finally {
    await system.stop();
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(describeError(error));
  return 1;
});
process.exit();
