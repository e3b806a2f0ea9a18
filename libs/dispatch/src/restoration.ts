/**
 * Implements F7, N9. After the database was restored to an earlier state while Kafka and the providers went on: what was lost is read again, and what
 * has been sent is not sent again. In steps, between which the dispatcher works alone; each may be repeated.
 */
import { NUDGE_TOPICS, TOPICS } from '#contracts';
import {
  type Database,
  type FormerId,
  type ToldResult,
  type Transaction,
  abandonClaims,
  appendAudit,
  endAsTold,
  findAudited,
  findConnected,
  findNobodys,
  giveBackIds,
  listMadeSince,
  newestMadeBefore,
  pause,
} from '#database';
import type { TopicHistory } from '#messaging';
import { type Clock, type IdGenerator, timeOfId } from '#runtime';
import { pages } from './pages.js';
import { ToldSince } from './told-since.js';

/** Stands in the pause and in `audit`. */
export const RESTORE_ACTOR = 'restore:reconcile';

/** As they are called in `pg_stat_activity`. */
const APPS = ['dispatcher', 'email-worker', 'in-app-worker', 'preferences-api', 'sms-worker'] as const;

/** What was published is in the database by then: clocks differ, and publishing follows the commit. */
const CLOCKS_DIFFER_MS = 5 * 60_000;
const PAGE = 1_000;
const PER_TRANSACTION = 200;

export interface RestorationParts {
  readonly database: Database;
  readonly history: TopicHistory;
  readonly clock: Clock;
  readonly ids: IdGenerator;
}

/** What is asked for. */
export interface RestoreRequest {
  /** The state that was restored. */
  readonly to: Date;
  /** By how much the dispatcher may have been behind then, in milliseconds. */
  readonly marginMs: number;
  /** False: everything is tried, and nothing is kept. */
  readonly apply: boolean;
}

/** What came of a step. The first three leave work for the operator. */
export type RestoreReport =
  | { readonly step: 'apps_running'; readonly groups: readonly string[]; readonly connected: readonly string[] }
  | { readonly step: 'rewound'; readonly messages: Readonly<Record<string, number>> }
  | { readonly step: 'unread'; readonly messages: number }
  | { readonly step: 'settled'; readonly summary: RestoreSummary }
  | { readonly step: 'done'; readonly at: Date };

export interface RestoreSummary {
  /** Notifications of which our topics tell, since then. */
  readonly told: number;
  /** Those that were made again and have the id they had before. */
  readonly idsGivenBack: number;
  /** Ended as upstream was told, by status and reason. */
  readonly ended: Readonly<Record<string, number>>;
  /** Told of, and the database knew. */
  readonly known: number;
  /** Told of, and their customers have been erased since. */
  readonly erased: number;
  /** Left as in mid-send, by channel: nobody knows whether they were sent. */
  readonly unknown: Readonly<Record<string, number>>;
  /** Told of or nudged, and not to be found: they were asked for over the API. */
  readonly missing: readonly string[];
  /** Customers whose own choice held something back that the restored preferences would have let go out. */
  readonly choicesLost: readonly string[];
  /** Messages on our topics that make no sense. */
  readonly misread: number;
}

const CUSTOMERS_CHOICES: readonly (string | null)[] = [
  'global_off',
  'channel_off',
  'type_off',
  'no_consent',
  'suppression_list',
];

export class Restoration {
  constructor(
    private readonly parts: RestorationParts,
    private readonly request: RestoreRequest,
  ) {}

  /** Takes the next step. @throws DatabaseUnavailableError, and kafkajs's errors */
  async proceed(): Promise<RestoreReport> {
    const { database, history } = this.parts;
    const [groups, connected] = [await history.activeGroups(), await findConnected(database, APPS)];
    if (groups.length > 0 || connected.length > 0) return { step: 'apps_running', groups, connected };
    const deeds = await findAudited(database, [this.target], this.request.to, 10);
    const done = deeds.find(({ action }) => action === 'restore_settled');
    if (done !== undefined) return { step: 'done', at: done.at };
    const rewound = deeds.find(({ action }) => action === 'restore_rewound');
    if (rewound === undefined) return this.rewind();
    const unread = await history.unreadUntil('dispatcher', rewound.at);
    if (unread.length > 0) return { step: 'unread', messages: sum(unread.map((p) => p.offsetAtTime - p.offset)) };
    return { step: 'settled', summary: await this.settle(rewound.at) };
  }

  /** Names the restored state, so that another restore begins anew: the database has forgotten this one. */
  private get target(): string {
    return this.request.to.toISOString();
  }

  /**
   * What the database has seen already changes nothing when it is read again. The pause is for whoever starts a worker too early, and lasts until an
   * operator has seen what the summary lists.
   */
  private async rewind(): Promise<RestoreReport> {
    const { database, history } = this.parts;
    const { to, marginMs, apply } = this.request;
    const read = await history.readSince('dispatcher', new Date(to.getTime() - marginMs));
    if (apply) {
      await history.rewind('dispatcher', read);
      await database.transaction(async (sql) => {
        const now = this.parts.clock.now();
        await pause(sql, 'all', RESTORE_ACTOR, `the database was restored to ${this.target}`, now);
        await this.note(sql, 'restore_rewound', now);
      });
    }
    const messages: Record<string, number> = {};
    for (const { topic, offset, offsetAtTime } of read)
      messages[topic] = (messages[topic] ?? 0) + offset - offsetAtTime;
    return { step: 'rewound', messages };
  }

