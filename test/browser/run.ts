/**
 * `npm run test:browser`: the pages in a real Chromium (CHROMIUM_PATH, or one on the PATH), with an embedded Kafka and PostgreSQL or those that
 * KAFKA_BROKERS and DATABASE_URL name. With BROWSER_SCREENSHOTS naming a folder, pictures of the pages go there. All arguments go to Jest.
 */
import { join } from 'node:path';
import { dataRoot, prepareFolder, projectRoot } from '../../infra/data-folder.js';
import { exampleBuild } from '../../infra/demo/example-build.js';
import { PortPicker } from '../../infra/free-port.js';
import { describeError } from '../../infra/launcher.error.js';
import { ProcessSupervisor } from '../../infra/process-supervisor.js';
import { type ServiceAddresses, checkServicePrerequisites, startServices } from '../../infra/services.js';
import { Steps } from '../../infra/steps.js';

async function main(jestArguments: readonly string[]): Promise<number> {
  const folder = prepareFolder(join(dataRoot, 'browser'));
  const steps = new Steps();
  const prerequisites = await checkServicePrerequisites(steps);
  const supervisor = await ProcessSupervisor.open(folder);
  try {
    const how = { fresh: true, durable: false, ports: new PortPicker() };
    const [services] = await Promise.all([
      startServices({ supervisor, steps, folder, ...how }, prerequisites),
      steps.step('Dashboard', () => supervisor.run(dashboardBuild(folder))),
      steps.step('Example', () => supervisor.run(exampleBuild(folder))),
    ]);
    return await supervisor.runForExitCode({ name: 'Jest', ...jest(jestArguments, services) });
  } finally {
    await supervisor.stop();
  }
}

/** The page as it is served, not as a development server would. */
function dashboardBuild(folder: string) {
  const program = join(projectRoot, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [program, 'build', join(projectRoot, 'apps', 'dashboard')];
  return { name: 'vite build', command: process.execPath, args, logFile: join(folder, 'dashboard.log') };
}

function jest(args: readonly string[], { databaseUrl, kafkaBrokers }: ServiceAddresses) {
  const program = join(projectRoot, 'node_modules', 'jest', 'bin', 'jest.js');
  const config = join(import.meta.dirname, 'jest.config.js');
  const options = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  return {
    command: process.execPath,
    // One page after another: two browsers at once make each other late.
    args: [...options, program, '--config', config, '--runInBand', ...args],
    env: { ...process.env, NODE_ENV: 'development', DATABASE_URL: databaseUrl, KAFKA_BROKERS: kafkaBrokers },
  };
}

const exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(describeError(error));
  return 1;
});
// Not by exitCode: whatever else was being waited for would keep the process alive.
process.exit(exitCode);
