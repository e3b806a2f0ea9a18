import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TOPICS } from '#contracts';
import { createKafka, createTopics, kafkaSettings, topicConfigs } from '#messaging';
import { createLogger } from '#runtime';
import pg from 'pg';
import { dataRoot, prepareFolder } from '../../infra/data-folder.js';
import { developmentSettings } from '../../infra/development-settings.js';
import { startPostgres } from '../../infra/embedded-postgres.js';
import { PortPicker } from '../../infra/free-port.js';
import { ProcessSupervisor } from '../../infra/process-supervisor.js';
import { type ServiceAddresses, checkServicePrerequisites, startServices } from '../../infra/services.js';
import { Steps } from '../../infra/steps.js';
import { ROLES, type Contender, type Role } from '../opponents/contender.js';
import { pidOf } from '../processes.js';
import { Helper } from '../stream/helper.js';
import type { Case } from './cases.js';
import { Crew } from './crew.js';
import type { LoadTasks } from './load.js';
import type { ProviderTasks } from './provider.js';

const FOLDER = join(dataRoot, 'bench-contest');

/** Settings of ours that are there to hold it back. */
const UNBOUND = { DAILY_CAP: '1000000' } as const;

/** A database and topics of its own, for one measurement. */
export interface Ground {
  readonly databaseUrl: string;
  readonly database: pg.Client;
  /** Of the order events, with prefix. */
  readonly topic: string;
  readonly env: Readonly<Record<string, string>>;
  readonly remove: () => Promise<void>;
}

/** Kafka, PostgreSQL, the stand-in for the providers and the publisher: what all contenders meet. */
export class Stage {
  private grounds = 0;

  private constructor(
    private readonly supervisor: ProcessSupervisor,
    private readonly addresses: ServiceAddresses,
    private readonly ports: Readonly<Record<Role, number>>,
    readonly isProfiled: boolean,
    /** For what concerns all databases. */
    readonly server: pg.Client,
    readonly load: Helper<LoadTasks>,
    readonly provider: Helper<ProviderTasks>,
    private readonly providerUrl: string,
  ) {}

  /** On empty data, with the apps built. @throws LauncherError */
  static async open(isProfiled: boolean): Promise<Stage> {
    const folder = prepareFolder(FOLDER);
    prepareFolder(join(folder, 'logs'));
    const steps = new Steps();
    const prerequisites = await checkServicePrerequisites(steps);
    if (isProfiled) await steps.step('Statistics of PostgreSQL', () => preloadStatistics(folder));
    const supervisor = await ProcessSupervisor.open(folder);
    try {
      const picker = new PortPicker();
      const how = { fresh: !isProfiled, durable: true, ports: picker };
      const logFile = join(folder, 'logs', 'build.log');
      const build = { name: 'npm run build', command: 'npm', args: ['run', 'build'], logFile };
      const [addresses] = await Promise.all([
        startServices({ supervisor, steps, folder, ...how }, prerequisites),
        steps.step('Build', () => supervisor.run(build)),
      ]);
      const server = new pg.Client({ connectionString: addresses.databaseUrl });
      await server.connect();
      if (isProfiled) await server.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
      const load = Helper.start<LoadTasks>('publisher', join(import.meta.dirname, 'load.ts'), {
        KAFKA_BROKERS: addresses.kafkaBrokers,
      });
      const provider = Helper.start<ProviderTasks>('provider', join(import.meta.dirname, 'provider.ts'), {});
      const providerUrl = await provider.ask('listen', undefined);
      const ports = await portsOf(picker);
      return new Stage(supervisor, addresses, ports, isProfiled, server, load, provider, providerUrl);
    } catch (error) {
      await supervisor.stop();
      throw error;
    }
  }

  /** The processes that are there for all contenders. */
  get pids(): Readonly<Record<string, number | undefined>> {
    return { PostgreSQL: pidOf(FOLDER, 'PostgreSQL'), Kafka: pidOf(FOLDER, 'Kafka') };
  }

  async freshGround({ channels }: Case): Promise<Ground> {
    const name = `contest_${(this.grounds += 1)}`;
    await this.server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await this.server.query(`CREATE DATABASE ${name}`);
    const databaseUrl = Object.assign(new URL(this.addresses.databaseUrl), { pathname: name }).href;
    const prefix = `${name}-${Date.now()}.`;
    const env = {
      ...developmentSettings(),
      ...UNBOUND,
      ...{ LOG_LEVEL: 'warn', DATABASE_URL: databaseUrl, KAFKA_BROKERS: this.addresses.kafkaBrokers },
      ...{ SENDGRID_BASE_URL: this.providerUrl, TWILIO_BASE_URL: this.providerUrl },
      ...{ TOPIC_PREFIX: prefix, TOPIC_PARTITIONS: '6', BENCH_CHANNELS: channels.join() },
    };
    const kafka = kafkaSettings.parse(env);
    const client = createKafka(kafka, 'bench', createLogger('bench', 'warn'));
    await createTopics(client, kafka);
    const database = new pg.Client({ connectionString: databaseUrl });
    await database.connect();
    const remove = async () => {
      await database.end();
      await this.server.query(`DROP DATABASE ${name} WITH (FORCE)`);
      const admin = client.admin();
      await admin.connect();
      await admin.deleteTopics({ topics: topicConfigs(kafka).map(({ topic }) => topic) });
      await admin.disconnect();
    };
    return { databaseUrl, database, topic: prefix + TOPICS.orderEvents.name, env, remove };
  }

  /** Resolves once all its processes are ready. @throws LauncherError */
  startCrew(contender: Contender, { roles }: Case, { env }: Ground): Promise<Crew> {
    const { supervisor, ports, isProfiled } = this;
    return Crew.start(contender, roles, { supervisor, folder: FOLDER, env, ports, isProfiled });
  }

  /** Waits for `work`, but no longer than every service is running. */
  untilFailure<T>(work: Promise<T>): Promise<T> {
    return this.supervisor.untilFailure(work);
  }

  async close(): Promise<void> {
    await this.server.end();
    await Promise.all([this.load.end(), this.provider.end()]);
    await this.supervisor.stop();
  }
}

/**
 * What statements cost, and of one in two hundred its plan with what it really did, in the log of the server.
 * https://www.postgresql.org/docs/current/auto-explain.html
 */
const STATISTICS = {
  shared_preload_libraries: 'pg_stat_statements, auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
  'auto_explain.sample_rate': '0.005',
} as const;

/** Its libraries are loaded as the server starts: it is started once to be told so. A server that the environment names has to be told by its owner. */
async function preloadStatistics(folder: string): Promise<void> {
  await rm(join(folder, 'kafka'), { recursive: true, force: true });
  if (process.env.DATABASE_URL) return;
  const supervisor = await ProcessSupervisor.open(folder);
  try {
    const where = { folder: join(folder, 'postgres'), logsFolder: join(folder, 'logs') };
    const port = await new PortPicker().pick();
    const databaseUrl = await startPostgres({ supervisor, ...where, port, fresh: true, durable: true });
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    // Without quotes: a list in quotes would be one library's name.
    for (const [name, value] of Object.entries(STATISTICS)) await client.query(`ALTER SYSTEM SET ${name} = ${value}`);
    await client.end();
  } finally {
    await supervisor.stop();
  }
}

async function portsOf(picker: PortPicker): Promise<Readonly<Record<Role, number>>> {
  const ports: Partial<Record<Role, number>> = {};
  for (const role of ROLES) ports[role] = await picker.pick();
  return ports as Record<Role, number>;
}
