import { setTimeout as sleep } from 'node:timers/promises';
import { signAccessToken } from '../../infra/access-token.js';
import { type PageLog, type ReadMark, StreamDevice } from '../system/stream-device.js';
import { type StreamConnection, type StreamReplica, StreamWire } from '../system/stream-wire.js';
import type { Customer } from './customers.js';
import type { Profile } from './profile.js';
import type { Random } from './random.js';
import type { InboxStanding } from './tables.js';

/** A device, as its page and its wire saw it. */
export interface DeviceRecord extends PageLog {
  readonly name: string;
  readonly userId: string;
  readonly marks: readonly ReadMark[];
  /** What it was told last; null: nothing. */
  readonly unread: number | null;
  /** Why its client gave up; null: it did not. */
  readonly fault: string | null;
  readonly connections: readonly StreamConnection[];
}

type Env = Readonly<Record<string, string>>;
type DeviceProfile = Profile['devices'];

interface NamedDevice {
  readonly name: string;
  readonly page: StreamDevice;
  readonly random: Random;
}

const ACTS = { mark: 6, cut: 3, stall: 2, offline: 3, reload: 2 } as const;
type Act = keyof typeof ACTS;

/** Patience of a page that has an impatient customer. */
const TIMING = { connectWithin: 5_000, answerWithin: 3_000, backoff: 300, longestBackoff: 2_000, stableAfter: 1_000 };
/** A stalled network lets a few messages through, and then nothing. */
const STALLS_AFTER = [0, 3] as const;
const STALLS_FOR = [200, 2_500] as const;
const POLL_MS = 250;

/** Customers' devices, which come and go, lose their connections, let their tokens run out, and mark messages as read. */
export class Devices {
  private constructor(
    private readonly all: readonly NamedDevice[],
    private readonly profile: DeviceProfile,
  ) {}

  /** They belong to the first of the customers. */
  static async of(
    customers: readonly Customer[],
    { devices: profile }: Profile,
    {
      replicas,
      env,
      random,
    }: { readonly replicas: readonly StreamReplica[]; readonly env: Env; readonly random: Random },
  ): Promise<Devices> {
    const [least, most] = profile.each;
    const owners = customers
      .slice(0, profile.owners)
      .flatMap(({ id }) =>
        Array.from({ length: random.integer(least, most) }, (_, i) => ({ userId: id, name: `${id} device ${i + 1}` })),
      );
    const all = owners.map(async ({ userId, name }, i) => {
      const own = random.fork(name);
      const wire = await StreamWire.open(replicas, i);
      const getToken = () => signAccessToken(env, { subject: userId, validFor: validityOf(profile, own) });
      return { name, page: new StreamDevice(userId, wire, { getToken, timing: TIMING }), random: own };
    });
    return new Devices(await Promise.all(all), profile);
  }

  /** Resolves once all are left alone, with nothing in their way. */
  async live(from: number, until: number): Promise<void> {
    await Promise.all(this.all.map((device) => this.liveOne(device, from, until)));
  }

  /** Until all have what is in their inboxes, or time is over: then the judge sees it. */
  async settle(standings: () => Promise<readonly InboxStanding[]>, within: number): Promise<void> {
    const deadline = Date.now() + within;
    while (!this.areSettled(await standings()) && Date.now() < deadline) await sleep(POLL_MS);
  }

  records(): DeviceRecord[] {
    return this.all.map(({ name, page: { userId, startedAfter, shown, skipped, marks, unread, fault, wire } }) => ({
      ...{ name, userId, startedAfter, shown, skipped, marks, unread, fault, connections: wire.connections },
    }));
  }

  async close(): Promise<void> {
    for (const { page } of this.all) page.close();
    await Promise.all(this.all.map(({ page }) => page.wire.close()));
  }

  private async liveOne(device: NamedDevice, from: number, until: number): Promise<void> {
    const { page, random } = device;
    // Some are there from the beginning, others find everything up to now.
    if (random.chance(0.5)) await sleep(random.fraction() * 0.5 * (until - from));
    page.open();
    const [least, most] = this.profile.actEvery;
    for (;;) {
      await sleep(random.integer(least, most));
      if (Date.now() >= until) return;
      await this.act(random.weighted<Act>(ACTS), device);
    }
  }

  private async act(act: Act, { page, random }: NamedDevice): Promise<void> {
    switch (act) {
      case 'mark':
        // Not awaited: the answer may take until there is a connection again.
        if (page.shown.length > 0) void page.markRead(random.pick(page.shown).id);
        break;
      case 'cut':
        page.wire.cut();
        break;
      case 'stall':
        page.wire.stallAfter(random.integer(...STALLS_AFTER));
        await sleep(random.integer(...STALLS_FOR));
        page.wire.cut();
        break;
      case 'offline':
        page.wire.goOffline();
        await sleep(random.integer(...this.profile.offlineFor));
        page.wire.goOnline();
        break;
      case 'reload':
        page.open();
        break;
    }
  }

  private areSettled(standings: readonly InboxStanding[]): boolean {
    const byUser = new Map(standings.map((standing) => [standing.userId, standing]));
    return this.all.every(({ page }) => {
      const { top, unread } = byUser.get(page.userId) ?? { top: 0, unread: 0 };
      return page.isOnline && page.position >= top && page.unread === unread && page.marksUnderWay === 0;
    });
  }
}

/** Longer than a connection takes to come about: a token that is refused though it is new would be a fault of ours. */
function validityOf({ shortTokens, tokensLast }: DeviceProfile, random: Random): string {
  return random.chance(shortTokens) ? `${random.integer(...tokensLast)}s` : '1h';
}
