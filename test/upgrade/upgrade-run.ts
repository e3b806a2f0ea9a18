import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { TOPICS } from '#contracts';
import { collectEvidence } from '../chaos/collect-evidence.js';
import { CustomerActs } from '../chaos/customer-acts.js';
import { type Customer, currentPreferences, makeCustomers } from '../chaos/customers.js';
import { Devices } from '../chaos/devices.js';
import { type Evidence, organise } from '../chaos/judge/evidence.js';
import { type PlannedEvent, planLoad } from '../chaos/load.js';
import { type Profile, chaosProfile } from '../chaos/profile.js';
import { CALM, CALM_LIFE } from '../chaos/provider-faults.js';
import { Random } from '../chaos/random.js';
import { type AppName, REPLICAS } from '../chaos/schedule.js';
import { Tables, type Unrest } from '../chaos/tables.js';
import { type PublishedEvent, Upstream } from '../chaos/upstream.js';
import { type LockWait, watchLocks } from './lock-watch.js';
import { PreferenceReader } from './preference-reader.js';
import { type Builds, UpgradeSystem } from './upgrade-system.js';

/** How a process of the old version ended. */
export interface Ending {
  readonly app: AppName;
  /** Exit code or signal. */
  readonly how: number | NodeJS.Signals | null;
  /** From SIGTERM on, in milliseconds. */
  readonly took: number;
}

export interface UpgradeResult {
  readonly evidence: Evidence;
  readonly endings: readonly Ending[];
  readonly lockWaits: readonly LockWait[];
  /** Requests of customers, and what was answered instead of yes, in words. */
  readonly reads: number;
  readonly refusals: readonly string[];
  /** Published after the last process of the old version had gone. */
  readonly publishedAfterwards: number;
  /** Work left when the wait for rest was over; null: it came to rest. */
  readonly unrest: Unrest | null;
}

export interface UpgradeRunOptions {
  readonly seed: number;
  /** Takes data and logs. */
  readonly folder: string;
  readonly builds: Builds;
  readonly say: (line: string) => void;
}

const APPS = Object.keys(REPLICAS) as AppName[];
/** With the old version alone, with both, and with the new one alone. */
const STAGE_MS = 6_000;
const LOAD_AT_LEAST_MS = 60_000;
/** More than a slow machine takes: what is due after the end of the upgrade is not published. */
const PLANNED_MS = 240_000;
const STEADY = 6;
/** While the migrations run, while new apps start, and while old ones end, unless the machine is slow. */
const PEAKS_AT = [STAGE_MS, 20_000, 32_000] as const;
const PEAK_LASTS_MS = 3_000;
const PEAK = 50;
const READS_PER_SECOND = 5;
const SETTLE_WITHIN_MS = 30_000;

/** As the chaos run's, without the trouble. */
const PROFILE: Profile = {
  ...chaosProfile(1),
  kills: 1,
  killEvery: PLANNED_MS,
  customers: 200,
  eventsPerSecond: STEADY,
  changesPerSecond: 2,
  dailyCap: 1_000,
  devices: { ...chaosProfile(1).devices, owners: 15 },
};

/** Old apps under load; migrations; new apps beside them; SIGTERM to the old ones, one by one; rest; evidence. */
export async function runUpgrade(options: UpgradeRunOptions): Promise<UpgradeResult> {
  const { folder, builds, say } = options;
  const system = await UpgradeSystem.start(folder, builds, PROFILE);
  const tables = new Tables(system.databaseUrl);
  try {
    await system.start('old', APPS);
    say('the old version is up');
    return await new UpgradeRun(options, system, tables).run();
  } finally {
    await tables.close();
    await system.stop();
  }
}

class UpgradeRun {
  private readonly random: Random;
  private readonly acts: CustomerActs;
  private readonly reader: PreferenceReader;
  private isOver = false;

  constructor(
    private readonly options: UpgradeRunOptions,
    private readonly system: UpgradeSystem,
    private readonly tables: Tables,
  ) {
    this.random = new Random(options.seed);
    this.acts = new CustomerActs(system.publicUrl, system.env, system.ledger);
    this.reader = new PreferenceReader(system.publicUrl, system.env);
  }

  async run(): Promise<UpgradeResult> {
    const { system, random } = this;
    const customers = makeCustomers(PROFILE.customers, random.fork('customers'), Date.now(), PLANNED_MS);
    await this.acts.begin(customers);
    await system.ledger.setFaults(CALM);
    await system.ledger.setLives(CALM_LIFE);
    const { streams: replicas, env } = system;
    const devices = await Devices.of(customers, PROFILE, { replicas, env, random: random.fork('devices') });
    try {
      return await this.upgradeUnderLoad(customers, devices);
    } finally {
      await devices.close();
    }
  }

