/**
 * Implements F5, AC-06, N4, N9. Tells everybody who listens how the service stands, once a second, and more
 * rarely where reading takes long. It is read once however many listen, and not at all while nobody does.
 */
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { Clock, LOGGER, type Logger, ProcessExit, isRetryable, sleep } from '#runtime';
import { ProblemError } from '../problems/problem.error.js';
import { PROBLEMS } from '../problems/problems.js';
import { type EventStream, eventText } from './event-stream.js';
import { LiveFiguresReader } from './live-figures.reader.js';

const EVERY_MS = 1_000;
/** What waits is counted row by row: with a million of them, counting must not keep the database from sending them. */
const READING_SHARE = 0.2;
/** A comment, so that nobody on the way takes the connection for dead while there is trouble. */
const HEARTBEAT_MS = 10_000;
const HEARTBEAT = ': still here\n\n';
/** A reader that takes nothing for so long is gone, though nobody said so. */
const PATIENCE_MS = 30_000;
/** Each costs a socket; people and their screens are few. */
const MOST_LISTENERS = 500;

interface Listener {
  readonly stream: EventStream;
  readonly expiresAt: Date;
}

@Injectable()
export class LiveFiguresFeed implements BeforeApplicationShutdown {
  private readonly listeners = new Set<Listener>();
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  /** The last event that was told. */
  private last: { readonly text: string; readonly at: number } | undefined;
  private troubleSince: Date | undefined;

  constructor(
    private readonly reader: LiveFiguresReader,
    private readonly clock: Clock,
    private readonly exit: ProcessExit,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws ProblemError when this process takes no more listeners */
  checkRoom(): void {
    const full = this.listeners.size >= MOST_LISTENERS || this.stopping.signal.aborted;
    if (full) throw new ProblemError('temporarily_unavailable');
  }

  /** @returns to be called when the reader has gone */
  listen(stream: EventStream, expiresAt: Date): () => void {
    const listener = { stream, expiresAt };
    this.listeners.add(listener);
    const now = this.clock.monotonic();
    if (this.last !== undefined && now - this.last.at < EVERY_MS) stream.send(this.last.text, now);
    this.running ??= this.run().catch((error: unknown) => this.exit.fail('live figures stopped', error));
    return () => this.listeners.delete(listener);
  }

  /** Before the server waits for its connections to end. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    for (const { stream } of this.listeners) stream.end(eventText({ name: 'closing', data: {} }));
    this.listeners.clear();
    await this.running;
  }

  private async run(): Promise<void> {
    // By itself: reading may take long when there is trouble.
    const beating = setInterval(() => this.beat(), HEARTBEAT_MS);
    try {
      while (this.listeners.size > 0) {
        const begun = this.clock.monotonic();
        this.tell(await this.nextEvent());
        this.dismiss();
        const tookMs = this.clock.monotonic() - begun;
        await sleep(Math.max(EVERY_MS, tookMs / READING_SHARE) - tookMs, this.stopping.signal);
      }
    } finally {
      clearInterval(beating);
      // In the same moment as the last look for listeners: whoever comes next starts it again.
      this.running = undefined;
    }
  }

  private beat(): void {
    this.tell(HEARTBEAT);
    this.dismiss();
  }

  /** Figures, or why there are none. */
  private async nextEvent(): Promise<string> {
    const event = await this.readEvent();
    this.last = { text: event, at: this.clock.monotonic() };
    return event;
  }

  private async readEvent(): Promise<string> {
    try {
      const figures = await this.reader.read();
      this.troubleSince = undefined;
      return eventText({ name: 'figures', id: String(Date.parse(figures.at)), data: figures });
    } catch (error) {
      if (!isRetryable(error)) throw error;
      if (this.troubleSince === undefined) this.logger.warn({ err: error }, 'live figures cannot be read');
      this.troubleSince ??= this.clock.now();
      const { title } = PROBLEMS.temporarily_unavailable;
      return eventText({
        name: 'trouble',
        data: { code: 'temporarily_unavailable', detail: title, since: this.troubleSince.toISOString() },
      });
    }
  }

  private tell(text: string): void {
    const now = this.clock.monotonic();
    for (const { stream } of this.listeners) stream.send(text, now);
  }

  private dismiss(): void {
    const [now, monotonic] = [this.clock.now(), this.clock.monotonic()];
    for (const listener of this.listeners) {
      const { stream, expiresAt } = listener;
      // First: whoever takes nothing would not take the last event either, and its socket would stay.
      if (stream.blockedFor(monotonic) >= PATIENCE_MS) stream.cut();
      else if (now >= expiresAt) stream.end(EXPIRED);
      else continue;
      this.listeners.delete(listener);
    }
  }
}

const EXPIRED = eventText({ name: 'expired', data: { code: 'expired_token', detail: PROBLEMS.expired_token.title } });
