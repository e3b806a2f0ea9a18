import { type NotificationStream, type StreamOptions, connect } from '../../libs/stream-client/src/index.js';
import type { Passed, Skipped, StreamWire } from './stream-wire.js';

/** That a message was read, as a page asks for it. Milliseconds since 1970. */
export interface ReadMark {
  readonly id: string;
  readonly askedAt: number;
  /** When the server's yes was in hand; null: it has not answered. */
  answeredAt: number | null;
}

/** What a page has been shown. It was shown nothing of an inbox up to `startedAfter`, and said so. */
export interface PageLog {
  readonly startedAfter: number;
  readonly shown: readonly Passed[];
  readonly skipped: readonly Skipped[];
}

type Connecting = Pick<StreamOptions, 'getToken' | 'timing'> & { readonly startedAfter?: number };

/** A customer's page that keeps a log: the product's own client behind a wire of its own. */
export class StreamDevice implements PageLog {
  readonly shown: Passed[] = [];
  readonly skipped: Skipped[] = [];
  readonly marks: ReadMark[] = [];
  /** Messages it was told to be read, in the order of the news. */
  readonly read: string[] = [];
  /** What it was told last; null: nothing yet. */
  unread: number | null = null;
  /** Why the client gave up; null: it did not. */
  fault: string | null = null;
  readonly startedAfter: number;
  /** Marks that may still be answered. */
  marksUnderWay = 0;
  private stream: NotificationStream | undefined;

  constructor(
    readonly userId: string,
    readonly wire: StreamWire,
    private readonly options: Connecting,
  ) {
    this.startedAfter = options.startedAfter ?? 0;
  }

  get isOnline(): boolean {
    return this.stream?.status.state === 'online';
  }

  /** The position of the newest message it was shown. */
  get position(): number {
    return this.shown.at(-1)?.seq ?? this.startedAfter;
  }

  /** A new page, which goes on where the one before it stopped. */
  open(): void {
    this.close();
    const { getToken, timing = {} } = this.options;
    const stream = connect({ url: this.wire.url, getToken, timing, lastSeq: this.position });
    stream.on('notification', ({ id, seq }) => this.shown.push({ id, seq, at: Date.now() }));
    stream.on('skipped', (skipped) => this.skipped.push(skipped));
    stream.on('unread', (count) => (this.unread = count));
    stream.on('read', (id) => this.read.push(id));
    stream.on('error', ({ code }) => (this.fault = code));
    this.stream = stream;
  }

  close(): void {
    this.stream?.close();
    this.stream = undefined;
  }

  /** Resolves once it was answered, or will not be. */
  async markRead(id: string): Promise<void> {
    const mark: ReadMark = { id, askedAt: Date.now(), answeredAt: null };
    this.marks.push(mark);
    this.marksUnderWay += 1;
    const answered = await this.stream?.markRead(id).then(
      () => true,
      // The page was closed with the mark in its queue, or the server gave no answer: nothing was promised.
      () => false,
    );
    this.marksUnderWay -= 1;
    if (answered === true) mark.answeredAt = Date.now();
  }
}
