/** Implements F8. Where customers' inboxes stand: how far they go, and how much is unread. */
import { Inject, Injectable } from '@nestjs/common';
import { Database, type InboxStanding, readInboxStandings } from '#database';
import { Gatherer, LOGGER, type Logger, ProcessExit, isRetryable, sleep, untilAvailable } from '#runtime';
import { SessionRegistry } from './session.registry.js';

const MOST_PER_BATCH = 500;
/** A count is not urgent, and one is enough for all that happens within this time, in milliseconds. */
const TOLD_AFTER_MS = 50;

/** Many connections open in the same moment, after a deployment above all: they are asked about together. */
@Injectable()
export class InboxStandings {
  private readonly stopping = new AbortController();
  /** Asked by somebody, and not read yet. */
  private readonly asked = new Map<string, Promise<InboxStanding | undefined>>();
  private readonly toTell = new Set<string>();
  private telling: Promise<void> | undefined;
  /** One reading at a time: an older count must not be told after a newer one. */
  private readonly gatherer = new Gatherer<string, InboxStanding | undefined>((userIds) => this.read(userIds), {
    most: MOST_PER_BATCH,
  });

  constructor(
    private readonly database: Database,
    private readonly sessions: SessionRegistry,
    private readonly exit: ProcessExit,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** As of a moment after this call; an outage of the database is waited out. Never rejects. @returns undefined when the app stops meanwhile */
  of(userId: string): Promise<InboxStanding | undefined> {
    const asked = this.asked.get(userId) ?? this.gatherer.add(userId);
    this.asked.set(userId, asked);
    return asked;
  }

  /** Counts anew, soon, and tells every device of the customer. */
  announce(userId: string): void {
    this.toTell.add(userId);
    this.telling ??= this.tellSoon();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.telling;
    await this.gatherer.idle();
  }

  private async tellSoon(): Promise<void> {
    await sleep(TOLD_AFTER_MS, this.stopping.signal);
    this.telling = undefined;
    const userIds = [...this.toTell];
    this.toTell.clear();
    if (!this.stopping.signal.aborted) for (const userId of userIds) void this.tell(userId);
  }

  private async tell(userId: string): Promise<void> {
    const standing = await this.of(userId);
    if (standing === undefined) return;
    for (const session of this.sessions.of(userId)) session.tellUnread(standing.unread);
  }

  private async read(userIds: readonly string[]): Promise<(InboxStanding | undefined)[]> {
    for (const userId of userIds) this.asked.delete(userId);
    const standings = await this.find(userIds);
    return userIds.map((userId) => standings.get(userId));
  }

  private async find(userIds: readonly string[]): Promise<Map<string, InboxStanding>> {
    try {
      return await untilAvailable(
        () => readInboxStandings(this.database, userIds),
        (error, attempt) => this.logger.warn({ err: error, attempt }, 'looking where inboxes stand waits'),
        this.stopping.signal,
      );
    } catch (error) {
      if (!this.stopping.signal.aborted || !isRetryable(error)) this.exit.fail('inboxes cannot be looked at', error);
      return new Map();
    }
  }
}
