/**
 * Implements F8, AC-18. A customer's stream over any number of connections: each says where the one before it stopped, so that nothing is
 * missed and nothing comes twice.
 */
import { Connection, type ConnectionEvents } from './connection.js';
import { ENDINGS, type Ending, waitBefore } from './endings.js';
import { Listeners } from './listeners.js';
import { NotificationIterator } from './notification-iterator.js';
import { watchPage } from './page-signals.js';
import { ReadMarks } from './read-marks.js';
import { StreamError } from './stream.error.js';
import type {
  ClosedReason,
  OfflineReason,
  SkippedMessages,
  StreamEvents,
  StreamNotification,
  StreamOptions,
  StreamStatus,
  StreamTiming,
} from './stream.types.js';

const PATH = '/api/v2/notifications/stream';

const TIMING: StreamTiming = {
  connectWithin: 20_000,
  answerWithin: 10_000,
  backoff: 2_000,
  longestBackoff: 30_000,
  stableAfter: 10_000,
  refusedFor: 60_000,
  silence: 35_000,
};

/**
 * Opens a customer's stream. It connects by itself, now and whenever a connection is lost, until it is closed.
 * Listeners that are added before the caller returns to the event loop miss nothing.
 * @throws TypeError where `url` is none, or `lastSeq` no position
 */
export function connect(options: StreamOptions): NotificationStream {
  return new NotificationStream(options);
}

export class NotificationStream implements AsyncIterable<StreamNotification> {
  private readonly listeners: Listeners<StreamEvents>;
  private readonly iterators = new Set<NotificationIterator>();
  private readonly marks = new ReadMarks();
  private readonly timing: StreamTiming;
  private readonly now: () => number;
  private readonly url: URL;
  private readonly unwatchPage: () => void;

  private current: StreamStatus = { state: 'connecting' };
  private position: number | undefined;
  private connection: Connection | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Rises with each attempt: what belongs to an earlier one is of no matter any more. */
  private attempt = 0;
  private onlineSince = 0;
  /** Connections in a row that did not last. */
  private failures = 0;
  /** Tokens are refused one after the other since then. */
  private refusedSince: number | undefined;
  private renew = false;

  /** Use `connect`. */
  constructor(private readonly options: StreamOptions) {
    this.url = new URL(options.url);
    const { lastSeq = 0 } = options;
    if (!Number.isSafeInteger(lastSeq) || lastSeq < 0)
      throw new TypeError(`lastSeq is no position: ${String(lastSeq)}`);
    this.listeners = new Listeners(options.report ?? throwApart);
    this.timing = { ...TIMING, ...options.timing };
    this.now = options.now ?? Date.now;
    this.position = options.lastSeq;
    this.unwatchPage = watchPage({
      networkIsBack: () => this.connectAnew(),
      isVisible: () => this.doubt(),
    });
    // Not at once: the caller wants to add listeners.
    queueMicrotask(() => void this.open());
  }

  /** The position that the page has come to; undefined: it has never been online. For the next `connect` of the same customer. */
  get lastSeq(): number | undefined {
    return this.position;
  }

  get status(): StreamStatus {
    return this.current;
  }

  /** @returns ends it */
  on<Name extends keyof StreamEvents>(name: Name, listener: (value: StreamEvents[Name]) => void): () => void {
    return this.listeners.add(name, listener);
  }

  /**
   * What comes from now on. An iterator holds up to 1,000 notifications that nobody reads; one more, and it ends with the error
   * `iterator_overflow` after those. It ends with the stream: by an error where `error` is told, else in good order.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<StreamNotification, undefined> {
    const iterator = new NotificationIterator((ended) => this.iterators.delete(ended));
    if (this.current.state === 'closed') iterator.end();
    else this.iterators.add(iterator);
    return iterator;
  }

  /**
   * Marks a message as read, now or as soon as there is a connection: up to 1,000 marks wait.
   * @returns resolved once the server has recorded it; rejected with a `StreamError` where the server will not take it (`not_found`,
   * `invalid_request`), where too many wait (`queue_full`), and where the stream closes before. A server that fails is asked again.
   */
  markRead(id: string): Promise<void> {
    return this.marks.add(id);
  }

  /** For good. Read marks that wait are rejected, iterators end. */
  close(): void {
    this.finish('closed', 'The stream was closed');
  }

  private async open(): Promise<void> {
    if (this.current.state === 'closed') return;
    const attempt = (this.attempt += 1);
    const isStale = (): boolean => attempt !== this.attempt;
    this.change({ state: 'connecting' });
    let token: string | null;
    try {
      token = await this.takeToken();
    } catch (cause) {
      if (!isStale()) this.retry('token_unavailable', 'soon', cause);
      return;
    }
    if (isStale()) return;
    if (token === null) this.finish('signed_out', 'Nobody is signed in');
    else this.connectWith(token);
  }

