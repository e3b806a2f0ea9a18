/** Implements F8, AC-18. Gives a connection what it missed: when it opens, and when live messages have passed it by. */
import { Inject, Injectable } from '@nestjs/common';
import { Database, findInboxAfter, findUnacknowledged } from '#database';
import { InboxReader } from '#delivery';
import { LOGGER, type Logger, untilAvailable } from '#runtime';
import { Lanes } from './lanes.js';
import type { StreamSession } from './stream-session.js';
import { StreamMetrics } from './stream.metrics.js';

/** Given at once, and then waited for: what is held in memory for one connection. A message is at most 5 KB. */
const PAGE = 50;
/** Whoever missed more is given the newest only, and finds the others in the inbox. */
const MOST_REPLAYED = 1_000;
const NEWEST = 200;
/** Connections that are read for at a time; the rest of the database's pool is for live messages. */
const LANES = 4;

@Injectable()
export class CatchUp {
  private readonly stopping = new AbortController();
  private readonly lanes = new Lanes(LANES);
  private readonly underWay = new Map<StreamSession, Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly reader: InboxReader,
    private readonly metrics: StreamMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Until the session is behind no more, or closed. An outage of the database is waited out. Never rejects: a connection that cannot be caught
   * up is hung up, and its client connects again.
   */
  run(session: StreamSession): Promise<void> {
    if (!session.isBehind || session.isClosed) return Promise.resolve();
    const underWay = this.underWay.get(session) ?? this.catchUp(session);
    this.underWay.set(session, underWay);
    return underWay;
  }

  stop(): void {
    this.stopping.abort();
  }

  private async catchUp(session: StreamSession): Promise<void> {
    this.metrics.catchUps.inc();
    try {
      if (session.position === undefined) await this.giveUnacknowledged(session);
      while (session.isBehind && !session.isClosed) {
        await this.inLane(() => this.givePage(session));
        // Outside of the lane: a client that takes its time keeps nobody else waiting.
        await session.device.taken();
      }
      session.tellHeld();
    } catch (error) {
      if (!this.stopping.signal.aborted) this.logger.error({ err: error }, 'catching up failed');
      session.device.hangUp();
    } finally {
      // In the same turn as the last look at the session: what it hears of from now on begins another run.
      this.underWay.delete(session);
    }
  }

  private async givePage(session: StreamSession): Promise<void> {
    if (session.isClosed) return;
    // Committed before the inbox is read, and positions commit in order: what is not found up to there is not to be shown.
    const { top } = session;
    if (top - (session.position ?? 0) > MOST_REPLAYED) session.skipTo(top - NEWEST);
    const page = await findInboxAfter(this.database, session.userId, session.position ?? 0, PAGE);
    session.replay(await this.reader.read(page));
    session.passTo(Math.max(page.at(-1)?.seq ?? 0, page.length < PAGE ? top : 0));
  }

  /** A client that has nothing is given the newest of what no device has confirmed; its inbox lists the rest. */
  private async giveUnacknowledged(session: StreamSession): Promise<void> {
    const { top } = session;
    const messages = await this.inLane(async () => {
      const items = await findUnacknowledged(this.database, session.userId, NEWEST);
      // What arrived since then follows in order, whether another device has confirmed it by now or not.
      return this.reader.read(items.filter(({ seq }) => seq <= top));
    });
    for (let from = 0; from < messages.length && !session.isClosed; from += PAGE) {
      session.replay(messages.slice(from, from + PAGE));
      await session.device.taken();
    }
    session.passTo(top);
  }

  private inLane<T>(work: () => Promise<T>): Promise<T> {
    return untilAvailable(
      () => this.lanes.run(work),
      (error, attempt) => this.logger.warn({ err: error, attempt }, 'catching up waits'),
      this.stopping.signal,
    );
  }
}
