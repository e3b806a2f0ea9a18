/**
 * `npm run test:compatibility`: what is served from outside instead of by the launcher: a PostgreSQL of the system's packages and a Kafka, given by
 * DATABASE_URL and KAFKA_BROKERS, under this Node and under another one that is supported. Migrations, the demo and some acceptance tests.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import pg from 'pg';
import { prepareFolder, projectRoot } from '../../infra/data-folder.js';
import { startKafka } from '../../infra/embedded-kafka.js';
import { startPostgres } from '../../infra/embedded-postgres.js';
import { PortPicker } from '../../infra/free-port.js';
import { fetchKafkaJars, hasKafkaJars } from '../../infra/kafka-jars.js';
import { describeError } from '../../infra/launcher.error.js';
import { checkPrerequisites } from '../../infra/prerequisites.js';
import { ProcessSupervisor } from '../../infra/process-supervisor.js';
import { findSystemPostgres } from './system-postgres.js';
import { type NodeProgram, otherNode, thisNode } from './node-program.js';

/** Some of each: messages on every channel, events good and bad, pages and tokens. */
const ACCEPTANCE = String.raw`acceptance/(channels|events|unsubscribe)\.spec`;

interface Servers {
  readonly kafkaBrokers: string;
  readonly databaseUrl: string;
}

async function main(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'order-notifications-compatibility-'));
  // PostgreSQL does not run as root, and its account has to get there.
  await chmod(folder, 0o755);
  const supervisor = await ProcessSupervisor.open(folder);
  try {
    const [servers, nodes] = await Promise.all([startServers(supervisor, folder), nodePrograms(supervisor, folder)]);
    const results: string[] = [];
    let failed = 0;
    for (const node of nodes) {
      for (const [name, passed, seconds] of await check(supervisor, node, servers)) {
        results.push(`  ${passed ? '✓' : '✗'} Node ${node.version}: ${name}, ${seconds} s`);
        if (!passed) failed += 1;
      }
    }
    console.log(['', ...results, '', `${results.length - failed} passed, ${failed} failed`].join('\n'));
    return failed === 0;
  } finally {
    await supervisor.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function startServers(supervisor: ProcessSupervisor, folder: string): Promise<Servers> {
  const system = findSystemPostgres();
  const { java } = await checkPrerequisites({ needsMaven: !hasKafkaJars() });
  const logsFolder = prepareFolder(join(folder, 'logs'));
  const ports = new PortPicker();
  const [port, kafkaPort, controllerPort] = [await ports.pick(), await ports.pick(), await ports.pick()];
  const jarsFolder = await fetchKafkaJars(supervisor, logsFolder);
  const kafka = { folder: join(folder, 'kafka'), logsFolder, jarsFolder, port: kafkaPort, controllerPort };
  const postgres = { folder: join(folder, 'postgres'), logsFolder, port, binFolder: system.binFolder };
  const [kafkaBrokers, databaseUrl] = await Promise.all([
    startKafka({ supervisor, java, ...kafka }),
    startPostgres({ supervisor, ...postgres, fresh: true, durable: false }),
  ]);
  const [row] = await query<{ version: string }>(databaseUrl, 'SELECT version()');
  console.log(`${row?.version.replace(/ on .*/, '') ?? '?'} of the system's packages, and a Kafka beside it`);
  return { kafkaBrokers, databaseUrl };
}

async function nodePrograms(supervisor: ProcessSupervisor, folder: string): Promise<NodeProgram[]> {
  return [thisNode(), await otherNode(supervisor, folder)];
}

type Result = readonly [name: string, passed: boolean, seconds: number];

/** Each Node with a database and topics of its own: migrations and topics are made anew. */
async function check(supervisor: ProcessSupervisor, node: NodeProgram, servers: Servers): Promise<Result[]> {
  const name = `node_${node.version.replaceAll('.', '_')}`;
  await query(servers.databaseUrl, `CREATE DATABASE ${name}`);
  const databaseUrl = new URL(servers.databaseUrl);
  databaseUrl.pathname = `/${name}`;
  const env = {
    ...process.env,
    // What the launcher starts, npm and the apps, is found under the same name.
    PATH: [dirname(node.command), process.env.PATH].join(delimiter),
    DATABASE_URL: databaseUrl.href,
    KAFKA_BROKERS: servers.kafkaBrokers,
    TOPIC_PREFIX: `${name}.`,
  };
  const tsx = join(projectRoot, 'node_modules/tsx/dist/cli.mjs');
  const run = async (title: string, ...args: string[]): Promise<Result> => {
    console.log(`\n=== Node ${node.version}: ${title}`);
    const startedAt = performance.now();
    const spec = { name: title, command: node.command, args: [tsx, ...args], env };
    const passed = (await supervisor.runForExitCode(spec)) === 0;
    return [title, passed, Math.round((performance.now() - startedAt) / 1_000)];
  };
  return [
    await run('migrations and the demo', 'infra/cli.ts', 'demo', '--events', '50', '--exit'),
    await run('acceptance', 'test/run.ts', '--selectProjects=acceptance', '--testPathPatterns', ACCEPTANCE),
  ];
}

async function query<T>(url: string, statement: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows as T[];
  } finally {
    await client.end();
  }
}

const passed = await main().catch((error: unknown) => {
  console.error(describeError(error));
  return false;
});
// Not by exitCode: whatever else was being waited for would keep the process alive.
process.exit(passed ? 0 : 1);
