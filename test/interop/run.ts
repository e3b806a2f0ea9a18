/**
 * `npm run test:interop`: the examples for upstream in Python and Java, and a Python client of the stream, against the running system. Makes a
 * virtual environment in the data folder once; needs python3 with its venv module. Java is what the embedded Kafka runs on, with its jars.
 */
import { join } from 'node:path';
import { dataRoot, projectRoot } from '../../infra/data-folder.js';
import { hasKafkaJars } from '../../infra/kafka-jars.js';
import { describeError } from '../../infra/launcher.error.js';
import { checkPrerequisites } from '../../infra/prerequisites.js';
import { startSystem } from '../../infra/system.js';
import { PYTHON_MISSING, run, virtualEnvironment } from '../system/python.js';

const HERE = import.meta.dirname;
const EXAMPLES = join(projectRoot, 'libs/contracts/examples');
/** The embedded Kafka's: its client is among them. */
const JARS = join(dataRoot, 'jars', '*');

async function main(): Promise<number> {
  const programs = virtualEnvironment('python', join(HERE, 'requirements.txt'));
  if (programs === undefined) {
    console.error(PYTHON_MISSING);
    return 1;
  }
  const system = await startSystem({ folder: join(dataRoot, 'interop'), fresh: true });
  try {
    const env = { ...process.env, ...system.env, STREAM_URL: system.urls['in-app-worker'] };
    const python = join(programs, 'python');
    const check = (language: string, ...producer: string[]) =>
      run(python, [join(HERE, 'interop.py'), language, ...producer], env);
    const code = check('Python', python, join(EXAMPLES, 'python/publish_order.py'));
    if (!hasKafkaJars()) {
      console.log('Java was left out: with a Kafka of your own its jars are not fetched.');
      return code;
    }
    const { java } = await checkPrerequisites({ needsMaven: false });
    return Math.max(code, check('Java', java, '-cp', JARS, join(EXAMPLES, 'java/PublishOrder.java')));
  } finally {
    await system.stop();
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(describeError(error));
  return 1;
});
process.exit();
