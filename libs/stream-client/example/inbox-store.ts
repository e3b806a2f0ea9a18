/**
 * Implements F8. What a page shows of an inbox: the list as the API gave it, and on top of it what the stream has told since. Knows no
 * framework: the plain page subscribes to it, and so does the hook for React.
 */
import { type NotificationStream, type StreamNotification, type StreamStatus, connect } from '../src/index.js';
import { InboxApi, type InboxItem } from './inbox-api.js';

const PAGE = 20;
const MOST_AT_ONCE = 100;

export interface ListedNotification extends StreamNotification {
  readonly isRead: boolean;
}

export interface InboxState {
  /** Newest first. */
  readonly items: readonly ListedNotification[];
  /** Of the whole inbox. */
  readonly unread: number;
  readonly hasMore: boolean;
  /** Marked as read here, which the server has not recorded yet: it may be out of reach. They count as unread until it has. */
  readonly marking: ReadonlySet<string>;
  readonly status: StreamStatus;
  /** What came last over the stream; null: nothing yet. */
  readonly latest: StreamNotification | null;
  /** What did not work, in words, and can be tried again; null: nothing. */
  readonly fault: string | null;
}

export interface InboxStoreOptions {
  readonly apiUrl: string;
  readonly streamUrl: string;
  /** The customer's access token. @param renew the last one was refused or has expired */
  readonly token: (renew: boolean) => Promise<string>;
}

/** Something that changed the inbox. Applied twice, it changes nothing more. */
type Change = (state: InboxState) => Partial<InboxState>;

interface Failure {
  readonly words: string;
  readonly again: () => Promise<void>;
}

const EMPTY: InboxState = {
  items: [],
  unread: 0,
  hasMore: false,
  marking: new Set(),
  status: { state: 'connecting' },
  latest: null,
  fault: null,
};

export class InboxStore {
  private state = EMPTY;
  private readonly subscribers = new Set<() => void>();
  private readonly api: InboxApi;
  private stream: NotificationStream | undefined;
  private cursor: string | null = null;
  /** What was told while a list was on its way, which may be older; undefined: none is. */
  private meanwhile: Change[] | undefined;
  /** Rises with each list. */
  private loads = 0;
  /** By what was attempted. Only its own success makes up for it. */
  private readonly failures = new Map<string, Failure>();
  private isClosed = false;

  constructor(private readonly options: InboxStoreOptions) {
    this.api = new InboxApi({ url: options.apiUrl, token: options.token });
    void this.start();
  }

  readonly subscribe = (subscriber: () => void): (() => void) => {
    this.subscribers.add(subscriber);
    return () => void this.subscribers.delete(subscriber);
  };

  /** The same object until something changes. */
  readonly getState = (): InboxState => this.state;

  /** Without a connection it waits for one. */
  readonly markRead = (id: string): Promise<void> =>
    this.attempt(`read ${id}`, 'That could not be marked as read.', async () => {
      this.change(({ marking }) => ({ marking: new Set([...marking, id]) }));
      try {
        await this.stream?.markRead(id);
        this.tell(markedRead((item) => item.id === id));
      } finally {
        this.change(({ marking }) => ({ marking: new Set([...marking].filter((other) => other !== id)) }));
      }
    });

  readonly archive = (id: string): Promise<void> =>
    this.attempt(`archive ${id}`, 'That could not be archived.', async () => {
      await this.api.archive(id);
      this.tell(archived(id));
    });

  readonly readAll = (): Promise<void> =>
    this.attempt('readAll', 'They could not be marked as read.', async () => {
      const newest = this.state.items[0]?.seq ?? 0;
      await this.api.readAll();
      this.tell(markedRead((item) => item.seq <= newest));
    });

  readonly showMore = (): Promise<void> =>
    this.attempt('more', 'Older messages could not be loaded.', async () => {
      const { loads } = this;
      const { items, nextCursor } = await this.api.list(PAGE, this.cursor);
      // The list was loaded anew: this page does not follow it.
      if (loads !== this.loads) return;
      this.cursor = nextCursor;
      this.change((state) => ({ items: [...state.items, ...items.map(listed)], hasMore: nextCursor !== null }));
    });

  /** Everything that did not work: the connection first, which others need. */
  readonly retry = async (): Promise<void> => {
    const failed = [...this.failures.values()];
    this.failures.clear();
    this.showFault();
    if (failed.some(({ again }) => again === this.start)) await this.start();
    await Promise.all(failed.filter(({ again }) => again !== this.start).map(({ again }) => again()));
  };

