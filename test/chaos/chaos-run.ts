import { writeFile } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { collectEvidence } from './collect-evidence.js';
import { CustomerActs } from './customer-acts.js';
import { type Customer, makeCustomers } from './customers.js';
import { Devices } from './devices.js';
import { type Evidence, type RawEvidence, organise } from './judge/evidence.js';
import { type Judgement, judge } from './judge/judge.js';
import { planLoad } from './load.js';
import { type Profile, chaosDuration } from './profile.js';
import { CALM, CALM_LIFE, faultSteps, lifeSteps } from './provider-faults.js';
import { Random } from './random.js';
import { type Action, planSchedule } from './schedule.js';
import { ChaosSystem } from './system.js';
import { type Claimed, Tables, type Unrest } from './tables.js';
import { Upstream } from './upstream.js';

const ORDER_EVENTS = 'orders.order-events.v1';
/** Of the calls under way, when connections to providers are reset. */
const RESET_SHARE = 0.3;
/** For devices to connect and be given what they lack, once there is nothing in their way. */
const SETTLE_WITHIN_MS = 30_000;

export interface RunOptions {
  readonly seed: number;
  readonly profile: Profile;
  readonly folder: string;
  /** A build. */
  readonly dist: string;
  readonly say: (line: string) => void;
}

export interface RunResult {
  readonly evidence: Evidence;
  readonly judgements: readonly Judgement[];
  /** Rows that were claimed at each kill. */
  readonly claimedAtKills: readonly Claimed[];
  /** How long this process did not look at its wires, at most: milliseconds. What it notes then comes as much too late. */
  readonly longestPause: number;
  /** Work left when the wait for rest was over; null: it came to rest. */
  readonly unrest: Unrest | null;
}

/** One run: start, load and trouble, rest, judgement. */
export async function runChaos(options: RunOptions): Promise<RunResult> {
  const { folder, dist, profile, say } = options;
  const system = await ChaosSystem.start(folder, dist, profile);
  say('system is up');
  const tables = new Tables(system.databaseUrl);
  try {
    return await new ChaosRun(options, system, tables).run();
  } finally {
    await tables.close();
    await system.stop();
  }
}

class ChaosRun {
  private readonly random: Random;
  private readonly acts: CustomerActs;
  private readonly claimedAtKills: Claimed[] = [];
  private readonly background: Promise<void>[] = [];

  constructor(
    private readonly options: RunOptions,
    private readonly system: ChaosSystem,
    private readonly tables: Tables,
  ) {
    this.random = new Random(options.seed);
    this.acts = new CustomerActs(system.publicUrl, system.env, system.ledger);
  }

  async run(): Promise<RunResult> {
    const { profile, say } = this.options;
    const { random } = this;
    const duration = chaosDuration(profile);
    const customers = makeCustomers(profile.customers, random.fork('customers'), Date.now(), duration);
    await this.acts.begin(customers);
    await this.system.ledger.setFaults(faultSteps(profile, random.fork('faults')));
    await this.system.ledger.setLives(lifeSteps(profile, random.fork('lives')));
    say(`${customers.length} customers are ready; ${Math.round(duration / 1_000)} s of trouble begin`);

    const { streams: replicas, env } = this.system;
    const devices = await Devices.of(customers, profile, { replicas, env, random: random.fork('devices') });
    try {
      return await this.trouble(customers, devices);
    } finally {
      await devices.close();
    }
  }

