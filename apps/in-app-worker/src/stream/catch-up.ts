/** Implements F8, AC-18. Gives a connection what it missed: when it opens, and when live messages may have passed it by. */
import { Inject, Injectable } from '@nestjs/common';
import {
  Database,
  type InboxItem,
  findInboxAfter,
  findInboxLatecomers,
  findInboxTop,
  findUnacknowledged,
} from '#database';
import { InboxReader } from '#delivery';
import { LOGGER, type Logger, untilAvailable } from '#runtime';
import type { StreamSession } from './stream-session.js';
import { UnreadCounts } from './unread-counts.js';

/** What is held in memory for one connection. */
const PAGE = 200;

@Injectable()
export class CatchUp {
  private readonly underWay = new WeakMap<StreamSession, Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly reader: InboxReader,
    private readonly unread: UnreadCounts,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** One after another for the same connection. Never rejects: a connection that cannot be caught up is hung up. */
  run(session: StreamSession): Promise<void> {
    const turn = (this.underWay.get(session) ?? Promise.resolve()).then(() => this.catchUp(session));
    this.underWay.set(session, turn);
    return turn;
  }

  private async catchUp(session: StreamSession): Promise<void> {
    session.beginCatchUp();
    try {
      await untilAvailable(
        () => this.giveMissed(session),
        (error, attempt) => this.logger.warn({ err: error, attempt }, 'catching up waits'),
        session.closed,
      );
      session.endCatchUp();
      this.unread.announce(session.userId);
    } catch (error) {
      if (session.closed.aborted) return;
      this.logger.error({ err: error }, 'catching up failed');
      session.disconnect();
    }
  }

  private async giveMissed(session: StreamSession): Promise<void> {
    session.aimAt(await findInboxTop(this.database, session.userId));
    for await (const page of this.missed(session.userId, session.position)) {
      if (session.closed.aborted) return;
      session.give(await this.reader.read(page));
    }
  }

  /** In order of position. A client that has nothing is given the newest page of what no device has confirmed; its inbox lists the rest. */
  private async *missed(userId: string, position: number | null): AsyncGenerator<InboxItem[]> {
    if (position === null) {
      yield await findUnacknowledged(this.database, userId, PAGE);
      return;
    }
    yield await findInboxLatecomers(this.database, userId, position, PAGE);
    for (let after: number | undefined = position; after !== undefined;) {
      const page = await findInboxAfter(this.database, userId, after, PAGE);
      yield page;
      after = page.length === PAGE ? page.at(-1)?.seq : undefined;
    }
  }
}
