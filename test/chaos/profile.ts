import type { AppName } from './schedule.js';

/** What kind of run it is: how long, how hard, and with which of the system's own times. Times in milliseconds. */
export interface Profile {
  readonly kills: number;
  readonly killEvery: number;
  /** Whose processes are killed, and how often, relative to each other. */
  readonly killed: Readonly<Partial<Record<AppName, number>>>;
  readonly freezes: number;
  /** Whose processes are frozen, taking turns. */
  readonly frozen: readonly AppName[];
  /** Longer than a lease. */
  readonly freezeFor: readonly [least: number, most: number];
  /** How often Kafka and PostgreSQL go away, taking turns, killed and stopped. */
  readonly serverRestarts: number;
  readonly resetEvery: number;
  readonly customers: number;
  readonly eventsPerSecond: number;
  readonly changesPerSecond: number;
  /** Notifications a customer gets in a day; some customers get as many. */
  readonly dailyCap: number;
  /** Between the calls to a provider; the wait for evidence is as long. */
  readonly retryDelays: readonly number[];
  /** How long a slow provider takes to answer. */
  readonly slowAnswer: readonly [least: number, most: number];
  /** Share of the slow answers that refuse the message. */
  readonly refusals: number;
  /** Share of the messages taken of which no report ever tells. */
  readonly unreported: number;
  /** A worker gives up on an answer before this, and nobody else touches its row before the lease ends. */
  readonly answerTimeout: number;
  readonly lease: number;
  readonly devices: {
    /** Customers who have some. */
    readonly owners: number;
    readonly each: readonly [least: number, most: number];
    /** How often a device does something, or something is done to it. */
    readonly actEvery: readonly [least: number, most: number];
    readonly offlineFor: readonly [least: number, most: number];
    /** Share of the tokens that run out soon. */
    readonly shortTokens: number;
    /** How long those are valid, in seconds. */
    readonly tokensLast: readonly [least: number, most: number];
  };
  /** How long the system may take to come to rest afterwards. */
  readonly drainWithin: number;
}

/** The product's own lease and time-outs. */
export const LONG_TIMES = { answerTimeout: 15_000, lease: 60_000 } as const;
/** In a copy of the build, for the runs that prove the judge: the same relations, a tenth of the time. */
export const SHORT_TIMES = { answerTimeout: 4_000, lease: 6_000 } as const;

const MINUTE = 60_000;

export function chaosProfile(kills: number): Profile {
  const killEvery = 2_800;
  const minutes = (kills * killEvery) / MINUTE;
  return {
    ...LONG_TIMES,
    kills,
    killEvery,
    killed: { 'email-worker': 28, 'sms-worker': 28, dispatcher: 17, 'in-app-worker': 19, 'preferences-api': 8 },
    freezes: Math.max(1, Math.round(minutes) + 1),
    frozen: ['email-worker', 'sms-worker', 'in-app-worker', 'dispatcher'],
    freezeFor: [LONG_TIMES.lease + 1_000, LONG_TIMES.lease + 8_000],
    serverRestarts: Math.max(1, Math.round(minutes * 1.5)),
    resetEvery: 10_000,
    customers: Math.max(300, 5 * kills),
    eventsPerSecond: 26,
    changesPerSecond: 3,
    dailyCap: 100,
    retryDelays: [4_000, 6_000, 8_000],
    slowAnswer: [3_000, 10_000],
    refusals: 0.1,
    unreported: 0.1,
    devices: {
      owners: 40,
      each: [1, 3],
      actEvery: [1_000, 8_000],
      offlineFor: [1_000, 12_000],
      shortTokens: 0.2,
      tokensLast: [8, 20],
    },
    drainWithin: 150_000,
  };
}

export const PROOF_PROFILE: Profile = {
  ...SHORT_TIMES,
  kills: 4,
  killEvery: 9_000,
  killed: { 'email-worker': 2, 'sms-worker': 2, 'in-app-worker': 1 },
  // One worker or another nearly all the time. An answer that comes too late does harm only while somebody else holds its row, which is so for
  // a few calls of each freeze; with four freezes it was none at all in one run of four, and then there is nothing to see.
  freezes: 7,
  frozen: ['email-worker', 'sms-worker'],
  // Until others have claimed what the frozen one had, and are in the middle of sending it.
  freezeFor: [7_000, 8_500],
  serverRestarts: 0,
  resetEvery: 9_000,
  customers: 80,
  eventsPerSecond: 18,
  changesPerSecond: 8,
  dailyCap: 40,
  retryDelays: [2_000, 2_500, 3_000],
  slowAnswer: [1_800, 3_000],
  refusals: 0.25,
  unreported: 0.4,
  devices: {
    owners: 30,
    each: [1, 3],
    actEvery: [300, 2_500],
    offlineFor: [500, 3_000],
    shortTokens: 0.2,
    tokensLast: [8, 12],
  },
  drainWithin: 45_000,
};

/** From the first event to the last. */
export const chaosDuration = ({ kills, killEvery }: Pick<Profile, 'kills' | 'killEvery'>): number => kills * killEvery;
