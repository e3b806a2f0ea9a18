/**
 * `npm run test:api-fuzz`: schemathesis against the running API and its OpenAPI document, once for each kind of caller. No answer may be a server
 * error, and none may be one that the document does not describe. Makes a virtual environment in the data folder once; needs python3 with its
 * venv module.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { NOTIFICATION_TYPES, ORDER_DATA_EXAMPLES, TOPICS, encodeOrderEvent } from '#contracts';
import { Kafka, logLevel } from 'kafkajs';
import { signAccessToken } from '../../infra/access-token.js';
import { dataRoot, prepareFolder } from '../../infra/data-folder.js';
import { LauncherError, describeError } from '../../infra/launcher.error.js';
import { type RunningSystem, startSystem } from '../../infra/system.js';
import { eventually } from '../system/eventually.js';
import { PYTHON_MISSING, virtualEnvironment } from '../system/python.js';

const FOLDER = join(dataRoot, 'api-fuzz');

const CALLERS = {
  nobody: undefined,
  customer: '',
  service: 'notifications:service',
  support: 'notifications:support',
  operator: 'notifications:ops',
} as const;

type Caller = keyof typeof CALLERS;

const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'unsupported_method',
  'allow_header_conformance',
];

/** Of all runs together; each has its part. */
const SECONDS = 75;

/** What is looked for is not the limit. */
const NO_LIMITS = {
  RATE_LIMIT_ANYONE: '1000000',
  RATE_LIMIT_CUSTOMER: '1000000',
  RATE_LIMIT_STAFF: '1000000',
  RATE_LIMIT_SERVICE: '1000000',
};

async function main(): Promise<number> {
  const programs = virtualEnvironment('schemathesis', join(import.meta.dirname, 'requirements.txt'));
  if (programs === undefined) throw new LauncherError(PYTHON_MISSING);
  const system = await startSystem({ folder: FOLDER, fresh: true, settings: NO_LIMITS });
  try {
    await system.untilFailure(haveNotifications(system));
    for (const caller of Object.keys(CALLERS) as Caller[]) {
      console.log(`\n=== as ${caller}`);
      const code = await system.untilFailure(fuzz(join(programs, 'schemathesis'), system, caller));
      if (code !== 0) return code;
    }
    return 0;
  } finally {
    await system.stop();
  }
}

/** Something to find: an order of each type. */
async function haveNotifications({ kafkaBrokers, urls, env }: RunningSystem): Promise<void> {
  const kafka = new Kafka({ brokers: kafkaBrokers.split(','), logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  const events = NOTIFICATION_TYPES.map((type) =>
    encodeOrderEvent({ id: type, source: '/api-fuzz', type, time: new Date(), data: ORDER_DATA_EXAMPLES[type] }),
  );
  await producer.send({ topic: TOPICS.orderEvents.name, messages: events });
  await producer.disconnect();
  const token = await signAccessToken(env, { subject: 'api-fuzz', scope: CALLERS.operator });
  await eventually(async () => {
    const answer = await fetch(`${urls['preferences-api']}/api/v2/notifications`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { items } = (await answer.json()) as { items: unknown[] };
    if (items.length < NOTIFICATION_TYPES.length) throw new Error(`only ${items.length} notifications yet`);
  }, 30_000);
}

async function fuzz(program: string, { urls, env }: RunningSystem, caller: Caller): Promise<number> {
  const api = urls['preferences-api'];
  const args = [
    ...['--config-file', join(import.meta.dirname, 'schemathesis.toml')],
    ...['run', `${api}/api/v2/openapi.json`, '--url', api],
    ...['--checks', CHECKS.join(','), '--workers', '1', '--request-timeout', '10'],
    ...['--max-time', String(Math.floor(SECONDS / Object.keys(CALLERS).length)), '--continue-on-failure'],
    // One worker: Python 3.11 parses source text wrongly in two threads at once (gh-106905), and Hypothesis does.
    // The same cases each time: a run that fails can be repeated.
    ...['--generation-deterministic', '--warnings', 'off'],
    // It has no end to wait for.
    ...['--exclude-path', '/api/v2/notifications/analytics/stream'],
    ...(await signInOf(caller, env)),
  ];
  const child = spawn(program, args, { cwd: prepareFolder(FOLDER), stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

async function signInOf(caller: Caller, env: RunningSystem['env']): Promise<string[]> {
  const scope = CALLERS[caller];
  if (scope === undefined) return [];
  const subject = ORDER_DATA_EXAMPLES.order_confirmed.userId;
  const token = await signAccessToken(env, { subject, ...(scope === '' ? {} : { scope }) });
  return ['--header', `Authorization: Bearer ${token}`];
}

const exitCode = await main().catch((error: unknown) => {
  console.error(describeError(error));
  return 1;
});
// Not by exitCode: whatever else was being waited for would keep the process alive.
process.exit(exitCode);
