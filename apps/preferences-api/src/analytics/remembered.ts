/** A value that is read again once it is so old; whoever asks before gets the last one. */
import type { Clock } from '#runtime';

export class Remembered<T> {
  private last: { readonly value: T; readonly at: number } | undefined;

  /** @param forMs counted from when it was read */
  constructor(
    private readonly clock: Clock,
    private readonly forMs: number,
    private readonly read: (now: Date) => Promise<T>,
  ) {}

  async get(now: Date): Promise<T> {
    const at = this.clock.monotonic();
    if (this.last === undefined || at - this.last.at >= this.forMs) this.last = { value: await this.read(now), at };
    return this.last.value;
  }
}