  /** @throws what `getToken` throws, or a `StreamError` where it takes too long */
  private async takeToken(): Promise<string | null> {
    const { getToken } = this.options;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      const error = new StreamError('token_unavailable', 'getToken takes too long');
      timer = setTimeout(() => reject(error), this.timing.connectWithin);
    });
    try {
      return await Promise.race([getToken({ renew: this.renew }), tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }

  private connectWith(token: string): void {
    const { origin, pathname } = this.url;
    const where = { url: origin, path: pathname.replace(/\/$/, '') + PATH };
    const options = { ...where, token, lastSeq: this.position, now: this.now, ...this.timing };
    this.connection = new Connection(options, this.connectionEvents());
  }

  private connectionEvents(): ConnectionEvents {
    const { listeners } = this;
    return {
      opened: () => this.opened(),
      notification: (notification) => this.receive(notification),
      unread: (count, lastSeq) => this.count(count, lastSeq),
      read: (id) => listeners.tell('read', id),
      archived: (id) => listeners.tell('archived', id),
      allRead: (upToSeq) => listeners.tell('allRead', upToSeq),
      skipped: (skipped) => this.skip(skipped),
      ended: ({ ending, message, refused }) => {
        this.lose();
        if (refused) this.refused(ending, message);
        else this.follow(ending, message);
      },
    };
  }

  private opened(): void {
    this.onlineSince = this.now();
    this.refusedSince = undefined;
    this.renew = false;
    this.change({ state: 'online' });
    this.marks.resume((id) => this.connection?.markRead(id) ?? Promise.resolve('lost'));
  }

  /** Also where no message came, it is known from here on what was missed. */
  private count(unread: number, lastSeq: number): void {
    this.position = Math.max(this.position ?? 0, lastSeq);
    this.listeners.tell('unread', unread);
  }

  /** What follows is above that, also where the inbox turns out to be shorter than it was. */
  private skip(skipped: SkippedMessages): void {
    this.position = skipped.beforeSeq - 1;
    this.listeners.tell('skipped', skipped);
  }

  /** @returns whether the page has it: where nobody listens, nobody was told. What comes again was handed over before. */
  private receive(notification: StreamNotification): boolean {
    if (notification.seq <= (this.position ?? -1)) return true;
    this.position = notification.seq;
    const isHandedOver = this.iterators.size > 0 || this.listeners.has('notification');
    this.listeners.tell('notification', notification);
    for (const iterator of this.iterators) iterator.push(notification);
    return isHandedOver;
  }

  /** Where fresh tokens are refused again and again, something is wrong that only people can heal. */
  private refused(ending: Ending, message: string): void {
    const now = this.now();
    this.refusedSince = ENDINGS[ending] === 'renew' ? (this.refusedSince ?? now) : undefined;
    if (now - (this.refusedSince ?? now) > this.timing.refusedFor) this.finish(ending, message);
    else this.follow(ending, message);
  }

  private follow(ending: Ending, message: string): void {
    const sequel = ENDINGS[ending];
    if (sequel === 'never') this.finish(ending, message);
    else this.retry(ending, sequel);
  }

  private retry(reason: OfflineReason, sequel: Parameters<typeof waitBefore>[0], cause?: unknown): void {
    this.renew ||= sequel === 'renew';
    const { random = Math.random } = this.options;
    const retryInMs = waitBefore(sequel, this.failures, { ...this.timing, random });
    this.failures += 1;
    this.timer = setTimeout(() => void this.open(), retryInMs);
    this.change({ state: 'offline', reason, retryInMs, ...(cause === undefined ? {} : { cause }) });
  }

  /** Timers stand still in a page that nobody looks at: neither its waiting nor its connection may be what they seem. */
  private doubt(): void {
    const isLost = this.connection !== undefined && this.connection.silentFor > this.timing.silence;
    if (this.current.state === 'offline' || isLost) this.connectAnew();
  }

  private connectAnew(): void {
    this.lose();
    void this.open();
  }

  private lose(): void {
    clearTimeout(this.timer);
    this.marks.pause();
    this.connection?.discard();
    this.connection = undefined;
    const lasted = this.current.state === 'online' && this.now() - this.onlineSince >= this.timing.stableAfter;
    if (lasted) this.failures = 0;
  }

  private finish(reason: ClosedReason, message: string): void {
    if (this.current.state === 'closed') return;
    this.attempt += 1;
    this.lose();
    this.unwatchPage();
    const error = new StreamError(reason, message);
    const isFault = reason !== 'closed' && reason !== 'signed_out';
    this.marks.end(error);
    for (const iterator of [...this.iterators]) iterator.end(isFault ? error : undefined);
    this.change({ state: 'closed', reason });
    if (isFault) this.listeners.tell('error', error);
  }

  private change(status: StreamStatus): void {
    this.current = status;
    this.listeners.tell('state', status);
  }
}

function throwApart(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
