/** A handler that has neither finished nor met an outage for this long is stuck. */
const STUCK_AFTER_MS = 300_000;

/** Sees whether the handlers of batches still get on. Waiting for an outage to end is getting on. */
export class BatchWatch {
  /** When each batch in hand last got on. */
  private readonly seen = new Map<symbol, number>();
  private readonly idleListeners: (() => void)[] = [];

  /** @param monotonic milliseconds */
  constructor(private readonly monotonic: () => number = () => performance.now()) {}

  /** @param work is given what to call whenever the batch gets on */
  async during(work: (gettingOn: () => void) => Promise<void>): Promise<void> {
    const batch = Symbol('batch');
    const gettingOn = () => this.seen.set(batch, this.monotonic());
    gettingOn();
    try {
      await work(gettingOn);
    } finally {
      this.seen.delete(batch);
      if (this.seen.size === 0) for (const tell of this.idleListeners.splice(0)) tell();
    }
  }

  /** Resolves once no batch is in hand. */
  async untilIdle(): Promise<void> {
    if (this.seen.size > 0) await new Promise<void>((resolve) => this.idleListeners.push(resolve));
  }

  /** @returns undefined while all is well, else what is wrong */
  fault(): string | undefined {
    const since = this.monotonic() - STUCK_AFTER_MS;
    return [...this.seen.values()].some((at) => at < since) ? 'a batch handler is stuck' : undefined;
  }
}
