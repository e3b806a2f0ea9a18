import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { APPLICATIONS, type ApplicationName, NODE_ARGUMENTS } from './applications.js';
import { dataRoot, prepareFolder } from './data-folder.js';
import { exampleBuild } from './demo/example-build.js';
import { developmentSettings } from './development-settings.js';
import { PortPicker } from './free-port.js';
import { LauncherError } from './launcher.error.js';
import type { Prerequisites } from './prerequisites.js';
import { logTail, ProcessSupervisor } from './process-supervisor.js';
import { checkServicePrerequisites, startServices, type ServiceAddresses } from './services.js';
import { Steps } from './steps.js';

/** How to start the system. */
export interface SystemOptions {
  /** Forget the data of earlier starts. Default: false. */
  readonly fresh?: boolean;
  /** Settings of the apps that win over development.env and the environment. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Holds data and logs. Default: `.data/development`. */
  readonly folder?: string;
  /** Build the example of the stream's client, too. Default: false. */
  readonly example?: boolean;
}

/** The system, with every app ready. */
export interface RunningSystem {
  /** Base URL of each app, without a slash at the end. */
  readonly urls: Readonly<Record<ApplicationName, string>>;
  /** Where the example of the stream's client may be served: its pages may call the apps. */
  readonly exampleUrl: string;
  /** The settings all apps were started with; each also has its own PORT. */
  readonly env: Readonly<Record<string, string>>;
  readonly databaseUrl: string;
  /** `host:port`, several separated by commas. */
  readonly kafkaBrokers: string;
  readonly logsFolder: string;
  /** Waits for `work`, or rejects with a `LauncherError` as soon as an app or a service ends. */
  untilFailure<T>(work: Promise<T>): Promise<T>;
  /** Ends everything; the data stays. */
  stop(): Promise<void>;
}

/** Who is starting what, and where: the state of one start. */
interface Launch {
  readonly supervisor: ProcessSupervisor;
  readonly steps: Steps;
  readonly folder: string;
  readonly logsFolder: string;
  readonly ports: PortPicker;
  readonly options: SystemOptions;
}

const READY_WITHIN_MS = 90_000;
const POLL_MS = 150;
const SET_UP_WITHIN_MS = 120_000;
/** Preferred; the next free one is taken instead. */
const EXAMPLE_PORT = 3010;

/**
 * From a fresh clone to a running system: Kafka, PostgreSQL, build, migrations, topics, provider sandbox and all apps.
 * Shows its steps on the console. Ctrl-C, and the end of the process in any way, end it all.
 * @throws LauncherError with what the person at the console can do about it
 */
