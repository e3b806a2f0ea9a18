import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareFolder, projectRoot } from '../../infra/data-folder.js';
import { developmentSettings } from '../../infra/development-settings.js';
import { PortPicker } from '../../infra/free-port.js';
import { LauncherError } from '../../infra/launcher.error.js';
import { Fleet } from './fleet.js';
import type { StreamReplica } from '../system/stream-wire.js';
import type { Profile } from './profile.js';
import type { RecordingProxy } from './recording-proxy.js';
import { SandboxLedger } from './sandbox-ledger.js';
import { type AppName, REPLICAS, type ReplicaName, type ServerName } from './schedule.js';
import { type MortalServer, mortalKafka, mortalPostgres } from './servers.js';
import { type Call, type LookUp, type Report, providerWire, webhookWire } from './wires.js';

type Env = Readonly<Record<string, string>>;

const NO_LIMITS = {
  RATE_LIMIT_ANYONE: '1000000',
  RATE_LIMIT_CUSTOMER: '1000000',
  RATE_LIMIT_STAFF: '1000000',
  RATE_LIMIT_SERVICE: '1000000',
};

/** The whole system as real processes, with wires between it and the providers that can be watched and cut. */
export class ChaosSystem {
  private constructor(
    readonly env: Env,
    readonly servers: Readonly<Record<ServerName, MortalServer>>,
    readonly fleet: Fleet,
    readonly ledger: SandboxLedger,
    /** Between each worker and the providers. */
    readonly calls: ReadonlyMap<string, RecordingProxy<Call | LookUp>>,
    /** Between the outside and the API. */
    readonly reports: RecordingProxy<Report>,
    /** Workers that serve the stream. */
    readonly streams: readonly StreamReplica[],
  ) {}

  /**
   * Starts everything on empty data, and returns once every process is ready.
   * @param dist a build
   * @throws LauncherError
   */
  static async start(folder: string, dist: string, profile: Profile): Promise<ChaosSystem> {
    await rm(folder, { recursive: true, force: true });
    prepareFolder(folder);
    const ports = new PortPicker();
    const servers = {
      kafka: await mortalKafka(join(folder, 'kafka'), ports),
      postgres: await mortalPostgres(join(folder, 'postgres'), ports),
    };
    const [kafkaBrokers, databaseUrl] = await Promise.all([servers.kafka.start(), servers.postgres.start()]);
    const places = { sandbox: await ports.pick(), api: await ports.pick(), outside: await ports.pick() };
    const env = systemSettings(profile, { kafkaBrokers, databaseUrl }, local(places.outside));
    for (const file of ['migrations/migrate.js', 'libs/messaging/src/create-topics.js']) runOnce(join(dist, file), env);

    const fleet = await Fleet.open(join(folder, 'apps'));
    const mainOf = (app: string) => join(dist, 'apps', app, 'src', 'main.js');
    fleet.add({ name: 'provider-sandbox', main: mainOf('provider-sandbox'), port: places.sandbox, env });
    const reports = webhookWire(local(places.api));
    await reports.listen(places.outside);
    const calls = new Map<string, RecordingProxy<Call | LookUp>>();
    const streams: StreamReplica[] = [];
    for (const { app, name } of replicas()) {
      const wire = providerWire(local(places.sandbox));
      const wirePort = await ports.pick();
      await wire.listen(wirePort);
      calls.set(name, wire);
      const port = app === 'preferences-api' ? places.api : await ports.pick();
      if (app === 'in-app-worker') streams.push({ name, port });
      const own = { SENDGRID_BASE_URL: local(wirePort), TWILIO_BASE_URL: local(wirePort), REPLICA_ID: name };
      fleet.add({ name, main: mainOf(app), port, env: { ...env, ...own } });
    }
    await fleet.untilReady();
    return new ChaosSystem(env, servers, fleet, new SandboxLedger(local(places.sandbox)), calls, reports, streams);
  }

  get databaseUrl(): string {
    return this.env['DATABASE_URL'] ?? '';
  }

  get kafkaBrokers(): string {
    return this.env['KAFKA_BROKERS'] ?? '';
  }

  /** Where customers and providers reach the API. */
  get publicUrl(): string {
    return this.env['APP_URL'] ?? '';
  }

  resetProviderConnections(chosen: () => boolean): void {
    for (const wire of this.calls.values()) wire.resetConnections(chosen);
  }

  async stop(): Promise<void> {
    await this.fleet.stop();
    for (const wire of [...this.calls.values(), this.reports]) await wire.close();
    await Promise.all([this.servers.kafka.stop(), this.servers.postgres.stop()]);
  }
}

export const local = (port: number): string => `http://127.0.0.1:${port}`;

function replicas(): { app: AppName; name: ReplicaName }[] {
  return (Object.keys(REPLICAS) as AppName[]).flatMap((app) =>
    Array.from({ length: REPLICAS[app] }, (_, i) => ({ app, name: `${app}-${i + 1}` as const })),
  );
}

/** What all apps are started with. */
export function systemSettings(
  { retryDelays, dailyCap }: Pick<Profile, 'retryDelays' | 'dailyCap'>,
  { kafkaBrokers, databaseUrl }: { kafkaBrokers: string; databaseUrl: string },
  appUrl: string,
): Env {
  const delays = retryDelays.map((delay) => `${delay}ms`).join(',');
  return {
    ...developmentSettings(),
    ...NO_LIMITS,
    LOG_LEVEL: 'warn',
    // A process that is started in an outage waits for its end: here nothing but a kill ends one.
    START_WITHIN: '10m',
    APP_URL: appUrl,
    DATABASE_URL: databaseUrl,
    // Nine processes share what the server has.
    DATABASE_POOL: '8',
    KAFKA_BROKERS: kafkaBrokers,
    TOPIC_PARTITIONS: '4',
    SANDBOX_WEBHOOKS: 'on',
    EMAIL_RETRY_DELAYS: delays,
    SMS_RETRY_DELAYS: delays,
    IN_APP_RETRY_DELAYS: delays,
    DAILY_CAP: String(dailyCap),
  };
}

/** @throws LauncherError */
export function runOnce(script: string, env: Env): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    cwd: projectRoot,
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf8',
  });
  if (status !== 0) throw new LauncherError(`${script} failed.`, (stdout + stderr).split('\n').slice(-20));
}