  private async trouble(customers: readonly Customer[], devices: Devices): Promise<RunResult> {
    const { profile, say } = this.options;
    const { random } = this;
    const pauses = monitorEventLoopDelay({ resolution: 10 });
    pauses.enable();
    const startedAt = Date.now();
    const until = startedAt + chaosDuration(profile);
    const plan = planLoad(profile, customers, random.fork('load'));
    const upstream = new Upstream(this.system.kafkaBrokers, ORDER_EVENTS, plan, startedAt);
    await Promise.all([
      upstream.publish(),
      this.cause(planSchedule(profile, random.fork('schedule')), startedAt),
      this.changeMinds(customers, until),
      devices.live(startedAt, until),
    ]);
    await Promise.all(this.background);
    say('the trouble is over; waiting for rest');

    await this.system.ledger.setFaults(CALM);
    await this.system.ledger.setLives(CALM_LIFE);
    await this.system.fleet.untilReady();
    const unrest = await this.comeToRest(upstream.published.length, devices);
    pauses.disable();
    say('judging');
    const evidence = await this.collect(customers, upstream, devices);
    const longestPause = pauses.max / 1e6;
    return { evidence, judgements: judge(evidence), claimedAtKills: this.claimedAtKills, longestPause, unrest };
  }

  private async cause(schedule: readonly Action[], startedAt: number): Promise<void> {
    for (const action of schedule) {
      await sleep(Math.max(0, startedAt + action.at - Date.now()));
      await this.act(action, startedAt);
    }
  }

  /** Does not wait for what takes its time: the next action may come in the middle of it. */
  private async act(action: Action, startedAt: number): Promise<void> {
    const { fleet, servers } = this.system;
    switch (action.kind) {
      case 'kill':
        await this.noteClaimed();
        this.background.push(fleet.kill(action.replica, action.downFor));
        break;
      case 'freeze':
        fleet.freeze(action.replica);
        this.background.push(sleep(startedAt + action.until - Date.now()).then(() => fleet.thaw(action.replica)));
        break;
      case 'restart':
        this.background.push(servers[action.server].restart(action.how));
        break;
      case 'reset_connections':
        this.system.resetProviderConnections(() => this.random.chance(RESET_SHARE));
        break;
    }
  }

  private async noteClaimed(): Promise<void> {
    const { lease, answerTimeout } = this.options.profile;
    const claimed = await this.tables.claimed(lease, answerTimeout);
    if (claimed !== undefined) this.claimedAtKills.push(claimed);
  }

  private async changeMinds(customers: readonly Customer[], until: number): Promise<void> {
    const fickle = customers.filter(({ temper }) => temper === 'fickle');
    const random = this.random.fork('changes');
    while (Date.now() < until) {
      this.background.push(this.acts.changeMind(random.pick(fickle), random));
      await sleep((2_000 * random.fraction()) / this.options.profile.changesPerSecond);
    }
  }

  /** @returns as `Tables.untilRest` */
  private async comeToRest(published: number, devices: Devices): Promise<Unrest | null> {
    const { drainWithin } = this.options.profile;
    const unrest = await this.tables.untilRest(published, drainWithin);
    this.options.say('waiting for devices');
    await devices.settle(() => this.tables.inboxes(), SETTLE_WITHIN_MS);
    // What devices confirm when they come back is work, too.
    return unrest ?? this.tables.untilRest(published, drainWithin);
  }

  private async collect(customers: readonly Customer[], { published }: Upstream, devices: Devices): Promise<Evidence> {
    const { fleet, ledger, calls, reports, servers, kafkaBrokers } = this.system;
    const raw = await collectEvidence({
      ...{ profile: this.options.profile, events: published, customers, devices, tables: this.tables },
      ...{ ledger, calls, reports, kafkaBrokers, incidents: fleet.incidents },
      freezes: new Map([...calls.keys()].map((replica) => [replica, fleet.freezesOf(replica)])),
      databaseOutages: servers.postgres.outages,
    });
    await writeFile(`${this.options.folder}.evidence.json`, toJson(raw));
    return organise(raw);
  }
}

/** For whoever looks into a finding. */
function toJson(evidence: RawEvidence): string {
  const { calls, freezes, ...rest } = evidence;
  return JSON.stringify({ ...rest, calls: Object.fromEntries(calls), freezes: Object.fromEntries(freezes) });
}
