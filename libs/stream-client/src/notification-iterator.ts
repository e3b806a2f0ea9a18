import { StreamError } from './stream.error.js';
import type { StreamNotification } from './stream.types.js';

/** Notifications that may wait to be read from one iterator. */
export const MOST_WAITING = 1_000;

interface Reader {
  readonly resolve: (result: IteratorResult<StreamNotification, undefined>) => void;
  readonly reject: (error: StreamError) => void;
}

/**
 * What comes from its creation on. It holds at most `MOST_WAITING` notifications that nobody reads: one more, and it ends with
 * `iterator_overflow` after those, so that a reader knows that it missed something.
 */
export class NotificationIterator implements AsyncIterableIterator<StreamNotification, undefined> {
  private waiting: StreamNotification[] = [];
  private readers: Reader[] = [];
  private ended: { readonly error: StreamError | undefined } | undefined;

  /** @param onEnd it takes no more */
  constructor(private readonly onEnd: (iterator: NotificationIterator) => void) {}

  push(notification: StreamNotification): void {
    const reader = this.readers.shift();
    if (reader !== undefined) reader.resolve({ done: false, value: notification });
    else if (this.waiting.length < MOST_WAITING) this.waiting.push(notification);
    else this.end(new StreamError('iterator_overflow', `${MOST_WAITING} notifications wait to be read`));
  }

  /** What waits can still be read. */
  end(error?: StreamError): void {
    if (this.ended !== undefined) return;
    this.ended = { error };
    this.onEnd(this);
    for (const reader of this.readers.splice(0)) this.finish(reader);
  }

  next(): Promise<IteratorResult<StreamNotification, undefined>> {
    return new Promise((resolve, reject) => {
      const value = this.waiting.shift();
      if (value !== undefined) resolve({ done: false, value });
      else if (this.ended === undefined) this.readers.push({ resolve, reject });
      else this.finish({ resolve, reject });
    });
  }

  return(): Promise<IteratorResult<StreamNotification, undefined>> {
    this.waiting = [];
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** An iterator fails once; then it is done. */
  private finish({ resolve, reject }: Reader): void {
    const error = this.ended?.error;
    this.ended = { error: undefined };
    if (error === undefined) resolve({ done: true, value: undefined });
    else reject(error);
  }
}
