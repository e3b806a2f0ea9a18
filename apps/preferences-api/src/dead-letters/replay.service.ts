/** Implements F4, N9, AC-16. Has another try at what was given up on. */
import { Inject, Injectable } from '@nestjs/common';
import {
  type AuditAction,
  Database,
  type DeadLetterId,
  type DeadLetterRecord,
  type ReplayableEvent,
  type Sql,
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
import { KafkaPublisher, openOriginal } from '#messaging';
import type { Keyring } from '#privacy';
import { Clock, IdGenerator } from '#runtime';
import { ProblemError } from '../problems/problem.error.js';
import type { ReplayBatch, ReplayRequest } from './dead-letter.schema.js';

/** Injection token of `PII_KEYRING`. */
export const PII_KEYRING = Symbol('PII keyring');

const WINDOW_MS = 60_000;
/** A replay is work for the workers and their providers, on top of the day's. Of all operators and replicas together. */
export const REPLAYS_PER_WINDOW = 1_000;

const ACTIONS = {
  notification: 'notification_replayed',
  event: 'event_replayed',
} as const satisfies Record<DeadLetterId['kind'], AuditAction>;

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
   * @throws ProblemError not_found, not_failed, already_replayed, too_many_requests
   */
  replay(actor: string, id: string): Promise<DeadLetterId> {
    return this.inTurn(async (sql, now) => {
      const letter = await this.requireWaiting(sql, id);
      const [replayed] = await this.replayAll(sql, actor, [letter], now);
      if (replayed === undefined) throw new ProblemError('not_failed');
      return replayed;
    });
  }

  /**
   * Those that wait longest.
   * @throws ProblemError too_many_requests
   */
  replayOldest(actor: string, { kind, limit }: ReplayRequest): Promise<ReplayBatch> {
    return this.inTurn(async (sql, now, allowed) => {
      const most = Math.min(limit, allowed);
      const waiting = await findOldestDeadLetters(sql, kind ?? null, most + 1);
      const replayed = await this.replayAll(sql, actor, waiting.slice(0, most), now);
      return { replayed, more: waiting.length > most };
    });
  }

  /** One replay at a time, so that the allowance is exact. */
  private inTurn<T>(work: (sql: Sql, now: Date, allowed: number) => Promise<T>): Promise<T> {
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

  /**
   * Publishes inside the transaction that holds the rows: a crash in between repeats events, which is harmless, and drops none.
   * @returns those that were still waiting
   */
  private async replayAll(sql: Sql, actor: string, letters: readonly DeadLetterId[], now: Date) {
    const notifications = await retryFailed(sql, idsOf(letters, 'notification'), now);
    const events = await lockWaiting(sql, idsOf(letters, 'event'));
    const done = [
      ...notifications.map((id) => ({ kind: 'notification' as const, id })),
      ...events.map(({ id }) => ({ kind: 'event' as const, id })),
    ];
    await markReplayed(sql, idsOf(done, 'event'), now);
    const entries = done.map(({ kind, id }) => ({ id: this.ids.next(), actor, action: ACTIONS[kind], target: id }));
    await appendAudit(sql, entries, now);
    // One by one: together they might be larger than the broker takes.
    for (const event of events) await this.publisher.publish([openOriginal(this.keyring, event, event.originalSealed)]);
    return done;
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
