import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { prepareFolder, projectRoot } from '../../infra/data-folder.js';
import { PortPicker } from '../../infra/free-port.js';
import { Fleet } from '../chaos/fleet.js';
import type { Profile } from '../chaos/profile.js';
import type { RecordingProxy } from '../chaos/recording-proxy.js';
import { SandboxLedger } from '../chaos/sandbox-ledger.js';
import type { AppName } from '../chaos/schedule.js';
import { type MortalServer, mortalKafka, mortalPostgres } from '../chaos/servers.js';
import { local, systemSettings } from '../chaos/system.js';
import { type Call, type LookUp, type Report, providerWire, webhookWire } from '../chaos/wires.js';
import type { StreamReplica } from '../system/stream-wire.js';
import { Balancer } from './balancer.js';

type Env = Readonly<Record<string, string>>;

/** Both run side by side for a while. */
export type Version = 'old' | 'new';

/** A folder as `npm run build` makes it, by version. */
export type Builds = Readonly<Record<Version, string>>;

const execute = promisify(execFile);

/** Servers, provider sandbox and, as they come and go, apps of two versions; customers reach the API through a balancer. */
export class UpgradeSystem {
  /** Between each worker and the providers. */
  readonly calls = new Map<string, RecordingProxy<Call | LookUp>>();
  /** Workers that take connections to the stream. */
  readonly streams: StreamReplica[] = [];
  readonly ledger: SandboxLedger;
  private readonly ports = new Map<string, number>();

  private constructor(
    private readonly builds: Builds,
    readonly env: Env,
    private readonly servers: readonly MortalServer[],
    private readonly ends: {
      readonly fleet: Fleet;
      readonly reports: RecordingProxy<Report>;
      readonly balancer: Balancer;
      readonly sandbox: string;
    },
    private readonly picker: PortPicker,
  ) {
    this.ledger = new SandboxLedger(ends.sandbox);
  }

  /**
   * On empty data, with the schema and topics of the old version and none of its apps.
   * @throws LauncherError
   */
  static async start(folder: string, builds: Builds, profile: Profile): Promise<UpgradeSystem> {
    await rm(folder, { recursive: true, force: true });
    prepareFolder(folder);
    const picker = new PortPicker();
    const kafka = await mortalKafka(join(folder, 'kafka'), picker);
    const postgres = await mortalPostgres(join(folder, 'postgres'), picker);
    const [kafkaBrokers, databaseUrl] = await Promise.all([kafka.start(), postgres.start()]);
    const places = { sandbox: await picker.pick(), balancer: await picker.pick(), outside: await picker.pick() };
    const env = {
      ...systemSettings(profile, { kafkaBrokers, databaseUrl }, local(places.outside)),
      SENDGRID_BASE_URL: local(places.sandbox),
      TWILIO_BASE_URL: local(places.sandbox),
    };
    const fleet = await Fleet.open(join(folder, 'apps'));
    const [balancer, reports] = [new Balancer(), webhookWire(local(places.balancer))];
    await Promise.all([balancer.listen(places.balancer), reports.listen(places.outside)]);
    const ends = { fleet, reports, balancer, sandbox: local(places.sandbox) };
    const system = new UpgradeSystem(builds, env, [kafka, postgres], ends, picker);
    await system.prepareData('old');
    // The provider is nobody's to upgrade.
    fleet.add({ name: 'provider-sandbox', main: system.mainOf('new', 'provider-sandbox'), port: places.sandbox, env });
    await fleet.untilReady();
    return system;
  }

  get fleet(): Fleet {
    return this.ends.fleet;
  }

  /** Between the outside and the balancer. */
  get reports(): RecordingProxy<Report> {
    return this.ends.reports;
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

  /** Brings schema and topics up to a version. @throws Error when that fails */
  async prepareData(version: Version): Promise<void> {
    for (const script of ['migrations/migrate.js', 'libs/messaging/src/create-topics.js']) {
      const env = { PATH: process.env['PATH'], ...this.env };
      await execute(process.execPath, [join(this.builds[version], script)], { cwd: projectRoot, env });
    }
  }

  /** Starts apps; once all are ready they take requests and connections. */
  async start(version: Version, apps: readonly AppName[]): Promise<void> {
    for (const app of apps) await this.launch(version, app);
    await this.fleet.untilReady();
    for (const app of apps) this.open(version, app);
  }

  /** Nothing new goes to it, and it gets SIGTERM at once. @returns the exit code, or the signal that ended it */
  async end(version: Version, app: AppName): Promise<number | NodeJS.Signals | null> {
    const name = nameOf(version, app);
    if (app === 'preferences-api') this.ends.balancer.remove(local(this.portOf(name)));
    const index = this.streams.findIndex((stream) => stream.name === name);
    if (index >= 0) this.streams.splice(index, 1);
    return this.fleet.end(name);
  }

  async stop(): Promise<void> {
    await this.fleet.stop();
    for (const wire of [...this.calls.values(), this.reports]) await wire.close();
    await this.ends.balancer.close();
    await Promise.all(this.servers.map((server) => server.stop()));
  }

  private async launch(version: Version, app: AppName): Promise<void> {
    const name = nameOf(version, app);
    const wire = providerWire(this.ends.sandbox);
    const wirePort = await this.picker.pick();
    await wire.listen(wirePort);
    this.calls.set(name, wire);
    const port = await this.picker.pick();
    this.ports.set(name, port);
    const own = { SENDGRID_BASE_URL: local(wirePort), TWILIO_BASE_URL: local(wirePort), REPLICA_ID: name };
    this.fleet.add({ name, main: this.mainOf(version, app), port, env: { ...this.env, ...own } });
  }

  private open(version: Version, app: AppName): void {
    const name = nameOf(version, app);
    if (app === 'preferences-api') this.ends.balancer.add(local(this.portOf(name)));
    if (app === 'in-app-worker') this.streams.push({ name, port: this.portOf(name) });
  }

  private portOf(name: string): number {
    const port = this.ports.get(name);
    if (port === undefined) throw new RangeError(`${name} was never started`);
    return port;
  }

  private mainOf(version: Version, app: AppName | 'provider-sandbox'): string {
    return join(this.builds[version], 'apps', app, 'src', 'main.js');
  }
}

const nameOf = (version: Version, app: AppName): string => `${app}-${version}`;