export async function startSystem(options: SystemOptions = {}): Promise<RunningSystem> {
  const folder = prepareFolder(options.folder ?? join(dataRoot, 'development'));
  const steps = new Steps();
  const prerequisites = await checkServicePrerequisites(steps);
  const supervisor = await ProcessSupervisor.open(folder);
  const logsFolder = prepareFolder(join(folder, 'logs'));
  const launch = { supervisor, steps, folder, logsFolder, ports: new PortPicker(), options };
  try {
    return await supervisor.untilFailure(launchSystem(launch, prerequisites));
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
}

async function launchSystem(launch: Launch, prerequisites: Prerequisites | undefined): Promise<RunningSystem> {
  const { supervisor, logsFolder } = launch;
  const [addresses] = await Promise.all([startDevelopmentServices(launch, prerequisites), build(launch)]);
  const { kafkaBrokers, databaseUrl } = addresses;
  const ports = await pickApplicationPorts(launch.ports);
  const urls = mapApplications((name) => `http://localhost:${ports[name]}`);
  const exampleUrl = `http://localhost:${await launch.ports.pick(EXAMPLE_PORT)}`;
  const env = applicationSettings(launch.options, addresses, { ...urls, example: exampleUrl });
  await setUp(launch, env);
  await launch.steps.step('Apps ready', () => startApplications(launch, env, ports));
  const untilFailure = <T>(work: Promise<T>): Promise<T> => supervisor.untilFailure(work);
  return { urls, exampleUrl, env, databaseUrl, kafkaBrokers, logsFolder, untilFailure, stop: () => supervisor.stop() };
}

function startDevelopmentServices(launch: Launch, prerequisites?: Prerequisites): Promise<ServiceAddresses> {
  const { supervisor, steps, folder, ports, options } = launch;
  const preferredPorts = { kafka: 9092, postgres: 5432 };
  const how = { fresh: options.fresh ?? false, durable: true, preferredPorts };
  return startServices({ supervisor, steps, folder, ports, ...how }, prerequisites);
}

async function build({ supervisor, steps, logsFolder, options }: Launch): Promise<void> {
  const logFile = join(logsFolder, 'build.log');
  const spec = { name: 'npm run build', command: 'npm', args: ['run', 'build'], logFile };
  await steps.step('Build', () => supervisor.run(spec));
  if (options.example) await steps.step('Example page', () => supervisor.run(exampleBuild(logsFolder)));
}

async function setUp({ supervisor, steps, logsFolder }: Launch, env: Record<string, string>): Promise<void> {
  const script = (name: string, file: string): Promise<void> =>
    supervisor.run(
      { name, command: process.execPath, args: [file], env: withSystem(env), logFile: join(logsFolder, `${name}.log`) },
      SET_UP_WITHIN_MS,
    );
  await Promise.all([
    steps.step('Database schema', () => script('migrate', 'dist/migrations/migrate.js')),
    steps.step('Topics', () => script('topics', 'dist/libs/messaging/src/create-topics.js')),
  ]);
}

async function startApplications(launch: Launch, env: Record<string, string>, ports: Ports): Promise<void> {
  await Promise.all(APPLICATIONS.map(({ name }) => startApplication(launch, name, ports[name], env)));
}

async function startApplication(
  { supervisor, logsFolder }: Launch,
  name: ApplicationName,
  port: number,
  env: Record<string, string>,
): Promise<void> {
  const logFile = join(logsFolder, `${name}.log`);
  const ownEnv = withSystem({ ...env, PORT: String(port) });
  const args = [...NODE_ARGUMENTS, `dist/apps/${name}/src/main.js`];
  supervisor.start({ name, command: process.execPath, args, env: ownEnv, logFile });
  await untilReady(name, `http://127.0.0.1:${port}/health/ready`, logFile);
}

async function untilReady(name: string, url: string, logFile: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const answer = await readiness(url);
    if (answer === 'ready') return;
    if (Date.now() > deadline) {
      const advice = [`${url}: ${answer}`, ...logTail(logFile)];
      throw new LauncherError(`${name} is not ready after ${READY_WITHIN_MS / 1_000} s.`, advice);
    }
    await sleep(POLL_MS);
  }
}

/** `ready`, or what the app says instead. */
async function readiness(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    return response.ok ? 'ready' : `${response.status} ${await response.text()}`;
  } catch (error) {
    // Not listening yet: the caller decides how long that is acceptable.
    return error instanceof Error ? error.message : String(error);
  }
}

type Ports = Readonly<Record<ApplicationName, number>>;

async function pickApplicationPorts(picker: PortPicker): Promise<Ports> {
  const picked: Partial<Record<ApplicationName, number>> = {};
  for (const { name, port } of APPLICATIONS) picked[name] = await picker.pick(port);
  return picked as Ports;
}

function mapApplications<T>(of: (name: ApplicationName) => T): Record<ApplicationName, T> {
  return Object.fromEntries(APPLICATIONS.map(({ name }) => [name, of(name)])) as Record<ApplicationName, T>;
}

function applicationSettings(
  options: SystemOptions,
  { kafkaBrokers, databaseUrl }: ServiceAddresses,
  urls: Record<ApplicationName | 'example', string>,
): Record<string, string> {
  return {
    ...developmentSettings(),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
    APP_URL: process.env.APP_URL ?? urls['preferences-api'],
    // Accepted messages live on in the sandbox: it reports their delivery, as the providers would.
    SANDBOX_WEBHOOKS: process.env.SANDBOX_WEBHOOKS ?? 'on',
    CORS_ORIGINS: [process.env.CORS_ORIGINS, urls.example].filter(Boolean).join(','),
    ...options.settings,
    DATABASE_URL: databaseUrl,
    KAFKA_BROKERS: kafkaBrokers,
    // Always the sandbox: a developer's shell may hold a real key, and the demo's customers do not exist.
    SENDGRID_BASE_URL: urls['provider-sandbox'],
    TWILIO_BASE_URL: urls['provider-sandbox'],
  };
}

function withSystem(env: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...env };
}
