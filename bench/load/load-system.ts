import { join } from 'node:path';
import pg from 'pg';
import { APPLICATIONS, type ApplicationName } from '../../infra/applications.js';
import { dataRoot, prepareFolder } from '../../infra/data-folder.js';
import { developmentSettings } from '../../infra/development-settings.js';
import { PortPicker } from '../../infra/free-port.js';
import { ProcessSupervisor } from '../../infra/process-supervisor.js';
import { checkServicePrerequisites, startServices } from '../../infra/services.js';
import { Steps } from '../../infra/steps.js';
import { pidOf } from '../processes.js';
import { cpuOf } from '../processor-time.js';
import { App } from './app.js';

export interface LoadSystemOptions {
  /** Settings of the apps that differ from development's. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Settings of PostgreSQL that differ from its defaults. */
  readonly serverSettings?: Readonly<Record<string, string>>;
}

const NO_RATE_LIMITS = {
  RATE_LIMIT_ANYONE: '1000000',
  RATE_LIMIT_CUSTOMER: '1000000',
  RATE_LIMIT_STAFF: '1000000',
  RATE_LIMIT_SERVICE: '1000000',
};

/** The stand-in for the providers first: the others are told where it is. */
export const ALL_APPS: readonly ApplicationName[] = APPLICATIONS.map(({ name }) => name);
/** Without the stand-in. */
export const OUR_APPS: readonly ApplicationName[] = ALL_APPS.filter((name) => name !== 'provider-sandbox');

/** A real Kafka and PostgreSQL on empty data, and apps as processes, which a scenario starts when it wants them. */
export class LoadSystem {
  readonly apps: App[] = [];
  private readonly crashed: Promise<never>;
  private crash!: (error: unknown) => void;

  private constructor(
    readonly env: Readonly<Record<string, string>>,
    readonly database: pg.Client,
    readonly steps: Steps,
    private readonly folder: string,
    private readonly supervisor: ProcessSupervisor,
    private readonly ports: PortPicker,
    /** Of those that others must know before they start. */
    private readonly known: { readonly 'provider-sandbox': number; readonly 'preferences-api': number },
  ) {
    this.crashed = new Promise((_, reject) => (this.crash = reject));
    // Whoever waits for it hears of it; before anybody does, it is not an unhandled rejection.
    this.crashed.catch(() => undefined);
  }

  /** Migrated, with topics, without apps. @param name of the scenario. @throws LauncherError */
  static async open(name: string, { settings, serverSettings }: LoadSystemOptions = {}): Promise<LoadSystem> {
    const folder = prepareFolder(join(dataRoot, `bench-${name}`));
    const logs = prepareFolder(join(folder, 'logs'));
    const steps = new Steps();
    const prerequisites = await checkServicePrerequisites(steps);
    const supervisor = await ProcessSupervisor.open(folder);
    try {
      const ports = new PortPicker();
      const run = (title: string, command: string, args: string[], env: NodeJS.ProcessEnv = process.env) =>
        steps.step(title, () =>
          supervisor.run({ name: title, command, args, env, logFile: join(logs, `${title}.log`) }),
        );
      const how = { fresh: true, durable: true, serverSettings };
      const [services] = await Promise.all([
        startServices({ supervisor, steps, folder, ports, ...how }, prerequisites),
        run('Build', 'npm', ['run', 'build']),
      ]);
      const known = { 'provider-sandbox': await ports.pick(), 'preferences-api': await ports.pick() };
      const sandbox = `http://127.0.0.1:${known['provider-sandbox']}`;
      const env = {
        ...developmentSettings(),
        ...NO_RATE_LIMITS,
        LOG_LEVEL: 'warn',
        // The providers' reports are another load than the ones measured here.
        SANDBOX_WEBHOOKS: 'off',
        APP_URL: `http://127.0.0.1:${known['preferences-api']}`,
        ...settings,
        DATABASE_URL: services.databaseUrl,
        KAFKA_BROKERS: services.kafkaBrokers,
        SENDGRID_BASE_URL: sandbox,
        TWILIO_BASE_URL: sandbox,
      };
      const withSystem = { ...process.env, ...env };
      await run('Schema', process.execPath, ['dist/migrations/migrate.js'], withSystem);
      await run('Topics', process.execPath, ['dist/libs/messaging/src/create-topics.js'], withSystem);
      const database = new pg.Client({ connectionString: services.databaseUrl, application_name: 'bench' });
      await database.connect();
      return new LoadSystem(env, database, steps, folder, supervisor, ports, known);
    } catch (error) {
      await supervisor.stop();
      throw error;
    }
  }

  get kafkaBrokers(): string {
    return this.env['KAFKA_BROKERS'] ?? '';
  }

  get databaseUrl(): string {
    return this.env['DATABASE_URL'] ?? '';
  }

  get sandboxUrl(): string {
    return this.env['SENDGRID_BASE_URL'] ?? '';
  }

  get apiUrl(): string {
    return this.env['APP_URL'] ?? '';
  }

  /** One replica of each of them, all at once; resolves once they are ready. */
  async startAll(names: readonly ApplicationName[] = ALL_APPS): Promise<void> {
    await this.steps.step('Apps ready', async () => {
      const apps = await this.add(names);
      await Promise.all(apps.map((app) => app.start()));
    });
  }

  /** One replica more of each of them, not started yet. */
  async add(names: readonly ApplicationName[], nodeOptions: readonly string[] = []): Promise<App[]> {
    const added: App[] = [];
    for (const name of names) added.push(await this.addOne(name, nodeOptions));
    return added;
  }

  async addOne(app: ApplicationName, nodeOptions: readonly string[] = []): Promise<App> {
    const replicas = this.apps.filter(({ place }) => place.app === app).length;
    const isKnown = app in this.known && replicas === 0;
    const port = isKnown ? this.known[app as keyof typeof this.known] : await this.ports.pick();
    const name = `${app}-${replicas + 1}`;
    const place = { app, name, port, folder: this.folder, env: this.env, nodeOptions };
    const added = new App(place, this.supervisor, (error) => this.crash(error));
    this.apps.push(added);
    return added;
  }

  /** Milliseconds of processor time that each app and service has used so far, by name. */
  cpuMilliseconds(): Record<string, number> {
    return {
      ...Object.fromEntries(this.apps.map((app) => [app.place.name, app.cpuMilliseconds()])),
      PostgreSQL: this.serviceCpu('PostgreSQL'),
      Kafka: this.serviceCpu('Kafka'),
    };
  }

  /** Milliseconds of processor time that a service has used; 0 where it cannot be told, and for one that was given. */
  serviceCpu(name: 'Kafka' | 'PostgreSQL'): number {
    return cpuOf(pidOf(this.folder, name));
  }

  /** Waits for `work`, but no longer than every started process is running. */
  untilFailure<T>(work: Promise<T>): Promise<T> {
    return this.supervisor.untilFailure(Promise.race([work, this.crashed]));
  }

  async stop(): Promise<void> {
    await this.database.end();
    await this.supervisor.stop();
  }
}
