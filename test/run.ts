/**
 * `npm test`: the tests with an embedded Kafka and PostgreSQL, or with those that KAFKA_BROKERS and DATABASE_URL name.
 * All arguments go to Jest; when only unit tests are selected, no service is started.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { dataRoot, prepareFolder, projectRoot } from '../infra/data-folder.js';
import { PortPicker } from '../infra/free-port.js';
import { describeError } from '../infra/launcher.error.js';
import { ProcessSupervisor } from '../infra/process-supervisor.js';
import { checkServicePrerequisites, startServices, type ServiceAddresses } from '../infra/services.js';
import { Steps } from '../infra/steps.js';

const WORKERS = 2;

async function main(jestArguments: readonly string[]): Promise<number> {
  if (needsNoServices(jestArguments)) return runJestAlone(jestArguments);
  const folder = prepareFolder(join(dataRoot, 'test'));
  const steps = new Steps();
  const prerequisites = await checkServicePrerequisites(steps);
  const supervisor = await ProcessSupervisor.open(folder);
  try {
    const how = { fresh: true, durable: false, ports: new PortPicker() };
    const services = await startServices({ supervisor, steps, folder, ...how }, prerequisites);
    return await supervisor.runForExitCode({ name: 'Jest', ...jest(jestArguments, services) });
  } finally {
    await supervisor.stop();
  }
}

/** Whether `--selectProjects` names nothing but the unit tests. */
function needsNoServices(jestArguments: readonly string[]): boolean {
  const words = jestArguments.flatMap((argument) => argument.split('='));
  const [option, ...rest] = words.slice(Math.max(words.indexOf('--selectProjects'), 0));
  const nextOption = rest.findIndex((word) => word.startsWith('-'));
  const selected = nextOption < 0 ? rest : rest.slice(0, nextOption);
  return option === '--selectProjects' && selected.every((project) => project === 'unit');
}

function runJestAlone(jestArguments: readonly string[]): number {
  const { command, args, env } = jest(jestArguments);
  return spawnSync(command, args, { cwd: projectRoot, env, stdio: 'inherit' }).status ?? 1;
}

function jest(args: readonly string[], services?: ServiceAddresses) {
  const program = join(projectRoot, 'node_modules', 'jest', 'bin', 'jest.js');
  const options = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  return {
    command: process.execPath,
    args: [...options, program, `--maxWorkers=${WORKERS}`, ...args],
    env: {
      ...process.env,
      // With NODE_ENV=test, which Jest would set, kafkajs changes its defaults.
      NODE_ENV: 'development',
      ...(services && { DATABASE_URL: services.databaseUrl, KAFKA_BROKERS: services.kafkaBrokers }),
    },
  };
}

const exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(describeError(error));
  return 1;
});
// Not by exitCode: whatever else was being waited for would keep the process alive.
process.exit(exitCode);
