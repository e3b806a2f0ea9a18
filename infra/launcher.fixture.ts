/** A launcher for tests: starts a family of processes in the data folder it is given and waits to be killed. */
import { join } from 'node:path';
import { describeError } from './launcher.error.js';
import { ProcessSupervisor } from './process-supervisor.js';

const [folder = '', fault] = process.argv.slice(2);

try {
  const supervisor = await ProcessSupervisor.open(folder);
  const shell = (name: string, script: string, layer: 'application' | 'service'): void =>
    supervisor.start({ name, layer, command: 'sh', args: ['-c', script], logFile: join(folder, `${name}.log`) });
  shell('service', 'exec sleep 600', 'service');
  shell('application', 'sleep 600 & wait', 'application');
  if (fault) shell('faulty', `echo ${fault}; exit 3`, 'application');
  console.log('ready');
  await supervisor
    .untilFailure(new Promise<never>(() => setInterval(() => undefined, 60_000)))
    .finally(() => supervisor.stop());
} catch (error) {
  console.error(describeError(error));
  process.exit(1);
}
