/**
 * Implements F8, AC-18. What one connection has been given: nothing missed, nothing twice.
 *
 * A catch-up reads the inbox while live messages go on arriving. They are held back until everything older was given, and those that
 * the catch-up found as well are dropped.
 */
import type { InboxMessage } from '#delivery';

type Position = Pick<InboxMessage, 'seq' | 'acknowledged'>;

/** The client's end of a connection. */
export interface Device {
  receive(message: InboxMessage): void;
  receiveUnread(count: number): void;
  /** Hangs up; the client connects anew and says what it has. */
  disconnect(): void;
}

export class StreamSession {
  private readonly given = new Set<number>();
  private readonly closing = new AbortController();
  private held: InboxMessage[] | undefined;
  /** Up to here a live message may be one that the client has from an earlier connection. */
  private floor = 0;
  private highest: number | null;

  /**
   * @param lastSeq the highest position the client has; null: it has nothing
   */
  constructor(
    readonly userId: string,
    lastSeq: number | null,
    private readonly device: Device,
  ) {
    this.highest = lastSeq;
  }

  /** The highest position that the client has or needs no more; null: not known yet. */
  get position(): number | null {
    return this.highest;
  }

  get isCatchingUp(): boolean {
    return this.held !== undefined;
  }

  /** Aborted once the connection is gone. */
  get closed(): AbortSignal {
    return this.closing.signal;
  }

  close(): void {
    this.closing.abort();
  }

  disconnect(): void {
    this.device.disconnect();
  }

  /** From here on live messages are held back. */
  beginCatchUp(): void {
    this.held ??= [];
  }

  /** @param top the highest position in the inbox now; everything up to there is the catch-up's to give */
  aimAt(top: number): void {
    this.floor = top;
    if (this.highest !== null) this.highest = Math.min(this.highest, top);
  }

  /** @param messages in order of position */
  give(messages: readonly InboxMessage[]): void {
    for (const message of messages) this.giveOnce(message);
  }

  /** Everything missed was given; what was held back follows. */
  endCatchUp(): void {
    const held = this.held ?? [];
    this.held = undefined;
    this.highest = Math.max(this.highest ?? 0, this.floor);
    for (const message of held.sort((a, b) => a.seq - b.seq)) this.offer(message);
  }

  /** Whether a live message would be given if it were offered. */
  wants({ seq, acknowledged }: Position): boolean {
    if (this.given.has(seq)) return false;
    return this.isCatchingUp || seq > this.floor || !acknowledged;
  }

  /** A live message. */
  offer(message: InboxMessage): void {
    if (this.held !== undefined) this.held.push(message);
    else if (this.wants(message)) this.giveOnce(message);
  }

  /** The count follows the messages: while these are still to come, it would be told too early. */
  tellUnread(count: number): void {
    if (!this.isCatchingUp) this.device.receiveUnread(count);
  }

  private giveOnce(message: InboxMessage): void {
    if (this.given.has(message.seq)) return;
    this.given.add(message.seq);
    this.highest = Math.max(this.highest ?? 0, message.seq);
    this.device.receive(message);
  }
}
