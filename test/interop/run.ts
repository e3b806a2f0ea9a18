/**
 * `npm run test:interop`: Python clients against the running system. Makes a virtual environment in the data folder once; needs python3 with
 * its venv module.
 */
import { join } from 'node:path';
import { dataRoot } from '../../infra/data-folder.js';
import { describeError } from '../../infra/launcher.error.js';
import { startSystem } from '../../infra/system.js';
import { PYTHON_MISSING, run, virtualEnvironment } from '../system/python.js';

const HERE = import.meta.dirname;

async function main(): Promise<number> {
  const programs = virtualEnvironment('python', join(HERE, 'requirements.txt'));
  if (programs === undefined) {
    console.error(PYTHON_MISSING);
    return 1;
  }
  const system = await startSystem({ folder: join(dataRoot, 'interop'), fresh: true });
  try {
    const env = { ...process.env, ...system.env, STREAM_URL: system.urls['in-app-worker'] };
    return run(join(programs, 'python'), [join(HERE, 'interop.py')], env);
  } finally {
    await system.stop();
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(describeError(error));
  return 1;
});
process.exit();
