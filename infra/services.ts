import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareFolder } from './data-folder.js';
import { startKafka } from './embedded-kafka.js';
import { startPostgres } from './embedded-postgres.js';
import type { PortPicker } from './free-port.js';
import { fetchKafkaJars, hasKafkaJars } from './kafka-jars.js';
import { LauncherError } from './launcher.error.js';
import { checkPrerequisites, type Prerequisites } from './prerequisites.js';
import type { ProcessSupervisor } from './process-supervisor.js';
import type { Steps } from './steps.js';

/** How to provide Kafka and PostgreSQL. */
export interface ServicesOptions {
  readonly supervisor: ProcessSupervisor;
  readonly steps: Steps;
  /** Holds the data and logs of the embedded services. */
  readonly folder: string;
  /** Forget the data of earlier starts. Servers that the environment names are never emptied. */
  readonly fresh: boolean;
  /** Whether PostgreSQL survives a power cut. */
  readonly durable: boolean;
  readonly ports: PortPicker;
  /** Settings of the embedded PostgreSQL beside its own. Default: none. */
  readonly serverSettings?: Readonly<Record<string, string>> | undefined;
  /** The ports to use if they are free. Default: any free ones. */
  readonly preferredPorts?: { readonly kafka: number; readonly postgres: number };
}

/** Where the services answer. */
export interface ServiceAddresses {
  /** `host:port`, several separated by commas. */
  readonly kafkaBrokers: string;
  readonly databaseUrl: string;
}

/**
 * Looks whether what the embedded services need is installed; to be called before anything slow is begun.
 * @throws LauncherError naming what is missing
 */
export async function checkServicePrerequisites(steps: Steps): Promise<Prerequisites | undefined> {
  if (process.platform === 'win32') {
    throw new LauncherError('The embedded services run on Linux and macOS.', [
      'On Windows, use WSL2 or docker compose up.',
    ]);
  }
  if (process.env.KAFKA_BROKERS) return undefined;
  return steps.step('Prerequisites', () => checkPrerequisites({ needsMaven: !hasKafkaJars() }));
}

/** Starts an embedded Kafka and PostgreSQL, each unless `KAFKA_BROKERS` or `DATABASE_URL` names a server to use instead. */
export async function startServices(
  options: ServicesOptions,
  prerequisites?: Prerequisites,
): Promise<ServiceAddresses> {
  const [kafkaBrokers, databaseUrl] = await Promise.all([
    provideKafka(options, prerequisites),
    providePostgres(options),
  ]);
  return { kafkaBrokers, databaseUrl };
}

async function provideKafka(options: ServicesOptions, prerequisites?: Prerequisites): Promise<string> {
  const { steps, ports, preferredPorts } = options;
  if (process.env.KAFKA_BROKERS) return useGiven(steps, 'Kafka', process.env.KAFKA_BROKERS, process.env.KAFKA_BROKERS);
  if (!prerequisites) throw new Error('Kafka needs the prerequisites checked first');
  const { supervisor, folder } = options;
  const logsFolder = prepareFolder(join(folder, 'logs'));
  const jarsFolder = hasKafkaJars()
    ? await fetchKafkaJars(supervisor, logsFolder)
    : await steps.step('Jars of Kafka (once)', () => fetchKafkaJars(supervisor, logsFolder));
  const dataFolder = join(folder, 'kafka');
  if (options.fresh) await rm(dataFolder, { recursive: true, force: true });
  const port = await ports.pick(preferredPorts?.kafka);
  const controllerPort = await ports.pick();
  const where = { folder: dataFolder, logsFolder, jarsFolder, port, controllerPort };
  const work = (): Promise<string> => startKafka({ supervisor, java: prerequisites.java, ...where });
  return steps.step('Kafka ready', work, (address) => address);
}

async function providePostgres(options: ServicesOptions): Promise<string> {
  const { supervisor, steps, ports, preferredPorts, folder, fresh, durable, serverSettings } = options;
  const given = process.env.DATABASE_URL;
  if (given) return useGiven(steps, 'PostgreSQL', given, new URL(given).host);
  const logsFolder = prepareFolder(join(folder, 'logs'));
  const port = await ports.pick(preferredPorts?.postgres);
  const where = { folder: join(folder, 'postgres'), logsFolder, port };
  const work = (): Promise<string> => startPostgres({ supervisor, fresh, durable, serverSettings, ...where });
  return steps.step('PostgreSQL ready', work, (url) => new URL(url).host);
}

async function useGiven(steps: Steps, title: string, value: string, shown: string): Promise<string> {
  return steps.step(
    `${title} (yours)`,
    () => Promise.resolve(value),
    () => shown,
  );
}
