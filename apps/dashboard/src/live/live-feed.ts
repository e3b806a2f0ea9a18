/** Implements F5, AC-06. The stream of figures: kept open, and honest about when it is not. */
import type { LiveFigures } from '#contracts';
import type { ApiClient } from '../api/api-client.js';
import { ApiProblem } from '../api/api-problem.js';
import { EventStreamParser, type ServerEvent } from '../api/event-stream.js';
import { Store } from '../store.js';

const PATH = '/notifications/analytics/stream';
const RETRY_DELAYS_MS = [1_000, 2_000, 4_000, 8_000, 15_000];
/** Nothing at all for so long, not even a comment: the connection is dead, though nobody said so. */
const SILENT_MS = 20_000;
/** Clocks that differ by less count as alike: answers take a while, now more, now less. */
const ALIKE_MS = 2_000;
/** Figures older than this are shown as such. */
export const STALE_MS = 10_000;

export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  /** The server answers, but cannot read its figures. */
  | { readonly state: 'troubled'; readonly since: number; readonly message: string }
  | { readonly state: 'reconnecting'; readonly since: number; readonly message: string }
  /** Another try would be answered alike. */
  | { readonly state: 'refused'; readonly message: string };

export interface Received {
  readonly figures: LiveFigures;
  /** By the clock of this computer, in ms: clocks differ. */
  readonly at: number;
}

interface Trouble {
  readonly detail: string;
  readonly since: string;
}

export class LiveFeed {
  readonly connection = new Store<Connection>({ state: 'connecting' });
  readonly received = new Store<Received | null>(null);
  /** By how much the server's clock is ahead of this computer's, in ms. */
  readonly ahead = new Store(0);
  private wake: () => void = () => undefined;

  constructor(
    private readonly api: ApiClient,
    /** Tells when the computer is back on a network. */
    private readonly network: EventTarget = window,
  ) {}

  /** Until the signal ends it. */
  async run(signal: AbortSignal): Promise<void> {
    const online = (): void => this.wake();
    this.network.addEventListener('online', online, { signal });
    let failures = 0;
    for (;;) {
      const before = this.received.value;
      const problem = await this.read(signal);
      if (signal.aborted) return;
      if (problem.status === 401 || problem.status === 403) {
        this.connection.set({ state: 'refused', message: problem.message });
        return;
      }
      if (this.received.value !== before) failures = 0;
      this.lost(problem.message);
      await this.rest(failures, signal);
      failures += 1;
    }
  }

  /** Resolves when the stream is over, with why. */
  private async read(signal: AbortSignal): Promise<ApiProblem> {
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), SILENT_MS);
    try {
      const response = await this.api.stream(PATH, AbortSignal.any([signal, silence.signal]));
      const reader = (response.body as ReadableStream<BufferSource>).pipeThrough(new TextDecoderStream()).getReader();
      const parser = new EventStreamParser();
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), SILENT_MS);
        this.take(parser.push(next.value));
      }
      return lostConnection('The server ended the stream.');
    } catch (error) {
      if (error instanceof ApiProblem) return error;
      return lostConnection(silence.signal.aborted ? 'The server has gone silent.' : 'The connection was lost.');
    } finally {
      clearTimeout(timer);
    }
  }

  /** Of several that arrived at once, the latest says it all. That a token has expired is answered to the next request. */
  private take(events: readonly ServerEvent[]): void {
    const latest = events.findLast(({ event }) => event === 'figures' || event === 'trouble');
    if (latest === undefined) return;
    if (latest.event === 'figures') {
      const received = { figures: JSON.parse(latest.data) as LiveFigures, at: Date.now() };
      this.compareClocks(received);
      this.received.set(received);
      this.connection.set({ state: 'live' });
    } else {
      const { detail, since } = JSON.parse(latest.data) as Trouble;
      this.connection.set({ state: 'troubled', since: Date.parse(since), message: detail });
    }
  }

  private compareClocks({ figures, at }: Received): void {
    const ahead = Date.parse(figures.at) - at;
    if (Math.abs(ahead - this.ahead.value) > ALIKE_MS) this.ahead.set(ahead);
  }

  private lost(message: string): void {
    const { value } = this.connection;
    const since = value.state === 'reconnecting' ? value.since : Date.now();
    this.connection.set({ state: 'reconnecting', since, message });
  }

  /** Some earlier, some later: a server that comes back is not met by all its readers at once. */
  private rest(failures: number, signal: AbortSignal): Promise<void> {
    const delay = RETRY_DELAYS_MS[Math.min(failures, RETRY_DELAYS_MS.length - 1)] ?? 0;
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, delay * (0.75 + Math.random() / 2));
      signal.addEventListener('abort', wake);
      this.wake = wake;
    });
  }
}

function lostConnection(message: string): ApiProblem {
  return new ApiProblem(message, 0, 'connection_lost', null);
}