  close(): void {
    this.isClosed = true;
    this.stream?.close();
  }

  /** The list first: its newest message says from where on the stream has to tell. Keeps a stream that is not closed. */
  private readonly start = async (): Promise<void> => {
    await this.load();
    const hasStream = this.stream !== undefined && this.stream.status.state !== 'closed';
    if (hasStream || this.isClosed || this.failures.has('list')) return;
    const { streamUrl, token } = this.options;
    const lastSeq = this.state.items[0]?.seq ?? 0;
    this.stream = this.listen(connect({ url: streamUrl, getToken: ({ renew }) => token(renew), lastSeq }));
  };

  private listen(stream: NotificationStream): NotificationStream {
    let isFirst = true;
    stream.on('notification', (notification) => this.tell(arrived(notification)));
    stream.on('unread', (unread) => this.tell(() => ({ unread })));
    stream.on('read', (id) => this.tell(markedRead((item) => item.id === id)));
    stream.on('allRead', (upToSeq) => this.tell(markedRead((item) => item.seq <= upToSeq)));
    stream.on('archived', (id) => this.tell(archived(id)));
    stream.on('skipped', () => void this.load());
    stream.on('state', (status) => {
      this.change(() => ({ status }));
      // What others marked while there was no connection is not told again.
      if (status.state === 'online' && !isFirst) void this.load();
      if (status.state === 'online') isFirst = false;
      if (status.state === 'closed')
        this.fail('stream', `The live connection has ended (${status.reason}).`, this.start);
    });
    return stream;
  }

  /** As much of the list as is shown. */
  private load(): Promise<void> {
    const work = async (): Promise<void> => {
      const load = (this.loads += 1);
      const meanwhile: Change[] = (this.meanwhile = []);
      const limit = Math.min(MOST_AT_ONCE, Math.max(PAGE, this.state.items.length));
      const { items, nextCursor, unreadCount } = await this.api.list(limit).finally(() => {
        if (load === this.loads) this.meanwhile = undefined;
      });
      // A later one is under way, and will be newer.
      if (load !== this.loads) return;
      this.cursor = nextCursor;
      this.change(() => ({ items: items.map(listed), unread: unreadCount, hasMore: nextCursor !== null }));
      for (const change of meanwhile) this.change(change);
    };
    return this.attempt('list', 'The inbox could not be loaded.', work, this.start);
  }

  /**
   * @param what the same for the same thing
   * @param words should it fail
   */
  private async attempt(
    what: string,
    words: string,
    work: () => Promise<void>,
    again = () => this.attempt(what, words, work),
  ): Promise<void> {
    try {
      await work();
      this.failures.delete(what);
      this.showFault();
    } catch {
      this.fail(what, words, again);
    }
  }

  /** Said on the page: whoever sees it tries again. */
  private fail(what: string, words: string, again: Failure['again']): void {
    if (this.isClosed) return;
    this.failures.set(what, { words, again });
    this.showFault();
  }

  /** The last one: most likely it is of what was just clicked. */
  private showFault(): void {
    const fault = [...this.failures.values()].at(-1)?.words ?? null;
    if (fault !== this.state.fault) this.change(() => ({ fault }));
  }

  private tell(change: Change): void {
    this.meanwhile?.push(change);
    this.change(change);
  }

  private change(change: Change): void {
    this.state = { ...this.state, ...change(this.state) };
    for (const subscriber of this.subscribers) subscriber();
  }
}

function listed({ readAt, ...notification }: InboxItem): ListedNotification {
  return { ...notification, isRead: readAt !== null };
}

function arrived(notification: StreamNotification): Change {
  return ({ items }) => {
    if (items.some(({ id }) => id === notification.id)) return {};
    const item = { ...notification, isRead: false };
    return { items: [...items, item].sort((a, b) => b.seq - a.seq), latest: notification };
  };
}

function markedRead(concerns: (item: ListedNotification) => boolean): Change {
  return ({ items }) => ({
    items: items.map((item) => (!item.isRead && concerns(item) ? { ...item, isRead: true } : item)),
  });
}

function archived(id: string): Change {
  return ({ items }) => ({ items: items.filter((item) => item.id !== id) });
}
