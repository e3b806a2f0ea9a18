/** Implements F4, N9, AC-16. Has another try at what was given up on. */
import { setTimeout as delay } from 'node:timers/promises';
import type { PublishableMessage } from '#contracts';
import { Inject, Injectable } from '@nestjs/common';
import {
  type AuditAction,
  Database,
  type DeadLetterId,
  type DeadLetterRecord,
  type ReplayableEvent,
  type Sql,
  type Transaction,
  appendAudit,
  countAudited,
  findDeadLetter,
  findNotification,
  findOldestDeadLetters,
  lockRejectedEvents,
  lockReplays,
  markReplayed,
  retryFailed,
} from '#database';
import { BrokerUnavailableError, KafkaPublisher, openOriginal } from '#messaging';
import { type Keyring, SealBrokenError, UnknownKeyError } from '#privacy';
import { Clock, IdGenerator } from '#runtime';
import { ProblemError } from '../problems/problem.error.js';
import type { ReplayBatch, ReplayRequest } from './dead-letter.schema.js';

/** Injection token of `PII_KEYRING`. */
export const PII_KEYRING = Symbol('PII keyring');

const WINDOW_MS = 60_000;
/** A replay is work for the workers and their providers, on top of the day's. Of all operators and replicas together. */
export const REPLAYS_PER_WINDOW = 1_000;

/** Locks are held meanwhile. */
const PUBLISHED_WITHIN_MS = 3_000;
/** Passed over in one request, until enough are found that open. */
const MOST_SKIPPED = 500;

const ACTIONS = {
  notification: 'notification_replayed',
  event: 'event_replayed',
} as const satisfies Record<DeadLetterId['kind'], AuditAction>;

/** What is put back to work; the originals are still to be published. */
interface Replay {
  readonly replayed: readonly DeadLetterId[];
  /** Their originals do not open; they wait on. */
  readonly skipped: readonly DeadLetterId[];
  readonly originals: readonly PublishableMessage[];
}

interface OldestReplay extends Replay {
  readonly more: boolean;
}

interface Sought {
  /** null: both. */
  readonly kind: DeadLetterId['kind'] | null;
  readonly most: number;
  readonly except: readonly DeadLetterId[];
}

@Injectable()
export class ReplayService {
  constructor(
    private readonly database: Database,
    private readonly publisher: KafkaPublisher,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    @Inject(PII_KEYRING) private readonly keyring: Keyring,
  ) {}

  /**
   * @param actor who asks for it
   * @throws ProblemError not_found, not_failed, already_replayed, original_unreadable, too_many_requests
   */
  replay(actor: string, id: string): Promise<DeadLetterId> {
    return this.inTurn(async (sql, now) => {
      const letter = await this.requireWaiting(sql, id);
      const { replayed, skipped, originals } = await this.begin(sql, actor, [letter], now);
      if (skipped.length > 0) throw new ProblemError('original_unreadable');
      const [done] = replayed;
      if (done === undefined) throw new ProblemError('not_failed');
      await this.publish(originals);
      return done;
    });
  }

  /**
   * Those that wait longest, of those that open.
   * @throws ProblemError too_many_requests
   */
  replayOldest(actor: string, { kind, limit }: ReplayRequest): Promise<ReplayBatch> {
    return this.inTurn(async (sql, now, allowed) => {
      const sought = { kind: kind ?? null, most: Math.min(limit, allowed), except: [] };
      const { replayed, skipped, more, originals } = await this.beginOldest(sql, actor, sought, now);
      await this.publish(originals);
      return { replayed: [...replayed], skipped: [...skipped], more };
    });
  }

  /** One replay at a time, so that the allowance is exact. */
  private inTurn<T>(work: (sql: Transaction, now: Date, allowed: number) => Promise<T>): Promise<T> {
    return this.database.transaction(async (sql) => {
      await lockReplays(sql);
      const now = this.clock.now();
      const since = new Date(now.getTime() - WINDOW_MS);
      const allowed = REPLAYS_PER_WINDOW - (await countAudited(sql, Object.values(ACTIONS), since));
      if (allowed <= 0) throw tooManyReplays();
      return work(sql, now, allowed);
    });
  }