  /** @param stoppedAt no app was running then, nor since, but the dispatcher alone */
  private async settle(stoppedAt: Date): Promise<RestoreSummary> {
    const said = await this.readTopics(stoppedAt);
    const ends = new Map(said.told.map((end) => [end.id, end]));
    const made = new Map((await this.findMadeAgain(said)).map((row) => [row.former, row]));
    const results: ToldResult[] = [];
    let idsGivenBack = 0;
    for (const ids of inGroups([...new Set([...ends.keys(), ...made.keys()])].sort())) {
      const done = await this.inTransaction(async (sql) => ({
        given: await giveBackIds(sql, known(ids, made)),
        results: await endAsTold(sql, known(ids, ends), this.parts.clock.now()),
      }));
      idsGivenBack += done.given;
      results.push(...done.results);
    }
    const open = said.begun.filter((id) => !ends.has(id));
    const missing: string[] = [];
    for (const ids of inGroups([...ends.keys(), ...open].sort()))
      missing.push(...(await findNobodys(this.parts.database, ids)).filter((id) => !made.has(id)));
    // Where nothing is kept, rows still have their later ids.
    const current = this.request.apply ? open : open.map((id) => made.get(id)?.id ?? id);
    const unknown = await this.finish(current, stoppedAt);
    return {
      told: ends.size,
      idsGivenBack,
      ended: countBy(results, 'applied'),
      known: results.filter(({ outcome }) => outcome === 'known').length,
      erased: results.filter(({ outcome }) => outcome === 'erased').length,
      missing,
      choicesLost: customersWhoseChoiceIsLost(results),
      misread: said.misread,
      unknown,
    };
  }

  private async readTopics(until: Date): Promise<ToldSince> {
    const { history } = this.parts;
    // A restored state that is older than was said only means more to read.
    const newest = (await newestMadeBefore(this.parts.database, until)) ?? this.request.to;
    const since = new Date(Math.min(this.request.to.getTime(), newest.getTime()) - CLOCKS_DIFFER_MS);
    const said = new ToldSince();
    await history.read(TOPICS.deliveryEvents.name, since, until, (message) => said.addDeliveryEvent(message));
    for (const topic of Object.values(NUDGE_TOPICS))
      await history.read(topic, since, until, (message) => said.addNudge(message));
    return said;
  }

  /** Notifications that the dispatcher has made since, and that our topics know by an older id. */
  private async findMadeAgain(said: ToldSince): Promise<FormerId[]> {
    const { database } = this.parts;
    const page = (after: string | undefined) => listMadeSince(database, this.request.to, after ?? null, PAGE);
    const made: FormerId[] = [];
    for await (const ids of pages<string>(page)) {
      for (const id of ids) {
        const former = said.formerOf(id);
        if (former !== undefined) made.push({ id, former, madeAt: timeOfId(former) });
      }
    }
    return made;
  }

  /** The mark comes with what may be done once only: from then on, work that is due is work to be done. */
  private async finish(open: readonly string[], stoppedAt: Date): Promise<RestoreSummary['unknown']> {
    return this.inTransaction(async (sql) => {
      const now = this.parts.clock.now();
      const abandoned = await abandonClaims(sql, open, this.request.to, stoppedAt, now);
      await this.note(sql, 'restore_settled', now);
      return Object.fromEntries(abandoned.map(({ channel, count }) => [channel, count]));
    });
  }

  private note(sql: Transaction, action: 'restore_rewound' | 'restore_settled', now: Date): Promise<void> {
    return appendAudit(sql, [{ id: this.parts.ids.next(), actor: RESTORE_ACTOR, action, target: this.target }], now);
  }

  /** Without `apply`, what was done is taken back. */
  private async inTransaction<T>(work: (sql: Transaction) => Promise<T>): Promise<T> {
    if (this.request.apply) return this.parts.database.transaction(work);
    const done: T[] = [];
    try {
      await this.parts.database.transaction(async (sql) => {
        done.push(await work(sql));
        throw new OnlyTried();
      });
    } catch (error) {
      if (!(error instanceof OnlyTried)) throw error;
    }
    return done.at(-1) as T;
  }
}

/** Ends a transaction that is to leave nothing behind. */
class OnlyTried extends Error {}

function* inGroups(ids: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < ids.length; at += PER_TRANSACTION) yield ids.slice(at, at + PER_TRANSACTION);
}

function known<T>(ids: readonly string[], byId: ReadonlyMap<string, T>): T[] {
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function countBy(results: readonly ToldResult[], outcome: ToldResult['outcome']): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { told, ...result } of results) {
    if (result.outcome !== outcome) continue;
    const words = told.reason === null ? told.status : `${told.status}/${told.reason}`;
    counts[words] = (counts[words] ?? 0) + 1;
  }
  return counts;
}

/** Something was held back by their own choice, and the restored preferences would have sent it. */
function customersWhoseChoiceIsLost(results: readonly ToldResult[]): string[] {
  const lost = results.filter(
    ({ told, outcome, wasPending }) =>
      outcome === 'applied' && wasPending && told.status === 'suppressed' && CUSTOMERS_CHOICES.includes(told.reason),
  );
  return [...new Set(lost.map(({ userId }) => userId))].sort();
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
