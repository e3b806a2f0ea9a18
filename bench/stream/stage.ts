import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { dataRoot, prepareFolder } from '../../infra/data-folder.js';
import { developmentSettings } from '../../infra/development-settings.js';
import { PortPicker } from '../../infra/free-port.js';
import { LauncherError } from '../../infra/launcher.error.js';
import { readRegistry } from '../../infra/process-registry.js';
import { ProcessSupervisor } from '../../infra/process-supervisor.js';
import { checkServicePrerequisites, startServices } from '../../infra/services.js';
import { Steps } from '../../infra/steps.js';
import { databaseCpu } from '../in-turns/database-cpu.js';
import type { ArrivedRow } from './judge.js';
import { Replica } from './replica.js';

const FOLDER = join(dataRoot, 'bench-stream');
/** Files, pipes and connections of a process beside those of devices. */
const OTHER_DESCRIPTORS = 500;
const SETTLED_WITHIN_MS = 180_000;
const POLL_MS = 250;

/** A message that has arrived; times in milliseconds since 1970. */
export interface TimedRow extends ArrivedRow {
  /** When the dispatcher made it. */
  readonly madeAt: number;
  /** When the transaction committed that put it into the inbox. */
  readonly arrivedAt: number;
}

/** A real Kafka and PostgreSQL, and replicas of the in-app worker on them. */
export class Stage {
  private readonly ports = new PortPicker();
  private readonly crashed: Promise<never>;
  private crash!: (error: unknown) => void;

  private constructor(
    readonly env: Readonly<Record<string, string>>,
    private readonly supervisor: ProcessSupervisor,
    private readonly database: pg.Client,
    private readonly isProfiled: boolean,
  ) {
    this.crashed = new Promise((_, reject) => (this.crash = reject));
    // Whoever waits for it hears of it; before anybody does, it is not an unhandled rejection.
    this.crashed.catch(() => undefined);
  }

  /** On empty data. @throws LauncherError */
  static async open(isProfiled: boolean): Promise<Stage> {
    const folder = prepareFolder(FOLDER);
    const steps = new Steps();
    const prerequisites = await checkServicePrerequisites(steps);
    const supervisor = await ProcessSupervisor.open(folder);
    try {
      const run = (name: string, command: string, args: string[], env: NodeJS.ProcessEnv = process.env) =>
        steps.step(name, () => supervisor.run({ name, command, args, env, logFile: join(folder, `${name}.log`) }));
      // It tells when messages arrived.
      const serverSettings = { track_commit_timestamp: 'on' };
      const how = { fresh: true, durable: true, ports: new PortPicker(), serverSettings };
      const [services] = await Promise.all([
        startServices({ supervisor, steps, folder, ...how }, prerequisites),
        run('Build', 'npm', ['run', 'build']),
      ]);
      const env = { ...developmentSettings(), LOG_LEVEL: 'warn', ...addresses(services) };
      const withSystem = { ...process.env, ...env };
      await run('Schema', process.execPath, ['dist/migrations/migrate.js'], withSystem);
      await run('Topics', process.execPath, ['dist/libs/messaging/src/create-topics.js'], withSystem);
      const database = new pg.Client({ connectionString: services.databaseUrl });
      await database.connect();
      return new Stage(env, supervisor, database, isProfiled);
    } catch (error) {
      await supervisor.stop();
      throw error;
    }
  }

  /** Resolves once it is ready. */
  async addReplica(name: string): Promise<Replica> {
    const port = await this.ports.pick();
    const place = { name, port, folder: FOLDER, env: this.env, isProfiled: this.isProfiled };
    const replica = new Replica(place, this.supervisor, (error) => this.crash(error));
    await replica.start();
    return replica;
  }

  /** Waits for `work`, but no longer than every started process is running. */
  untilFailure<T>(work: Promise<T>): Promise<T> {
    return this.supervisor.untilFailure(Promise.race([work, this.crashed]));
  }

  /** Resolves once no message waits to be put into an inbox. */
  async untilSettled(): Promise<void> {
    const deadline = Date.now() + SETTLED_WITHIN_MS;
    while (Date.now() < deadline) {
      const { rowCount } = await this.database.query('SELECT 1 FROM delivery_queue LIMIT 1');
      if (rowCount === 0) return;
      await delay(POLL_MS);
    }
    throw new LauncherError(`Messages were not settled within ${SETTLED_WITHIN_MS / 1_000} s.`);
  }

  /** Everything that has arrived in an inbox. Its attempt is written in the transaction that puts it there, and never again. */
  async arrivedRows(): Promise<TimedRow[]> {
    const { rows } = await this.database.query<TimedRow>(
      `SELECT n.id, n.user_id AS "userId", n.inbox_seq::int AS seq, extract(epoch FROM n.created_at)::float * 1000 AS "madeAt",
              extract(epoch FROM pg_xact_commit_timestamp(a.xmin))::float * 1000 AS "arrivedAt"
         FROM notification_log n JOIN notification_attempt a ON a.notification_id = n.id AND a.outcome = 'accepted'
        WHERE n.status IN ('sent', 'delivered') ORDER BY n.user_id, n.inbox_seq`,
    );
    return rows;
  }

  /** Milliseconds of processor time that the services have used; 0 where it cannot be told. */
  servicesCpu(): { kafka: number; postgres: number } {
    const children = readRegistry(join(FOLDER, 'running.json'))?.children ?? [];
    const cpuOf = (name: string) => databaseCpu(children.find((child) => child.name === name)?.pid ?? -1);
    return { kafka: cpuOf('Kafka'), postgres: cpuOf('PostgreSQL') };
  }

  async close(): Promise<void> {
    await this.database.end();
    await this.supervisor.stop();
  }
}

const addresses = ({ databaseUrl, kafkaBrokers }: { databaseUrl: string; kafkaBrokers: string }) => ({
  DATABASE_URL: databaseUrl,
  KAFKA_BROKERS: kafkaBrokers,
});

/**
 * A connection takes a file descriptor at either end; the worker's and the devices' are different processes.
 * @throws LauncherError where a process may not have that many
 */
export function requireDescriptors(connections: number): void {
  const limit = execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim();
  const needed = connections + OTHER_DESCRIPTORS;
  if (limit === 'unlimited' || Number(limit) >= needed) return;
  throw new LauncherError(`${connections} connections need ${needed} open files in a process; the limit is ${limit}.`, [
    'Raise it (in limits.conf, or with ulimit -Hn as root), or ask for less with `-- --connections N`.',
  ]);
}
