/** Implements F8, AC-18. Brings what happens in an inbox to the connections of its customer. */
import { Injectable } from '@nestjs/common';
import type { InAppLive } from '#contracts';
import { Database, loadInboxItems } from '#database';
import { InboxReader } from '#delivery';
import { CatchUp } from './catch-up.js';
import { InboxStandings } from './inbox-standings.js';
import { SessionRegistry } from './session.registry.js';
import type { StreamSession } from './stream-session.js';

@Injectable()
export class StreamService {
  constructor(
    private readonly database: Database,
    private readonly reader: InboxReader,
    private readonly sessions: SessionRegistry,
    private readonly standings: InboxStandings,
    private readonly catchUp: CatchUp,
  ) {}

  /** Known here before its inbox is read, so that no live message falls between the two. */
  async open(session: StreamSession): Promise<void> {
    this.sessions.add(session);
    await this.bringUpToDate(session);
  }

  close(session: StreamSession): void {
    session.close();
    this.sessions.remove(session);
  }

  /**
   * What happened in inboxes, to messages of one customer in order; those of customers who are not connected here are no work.
   * @throws DatabaseUnavailableError
   */
  async deliver(news: readonly InAppLive[]): Promise<void> {
    const here = news.filter(({ userId }) => this.sessions.has(userId));
    await this.bringArrivals(here.filter(({ change }) => change === 'arrived').map((one) => one.notificationId));
    for (const one of here) {
      if (one.change === 'arrived') continue;
      for (const session of this.sessions.of(one.userId)) session.tellChange(one);
    }
    for (const { userId } of here) this.standings.announce(userId);
  }

  /** Live messages may have passed by: every connection is brought up to date from where it stands. */
  async resynchronise(): Promise<void> {
    await Promise.all(this.sessions.all().map((session) => this.bringUpToDate(session)));
  }

  async stop(): Promise<void> {
    this.catchUp.stop();
    await this.standings.stop();
  }

  private async bringUpToDate(session: StreamSession): Promise<void> {
    const standing = await this.standings.of(session.userId);
    if (standing === undefined) return;
    session.aim(standing);
    if (session.isBehind) return this.giveMissed(session);
    session.tellHeld();
    session.tellUnread(standing.unread);
  }

  private async giveMissed(session: StreamSession): Promise<void> {
    await this.catchUp.run(session);
    this.standings.announce(session.userId);
  }

  private async bringArrivals(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const items = await loadInboxItems(this.database, ids);
    const wanted = items.filter(({ userId, seq }) => this.sessions.of(userId).some((session) => session.wants(seq)));
    const messages = new Map((await this.reader.read(wanted)).map((message) => [message.notification.id, message]));
    for (const { id, userId, seq } of items) {
      for (const session of this.sessions.of(userId)) {
        session.offer(seq, messages.get(id));
        if (session.isBehind && session.isPlaced) void this.giveMissed(session);
      }
    }
  }
}
