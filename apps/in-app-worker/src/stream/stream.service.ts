/** Implements F8, AC-18. Brings what reached an inbox to the connections of its customer. */
import { Injectable } from '@nestjs/common';
import type { InAppLive } from '#contracts';
import { Database, loadInboxItems } from '#database';
import { InboxReader } from '#delivery';
import { CatchUp } from './catch-up.js';
import { SessionRegistry } from './session.registry.js';
import type { StreamSession } from './stream-session.js';
import { UnreadCounts } from './unread-counts.js';

/** Connections caught up at the same time after a rejoin; the rest of the database's pool is for new ones. */
const RESYNC_LANES = 4;

@Injectable()
export class StreamService {
  constructor(
    private readonly database: Database,
    private readonly reader: InboxReader,
    private readonly sessions: SessionRegistry,
    private readonly catchUp: CatchUp,
    private readonly unread: UnreadCounts,
  ) {}

  /** Live messages are held back from the first moment, so that none falls between the catch-up and them. */
  async open(session: StreamSession): Promise<void> {
    session.beginCatchUp();
    this.sessions.add(session);
    await this.catchUp.run(session);
  }

  close(session: StreamSession): void {
    session.close();
    this.sessions.remove(session);
  }

  /** Messages that reached inboxes; those of customers who are not connected here are no work. @throws DatabaseUnavailableError */
  async deliver(news: readonly InAppLive[]): Promise<void> {
    const here = news.filter(({ userId }) => this.sessions.has(userId));
    if (here.length === 0) return;
    const items = await loadInboxItems(
      this.database,
      here.map(({ notificationId }) => notificationId),
    );
    const wanted = items.filter((item) => this.sessions.of(item.userId).some((session) => session.wants(item)));
    for (const message of await this.reader.read(wanted)) {
      for (const session of this.sessions.of(message.userId)) session.offer(message);
    }
    for (const { userId } of here) this.unread.announce(userId);
  }

  async stop(): Promise<void> {
    await this.unread.stop();
  }

  /** Live messages may have passed by: every connection is caught up from where it stands. */
  async resynchronise(): Promise<void> {
    const queue = this.sessions.all().values();
    const lane = async () => {
      for (const session of queue) await this.catchUp.run(session);
    };
    await Promise.all(Array.from({ length: RESYNC_LANES }, lane));
  }
}
