/**
 * `npm run test:browser`: the pages in a real Chromium (CHROMIUM_PATH, or one on the PATH), with a PostgreSQL of their own or the one that
 * DATABASE_URL names. With BROWSER_SCREENSHOTS naming a folder, pictures of the pages go there. All arguments go to Jest.
 */
import { join } from 'node:path';
import { dataRoot, prepareFolder, projectRoot } from '../../infra/data-folder.js';
import { startPostgres } from '../../infra/embedded-postgres.js';
import { PortPicker } from '../../infra/free-port.js';
import { describeError } from '../../infra/launcher.error.js';
import { ProcessSupervisor } from '../../infra/process-supervisor.js';

async function main(jestArguments: readonly string[]): Promise<number> {
  const folder = prepareFolder(join(dataRoot, 'browser'));
  const supervisor = await ProcessSupervisor.open(folder);
  try {
    const databaseUrl = process.env['DATABASE_URL'] ?? (await postgres(supervisor, folder));
    return await supervisor.runForExitCode({ name: 'Jest', ...jest(jestArguments, databaseUrl) });
  } finally {
    await supervisor.stop();
  }
}

function jest(args: readonly string[], databaseUrl: string) {
  const program = join(projectRoot, 'node_modules', 'jest', 'bin', 'jest.js');
  const config = join(import.meta.dirname, 'jest.config.js');
  const options = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  return {
    command: process.execPath,
    // One page after another: two browsers at once make each other late.
    args: [...options, program, '--config', config, '--runInBand', ...args],
    env: { ...process.env, NODE_ENV: 'development', DATABASE_URL: databaseUrl },
  };
}

async function postgres(supervisor: ProcessSupervisor, folder: string): Promise<string> {
  const port = await new PortPicker().pick();
  return startPostgres({
    supervisor,
    folder: join(folder, 'postgres'),
    logsFolder: folder,
    port,
    fresh: true,
    durable: false,
  });
}

const exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(describeError(error));
  return 1;
});
// Not by exitCode: whatever else was being waited for would keep the process alive.
process.exit(exitCode);
