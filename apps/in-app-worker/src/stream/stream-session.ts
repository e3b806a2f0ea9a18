/**
 * Implements F8, AC-18. What one connection has been given: nothing missed, nothing twice, nothing out of order.
 *
 * Positions in an inbox are given in the order in which messages arrive, without gaps and without latecomers. So one number says what a
 * connection has: its position. A live message is given if it is the very next one. Whatever else is heard of raises `top`, the highest
 * position there is known to be; a session below it is behind, and is given the rest from the inbox.
 */
import type { InAppLive } from '#contracts';
import type { InboxStanding } from '#database';
import type { InboxMessage } from '#delivery';
import type { ClosingCode, SignedIn, SkippedMessages } from './stream-events.js';

/** How a message comes to a connection: as it arrives, or from the inbox. */
export type Way = 'live' | 'replay';

/** The client's end of a connection. */
export interface Device {
  receive(message: InboxMessage, way: Way): void;
  /** @param position everything up to there it was given, or need not be */
  receiveUnread(count: number, position: number): void;
  receiveChange(change: InAppLive): void;
  receiveSkipped(skipped: SkippedMessages): void;
  /** Resolves once it has taken what it was sent, or is gone. */
  taken(): Promise<void>;
  /** Says why, then closes the transport: the client connects anew and says what it has. */
  end(code: ClosingCode): void;
  /** Without a word: something failed here. */
  hangUp(): void;
}

/** What happened to messages that are still to come; a client that is so far behind connects again. */
const MOST_HELD = 1_000;

export class StreamSession {
  private held: InAppLive[] = [];
  private reached: number | undefined;
  private highest = 0;
  private gone = false;

  constructor(
    readonly client: SignedIn,
    readonly device: Device,
  ) {}

  get userId(): string {
    return this.client.userId;
  }

  /** Everything up to here was given, or need not be; undefined: where it begins is not known yet. */
  get position(): number | undefined {
    return this.reached;
  }

  /** The highest position in the inbox that was heard of. */
  get top(): number {
    return this.highest;
  }

  /** Whether it is known where it begins; until then it is being opened. */
  get isPlaced(): boolean {
    return this.reached !== undefined;
  }

  get isBehind(): boolean {
    return this.reached === undefined || this.reached < this.highest;
  }

  get isClosed(): boolean {
    return this.gone;
  }

  close(): void {
    this.gone = true;
  }

  /** Where the inbox stands. A client that claims to have more than there is has what there is, and is told so. */
  aim({ top, unread }: InboxStanding): void {
    this.noteTop(top);
    if (this.reached !== undefined) return;
    const { lastSeq } = this.client;
    if (lastSeq === null) {
      // Reading is confirming: where all is read, there is nothing that no device has confirmed.
      if (unread === 0) this.reached = top;
      return;
    }
    this.reached = Math.min(lastSeq, top);
    // It has seen another inbox than this one, restored or not its own: it must not take what comes for what it has.
    if (lastSeq > top) this.device.receiveSkipped({ afterSeq: top, beforeSeq: top + 1 });
  }

  noteTop(seq: number): void {
    this.highest = Math.max(this.highest, seq);
  }

  /** Whether a live message would be new to it. */
  wants(seq: number): boolean {
    return this.reached !== undefined && seq > this.reached;
  }

  /** A message that has just arrived; undefined: it cannot be shown. */
  offer(seq: number, message: InboxMessage | undefined): void {
    if (message !== undefined && this.reached !== undefined && seq === this.reached + 1) this.give(message, 'live');
    this.noteTop(seq);
  }

  /** @param messages from the inbox, in order of position; what came live meanwhile is passed over */
  replay(messages: readonly InboxMessage[]): void {
    for (const message of messages) {
      if (message.seq > (this.reached ?? 0)) this.give(message, 'replay');
    }
  }

  /** What lies up to there and was not given cannot be shown. */
  passTo(seq: number): void {
    this.reached = Math.max(this.reached ?? 0, seq);
  }

  /** Leaves out everything up to there, and says so. */
  skipTo(seq: number): void {
    this.device.receiveSkipped({ afterSeq: this.reached ?? 0, beforeSeq: seq + 1 });
    this.passTo(seq);
  }

  /** What happened to messages follows them: a page that was read before would bring them back as they were. */
  tellChange(change: InAppLive): void {
    if (!this.isBehind && this.held.length === 0) this.device.receiveChange(change);
    else if (this.held.length < MOST_HELD) this.held.push(change);
    else this.device.hangUp();
  }

  /** Everything missed was given. */
  tellHeld(): void {
    for (const change of this.held.splice(0)) this.device.receiveChange(change);
  }

  /** The count follows the messages: while some are still to come, it would be told too early. */
  tellUnread(count: number): void {
    if (this.reached !== undefined && !this.isBehind) this.device.receiveUnread(count, this.reached);
  }

  private give(message: InboxMessage, way: Way): void {
    this.reached = message.seq;
    this.device.receive(message, way);
  }
}