  private async requireWaiting(sql: Sql, id: string): Promise<DeadLetterRecord> {
    const letter = await findDeadLetter(sql, id);
    if (letter === undefined) {
      const notification = await findNotification(sql, id);
      throw new ProblemError(notification === undefined ? 'not_found' : 'not_failed');
    }
    if (letter.kind === 'event' && letter.replayedAt !== null) throw new ProblemError('already_replayed');
    return letter;
  }

  /** Goes on past those that do not open: they would keep their place at the head of the queue, and all others from their turn. */
  private async beginOldest(
    sql: Transaction,
    actor: string,
    { kind, most, except }: Sought,
    now: Date,
  ): Promise<OldestReplay> {
    const waiting = await findOldestDeadLetters(sql, kind, most + 1, idsOf(except, 'event'));
    const more = waiting.length > most;
    const begun = await this.begin(sql, actor, waiting.slice(0, most), now);
    const skipped = [...except, ...begun.skipped];
    if (begun.skipped.length === 0 || !more || skipped.length >= MOST_SKIPPED) return { ...begun, skipped, more };
    const rest = await this.beginOldest(sql, actor, { kind, most: begun.skipped.length, except: skipped }, now);
    return {
      ...rest,
      replayed: [...begun.replayed, ...rest.replayed],
      originals: [...begun.originals, ...rest.originals],
    };
  }

  /** Those that are no longer waiting are left out. */
  private async begin(sql: Transaction, actor: string, letters: readonly DeadLetterId[], now: Date): Promise<Replay> {
    const notifications = await retryFailed(sql, idsOf(letters, 'notification'), now);
    const events = await lockWaiting(sql, idsOf(letters, 'event'));
    const opened = events.map((event) => ({ id: event.id, original: openIfPossible(this.keyring, event) }));
    const ready = opened.flatMap(({ id, original }) => (original === undefined ? [] : [{ id, original }]));
    const replayed = [
      ...notifications.map((id) => ({ kind: 'notification' as const, id })),
      ...ready.map(({ id }) => ({ kind: 'event' as const, id })),
    ];
    await markReplayed(sql, idsOf(replayed, 'event'), now);
    const entries = replayed.map(({ kind, id }) => ({ id: this.ids.next(), actor, action: ACTIONS[kind], target: id }));
    await appendAudit(sql, entries, now);
    const skipped = opened.flatMap(({ id, original }) =>
      original === undefined ? [{ kind: 'event' as const, id }] : [],
    );
    return { replayed, skipped, originals: ready.map(({ original }) => original) };
  }

  /**
   * Inside the transaction that holds the rows: a crash in between repeats events, which is harmless, and drops none.
   * @throws BrokerUnavailableError
   */
  private async publish(originals: readonly PublishableMessage[]): Promise<void> {
    const enough = new AbortController();
    const tooLong = delay(PUBLISHED_WITHIN_MS, 'too_long', { signal: enough.signal, ref: false });
    try {
      const end = await Promise.race([this.publisher.publish(originals), tooLong]);
      if (end === 'too_long') throw new BrokerUnavailableError(new Error('Kafka takes too long'));
    } finally {
      enough.abort();
    }
  }
}

/** @returns undefined when it does not open: it is damaged, or the keyring lacks its key */
function openIfPossible(keyring: Keyring, event: ReplayableEvent): PublishableMessage | undefined {
  try {
    return openOriginal(keyring, event, event.originalSealed);
  } catch (error) {
    if (error instanceof SealBrokenError || error instanceof UnknownKeyError) return undefined;
    throw error;
  }
}

function idsOf(letters: readonly DeadLetterId[], kind: DeadLetterId['kind']): string[] {
  return letters.filter((letter) => letter.kind === kind).map(({ id }) => id);
}

async function lockWaiting(sql: Sql, ids: readonly string[]): Promise<ReplayableEvent[]> {
  if (ids.length === 0) return [];
  return (await lockRejectedEvents(sql, ids)).filter(({ replayedAt }) => replayedAt === null);
}

function tooManyReplays(): ProblemError {
  const headers = { 'Retry-After': String(WINDOW_MS / 1_000) };
  return new ProblemError('too_many_requests', `At most ${REPLAYS_PER_WINDOW} replays a minute`, { headers });
}
