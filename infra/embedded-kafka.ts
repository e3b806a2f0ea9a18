import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { createOnce, START_ANEW } from './data-folder.js';
import { LauncherError } from './launcher.error.js';
import { logTail, type ProcessSupervisor } from './process-supervisor.js';

/** Where and how to run the broker. */
export interface EmbeddedKafkaOptions {
  readonly supervisor: ProcessSupervisor;
  readonly java: string;
  readonly jarsFolder: string;
  /** Its data; kept between starts. */
  readonly folder: string;
  readonly logsFolder: string;
  readonly port: number;
  readonly controllerPort: number;
  /** Settings of the broker that win over its own. Default: none. */
  readonly serverSettings?: Readonly<Record<string, string>>;
  /** Of the tool that formats the storage, such as users. Default: none. */
  readonly formatArguments?: readonly string[];
}

type BrokerAddress = Pick<EmbeddedKafkaOptions, 'port' | 'controllerPort' | 'serverSettings'>;

const READY_WITHIN_MS = 60_000;
const POLL_MS = 200;
const log4jSettings = join(import.meta.dirname, 'kafka', 'log4j2.properties');

/**
 * Starts a real single-node Kafka (KRaft: broker and controller in one process) that listens on loopback only.
 * @returns its address, `host:port`, once it answers
 */
export async function startKafka(options: EmbeddedKafkaOptions): Promise<string> {
  const { supervisor, folder, logsFolder } = options;
  await createOnce(folder, 'kraft', (partial) => formatStorage(options, partial));
  const settingsFile = await writeSettings(folder, options);
  const logFile = join(logsFolder, 'kafka.log');
  const args = [...javaOptions(options.jarsFolder), 'kafka.Kafka', settingsFile];
  supervisor.start({ name: 'Kafka', command: options.java, args, layer: 'service', logFile, advice: START_ANEW });
  const address = `127.0.0.1:${options.port}`;
  await supervisor.untilFailure(untilAnswering(address, logFile));
  return address;
}

async function formatStorage(options: EmbeddedKafkaOptions, folder: string): Promise<void> {
  const clusterId = randomBytes(16).toString('base64url');
  // One argument: as two, an id that happens to begin with "-" is taken for an option.
  const settings = await writeSettings(folder, options);
  const format = ['kafka.tools.StorageTool', 'format', `--cluster-id=${clusterId}`, '-c', settings];
  format.push(...(options.formatArguments ?? []));
  await options.supervisor.run({
    name: 'Formatting the storage of Kafka',
    command: options.java,
    args: [...javaOptions(options.jarsFolder), ...format],
    logFile: join(options.logsFolder, 'kafka-format.log'),
  });
}

function javaOptions(jarsFolder: string): string[] {
  return ['-Xmx512m', '-XX:+UseSerialGC', `-Dlog4j2.configurationFile=${log4jSettings}`, '-cp', join(jarsFolder, '*')];
}

async function writeSettings(folder: string, address: BrokerAddress): Promise<string> {
  const file = join(folder, 'server.properties');
  const settings = Object.entries({ ...brokerSettings(join(folder, 'data'), address), ...address.serverSettings });
  await writeFile(file, settings.map(([name, value]) => `${name}=${value}\n`).join(''));
  return file;
}

/** See https://kafka.apache.org/41/configuration/broker-configs/ */
function brokerSettings(dataFolder: string, { port, controllerPort }: BrokerAddress): Record<string, string | number> {
  return {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'log.dirs': dataFolder,
    'auto.create.topics.enable': 'false',
    // There is nobody to replicate to.
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    // A few partitions instead of 50: created, and opened at each start, in a moment.
    'offsets.topic.num.partitions': 5,
    'transaction.state.log.num.partitions': 5,
    // Consumers start when they join, rather than 3 s later in case others follow.
    'group.initial.rebalance.delay.ms': 0,
    // The default, 128 MB, is a quarter of the heap.
    'log.cleaner.dedupe.buffer.size': 16 * 1024 * 1024,
  };
}

async function untilAnswering(address: string, logFile: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await answers(address))) {
    if (Date.now() > deadline) {
      throw new LauncherError(`Kafka does not answer after ${READY_WITHIN_MS / 1_000} s.`, logTail(logFile));
    }
    await sleep(POLL_MS);
  }
}

async function answers(address: string): Promise<boolean> {
  const client = new Kafka({ brokers: [address], logLevel: logLevel.NOTHING, retry: { retries: 0 } });
  const admin = client.admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).controller !== null;
  } catch {
    // Not yet: the caller decides how long that is acceptable.
    return false;
  } finally {
    await admin.disconnect();
  }
}
