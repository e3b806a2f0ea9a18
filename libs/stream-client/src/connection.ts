/** Implements F8, AC-18. One connection to the stream, from its opening to its end; the next one is another. */
import { type Socket, io } from 'socket.io-client';
import { type Ending, endingOf } from './endings.js';
import type { MarkAnswer } from './read-marks.js';
import { StreamError } from './stream.error.js';
import type { SkippedMessages, StreamNotification } from './stream.types.js';

interface ServerEvents {
  notification: (notification: StreamNotification, acknowledge: () => void) => void;
  unread_count: (unread: { count: number; lastSeq: number }) => void;
  read: (read: { id: string }) => void;
  archived: (archived: { id: string }) => void;
  all_read: (all: { upToSeq: number }) => void;
  skipped: (skipped: SkippedMessages) => void;
  closing: (farewell: Farewell) => void;
  exception: (fault: Fault) => void;
}

interface Fault {
  readonly code?: string;
  readonly message?: string;
  /** What was asked for. */
  readonly cause?: { readonly data?: { readonly id?: unknown } };
}

interface ClientEvents {
  read: (read: { id: string }, answer: (result: unknown) => void) => void;
}

interface Farewell {
  readonly code: string;
  readonly message: string;
}

/** What a connection tells; nothing after `ended`. */
export interface ConnectionEvents {
  opened(): void;
  /** @returns whether it was taken: it is acknowledged then */
  notification(notification: StreamNotification): boolean;
  /** @param lastSeq everything up to there was sent, or need not be */
  unread(count: number, lastSeq: number): void;
  read(id: string): void;
  archived(id: string): void;
  allRead(upToSeq: number): void;
  skipped(skipped: SkippedMessages): void;
  /** @param how.refused it was never open */
  ended(how: { readonly ending: Ending; readonly message: string; readonly refused: boolean }): void;
}

export interface ConnectionOptions {
  readonly url: string;
  readonly path: string;
  readonly token: string;
  readonly lastSeq: number | undefined;
  /** In milliseconds. */
  readonly connectWithin: number;
  readonly answerWithin: number;
  readonly now: () => number;
}

export class Connection {
  private readonly socket: Socket<ServerEvents, ClientEvents>;
  private readonly deadline: ReturnType<typeof setTimeout>;
  /** The one that waits for its answer. */
  private mark: { readonly id: string; readonly settle: (answer: MarkAnswer) => void } | undefined;
  private opened = false;
  private ended = false;
  private heardAt: number;

  constructor(
    private readonly options: ConnectionOptions,
    private readonly events: ConnectionEvents,
  ) {
    const { url, path, token, lastSeq, connectWithin } = options;
    this.heardAt = options.now();
    this.socket = io(url, {
      path,
      auth: { token, ...(lastSeq === undefined ? {} : { lastSeq }) },
      transports: ['websocket'],
      // Whoever made this connection makes the next one, with another token and another position.
      reconnection: false,
      forceNew: true,
      timeout: connectWithin,
    });
    // Beyond the transport's own time-out: a server may take the connection and then say nothing.
    this.deadline = setTimeout(() => this.end('connection_lost', 'The server does not answer'), connectWithin);
    this.listen();
  }

  /** For how long nothing came, in milliseconds. */
  get silentFor(): number {
    return this.options.now() - this.heardAt;
  }

  /** One at a time. Never rejects. */
  markRead(id: string): Promise<MarkAnswer> {
    if (this.ended) return Promise.resolve('lost');
    return new Promise((resolve) => {
      this.mark = { id, settle: resolve };
      this.socket.timeout(this.options.answerWithin).emit('read', { id }, (error: Error | null) => {
        resolve(error === null ? 'done' : new StreamError('not_answered', 'The server did not answer the read mark'));
      });
    });
  }

  /** Without a word. */
  discard(): void {
    this.ended = true;
    clearTimeout(this.deadline);
    this.socket.off();
    this.socket.disconnect();
    this.mark?.settle('lost');
  }

  private listen(): void {
    const { socket, events } = this;
    socket.on('connect', () => this.open());
    socket.on('connect_error', (error) => this.refused(error));
    socket.on('closing', (farewell) => this.end(endingOf(farewell.code), farewell.message));
    socket.on('disconnect', (reason) => this.end('connection_lost', `The connection is gone (${reason})`));
    socket.on('notification', (notification, acknowledge) => {
      if (events.notification(notification)) acknowledge();
    });
    socket.on('unread_count', ({ count, lastSeq }) => events.unread(count, lastSeq));
    socket.on('read', ({ id }) => events.read(id));
    socket.on('archived', ({ id }) => events.archived(id));
    socket.on('all_read', ({ upToSeq }) => events.allRead(upToSeq));
    socket.on('skipped', (skipped) => events.skipped(skipped));
    socket.on('exception', (fault) => this.fail(fault));
    socket.io.on('packet', () => this.hear());
    socket.io.on('ping', () => this.hear());
  }

  /** A fault that comes too late is about a mark that waits no more. */
  private fail({ code = 'internal_error', message = 'The server failed', cause }: Fault): void {
    const about = cause?.data?.id ?? this.mark?.id;
    if (about === this.mark?.id) this.mark?.settle(new StreamError(code, message));
  }

  private hear(): void {
    this.heardAt = this.options.now();
  }

  private open(): void {
    clearTimeout(this.deadline);
    this.opened = true;
    this.events.opened();
  }

  /** Without a code of the server's it never got that far. */
  private refused(error: Error & { data?: { code?: unknown } }): void {
    this.end(endingOf(error.data?.code), error.message);
  }

  private end(ending: Ending, message: string): void {
    if (this.ended) return;
    this.discard();
    this.events.ended({ ending, message, refused: !this.opened });
  }
}