  private async upgradeUnderLoad(customers: readonly Customer[], devices: Devices): Promise<UpgradeResult> {
    const startedAt = Date.now();
    const upstream = new Upstream(this.system.kafkaBrokers, TOPICS.orderEvents.name, this.plan(customers), startedAt);
    const load = [
      upstream.publish(),
      this.changeMinds(customers),
      this.read(customers),
      devices.live(startedAt, startedAt + LOAD_AT_LEAST_MS),
    ];
    const loaded = Promise.all(load);
    // Whatever fails ends the run; it is awaited together with the upgrade.
    const upgraded = this.upgrade(startedAt).finally(() => {
      this.isOver = true;
      upstream.end();
    });
    const [{ endings, lockWaits, doneAt }] = await Promise.all([upgraded, loaded]);
    this.options.say('the load is over; waiting for rest');

    const published = upstream.published.filter(({ acknowledgedAt }) => acknowledgedAt !== null);
    const unrest = await this.comeToRest(published.length, devices);
    this.options.say('judging');
    return {
      ...{ endings, lockWaits, unrest, evidence: await this.collect(customers, published, devices) },
      reads: this.reader.reads,
      refusals: [...this.acts.refusals, ...this.reader.refusals],
      publishedAfterwards: published.filter(({ time }) => time > doneAt).length,
    };
  }

  private async upgrade(startedAt: number) {
    const { system, options } = this;
    await sleep(STAGE_MS);
    const lockWaits = await watchLocks(system.databaseUrl, system.prepareData('new'));
    options.say('schema and topics are those of the new version');
    await system.start('new', APPS);
    options.say('the new version is up beside the old one');
    await sleep(Math.max(STAGE_MS, startedAt + PEAKS_AT[2] - Date.now()));
    const endings: Ending[] = [];
    for (const app of APPS) {
      const asked = Date.now();
      endings.push({ app, how: await system.end('old', app), took: Date.now() - asked });
    }
    const doneAt = Date.now();
    options.say('the old version has gone');
    await sleep(Math.max(STAGE_MS, startedAt + LOAD_AT_LEAST_MS - Date.now()));
    return { endings, lockWaits, doneAt };
  }

  private plan(customers: readonly Customer[]): PlannedEvent[] {
    const peak = { ...PROFILE, killEvery: PEAK_LASTS_MS, eventsPerSecond: PEAK - STEADY };
    const peaks = PEAKS_AT.flatMap((from) =>
      planLoad(peak, customers, this.random.fork(`peak ${from}`)).map((event) => ({
        ...event,
        publishAt: event.publishAt.map((at) => at + from),
      })),
    );
    return [...planLoad(PROFILE, customers, this.random.fork('load')), ...peaks];
  }

  private async changeMinds(customers: readonly Customer[]): Promise<void> {
    const fickle = customers.filter(({ temper }) => temper === 'fickle');
    const random = this.random.fork('changes');
    const underWay: Promise<void>[] = [];
    while (!this.isOver) {
      underWay.push(this.acts.changeMind(random.pick(fickle), random));
      await sleep((2_000 * random.fraction()) / PROFILE.changesPerSecond);
    }
    await Promise.all(underWay);
  }

  /** Of those who do not change them meanwhile. */
  private async read(customers: readonly Customer[]): Promise<void> {
    const steady = customers.filter(({ temper }) => temper === 'steady');
    const random = this.random.fork('reads');
    const underWay: Promise<void>[] = [];
    while (!this.isOver) {
      const customer = random.pick(steady);
      underWay.push(this.reader.read(customer.id, currentPreferences(customer)));
      await sleep(1_000 / READS_PER_SECOND);
    }
    await Promise.all(underWay);
  }

  private async comeToRest(published: number, devices: Devices): Promise<Unrest | null> {
    const unrest = await this.tables.untilRest(published, PROFILE.drainWithin);
    await devices.settle(() => this.tables.inboxes(), SETTLE_WITHIN_MS);
    // What devices confirm when they come back is work, too.
    return unrest ?? this.tables.untilRest(published, PROFILE.drainWithin);
  }

  private async collect(
    customers: readonly Customer[],
    events: readonly PublishedEvent[],
    devices: Devices,
  ): Promise<Evidence> {
    const { fleet, ledger, calls, reports, kafkaBrokers } = this.system;
    const raw = await collectEvidence({
      ...{ profile: PROFILE, events, customers, devices, tables: this.tables },
      ...{ ledger, calls, reports, kafkaBrokers, incidents: fleet.incidents },
      ...{ freezes: new Map(), databaseOutages: [] },
    });
    await writeFile(`${this.options.folder}.evidence.json`, JSON.stringify({ ...raw, calls: [...raw.calls] }));
    return organise(raw);
  }
}
