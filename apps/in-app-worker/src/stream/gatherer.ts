import { setTimeout as delay } from 'node:timers/promises';

export interface GathererOptions<T> {
  /** How long the first item waits for company, in milliseconds. */
  readonly gatherMs: number;
  /** The most items handed over at once. */
  readonly most: number;
  readonly handle: (items: readonly T[]) => Promise<void>;
  /** `handle` has failed; its items are gone. */
  readonly failed: (error: unknown) => void;
}

/** Collects items, each once, and hands them over a batch at a time: never two batches at once. */
export class Gatherer<T> {
  private readonly waiting = new Set<T>();
  private running: Promise<void> | undefined;

  constructor(private readonly options: GathererOptions<T>) {}

  add(item: T): void {
    this.waiting.add(item);
    this.running ??= this.run();
  }

  /** Resolves once everything added so far was handed over. */
  async idle(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    const { gatherMs, most, handle, failed } = this.options;
    await delay(gatherMs);
    while (this.waiting.size > 0) {
      const batch = [...this.waiting].slice(0, most);
      for (const item of batch) this.waiting.delete(item);
      await handle(batch).catch(failed);
    }
    this.running = undefined;
  }
}
