import { type Profile, chaosDuration } from './profile.js';
import type { Random } from './random.js';

/** Apps that run, and how many of each. The API is one, as its address is. */
export const REPLICAS = {
  'preferences-api': 1,
  dispatcher: 2,
  'email-worker': 2,
  'sms-worker': 2,
  'in-app-worker': 2,
} as const;

export type AppName = keyof typeof REPLICAS;
/** `email-worker-2` */
export type ReplicaName = `${AppName}-${number}`;
export type ServerName = 'kafka' | 'postgres';

/** What is done to the system, milliseconds after the load began. */
export type Action = { readonly at: number } & (
  | { readonly kind: 'kill'; readonly replica: ReplicaName; readonly downFor: number }
  | { readonly kind: 'freeze'; readonly replica: ReplicaName; readonly until: number }
  | { readonly kind: 'restart'; readonly server: ServerName; readonly how: 'kill' | 'stop' }
  | { readonly kind: 'reset_connections' }
);

const BETWEEN_FREEZES_MS = 500;
/** Down, and up again. */
const START_MS = 5_000;
const RESTARTS = [
  { server: 'kafka', how: 'kill' },
  { server: 'postgres', how: 'kill' },
  { server: 'kafka', how: 'stop' },
  { server: 'postgres', how: 'stop' },
] as const;

/** In the order in which it is done. */
export function planSchedule(profile: Profile, random: Random): Action[] {
  const freezes = planFreezes(profile, random.fork('freezes'));
  return [
    ...freezes,
    ...planKills(profile, freezes, random.fork('kills')),
    ...planRestarts(profile, random.fork('restarts')),
    ...planResets(profile, random.fork('resets')),
  ].sort((a, b) => a.at - b.at);
}

type Freeze = Extract<Action, { kind: 'freeze' }>;

/** Spread over the run, and of each app one at a time: somebody else has to take over. */
function planFreezes({ freezes, frozen, freezeFor, ...profile }: Profile, random: Random): Freeze[] {
  const [least, most] = freezeFor;
  const latest = Math.max(0, chaosDuration(profile) - most);
  const thawed = new Map<AppName, number>();
  return Array.from({ length: freezes }, (_, i) => {
    const app = frozen[i % frozen.length] ?? 'email-worker';
    const at = Math.max(Math.round(((i + random.fraction()) / freezes) * latest), thawed.get(app) ?? 0);
    const until = at + random.integer(least, most);
    thawed.set(app, until + BETWEEN_FREEZES_MS);
    return { kind: 'freeze', at, until, replica: replicaOf(app, random) };
  });
}

/** A frozen process is left alone: it is to wake up, and was to be there before. */
function planKills(profile: Profile, freezes: readonly Freeze[], random: Random): Action[] {
  return Array.from({ length: profile.kills }, (_, i) => {
    const at = Math.round((i + 0.2 + 0.8 * random.fraction()) * profile.killEvery);
    const spared = freezes
      .filter((freeze) => freeze.at - START_MS <= at && at <= freeze.until)
      .map(({ replica }) => replica);
    let replica: ReplicaName;
    do replica = replicaOf(random.weighted(profile.killed), random);
    while (spared.includes(replica));
    return { kind: 'kill', at, replica, downFor: random.integer(0, 1_500) };
  });
}

function planRestarts(profile: Profile, random: Random): Action[] {
  const first = random.integer(0, RESTARTS.length - 1);
  return Array.from({ length: profile.serverRestarts }, (_, i) => {
    const at = Math.round(((i + 0.3 + 0.5 * random.fraction()) / profile.serverRestarts) * chaosDuration(profile));
    return { kind: 'restart', at, ...(RESTARTS[(first + i) % RESTARTS.length] ?? RESTARTS[0]) };
  });
}

function planResets(profile: Profile, random: Random): Action[] {
  const times = Math.floor(chaosDuration(profile) / profile.resetEvery);
  return Array.from({ length: times }, (_, i) => ({
    kind: 'reset_connections',
    at: Math.round((i + random.fraction()) * profile.resetEvery),
  }));
}

const replicaOf = (app: AppName, random: Random): ReplicaName => `${app}-${random.integer(1, REPLICAS[app])}`;
