/** Implements F5, AC-06. Server-sent events to one reader. https://html.spec.whatwg.org/multipage/server-sent-events.html */
import type { ServerResponse } from 'node:http';

/** What a reader waits before it comes back, in milliseconds. */
const RETRY_MS = 2_000;

/** Proxies neither hold it back nor change it. */
const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
} as const;

export interface ServerEvent {
  readonly name: string;
  readonly id?: string;
  readonly data: unknown;
}

/** An event as it is written: the same for all readers. */
export function eventText({ name, id, data }: ServerEvent): string {
  const idLine = id === undefined ? '' : `id: ${id}\n`;
  return `event: ${name}\n${idLine}data: ${JSON.stringify(data)}\n\n`;
}

export class EventStream {
  private blockedSince: number | undefined;

  constructor(private readonly response: ServerResponse) {
    response.writeHead(200, HEADERS);
    response.write(`retry: ${RETRY_MS}\n\n`);
  }

  /**
   * A reader that has not taken the last one is passed over: it wants the newest, not all. Nothing waits for it but what the socket holds.
   * @param now on a clock that never jumps, in milliseconds
   */
  send(text: string, now: number): void {
    if (this.response.writableNeedDrain) {
      this.blockedSince ??= now;
      return;
    }
    this.blockedSince = undefined;
    this.response.write(text);
  }

  /** For how long it has taken nothing. */
  blockedFor(now: number): number {
    return this.blockedSince === undefined ? 0 : now - this.blockedSince;
  }

  /** @param text of the last event. Absent: none */
  end(text?: string): void {
    this.response.end(text);
  }

  /** Without another word: it would not be read. */
  cut(): void {
    this.response.destroy();
  }
}
