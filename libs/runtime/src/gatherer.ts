import { setTimeout as delay } from 'node:timers/promises';

export interface GathererOptions<Item> {
  /** The most that one run is given: items, or the sum of their `weigh`. A single item may weigh more. */
  readonly most: number;
  readonly weigh?: (item: Item) => number;
  /** No run is given two items of one key. Default: no item excludes another. */
  readonly keyOf?: (item: Item) => unknown;
  /** How many runs there are at a time; default 1. What comes meanwhile is gathered for the next. */
  readonly atOnce?: number;
  /** How long the first item waits for company; default 5 ms: what finishes together, comes together. */
  readonly gatherMs?: number;
  /** How long it rests after a run; default: not at all. What is not urgent is cheaper in few large batches. */
  readonly restMs?: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly done: (result: Result) => void;
  readonly failed: (error: unknown) => void;
}

const GATHER_MS = 5;

/**
 * Does together what is asked for separately: one transaction or request for all that came while the last one ran. Cheap work stays quick,
 * and the busier it gets, the more is done at a time.
 */
export class Gatherer<Item, Result = void> {
  private waiting: Waiting<Item, Result>[] = [];
  private running = 0;
  private idleListeners: (() => void)[] = [];

  /** @param run gives one result per item, in their order, if there are any; what it throws, all of them get */
  constructor(
    private readonly run: (items: readonly Item[]) => Promise<readonly Result[]> | Promise<void>,
    private readonly options: GathererOptions<Item>,
  ) {}

  /** Resolves with the item's own result. */
  add(item: Item): Promise<Result> {
    return new Promise((done, failed) => {
      this.waiting.push({ item, done, failed });
      if (this.running < (this.options.atOnce ?? 1)) void this.work();
    });
  }

  /** Resolves once nothing waits and nothing runs. */
  async idle(): Promise<void> {
    if (this.running > 0) await new Promise<void>((resolve) => this.idleListeners.push(resolve));
  }

  private async work(): Promise<void> {
    this.running += 1;
    await delay(this.options.gatherMs ?? GATHER_MS);
    while (this.waiting.length > 0) {
      await this.runOnce(this.next());
      if (this.options.restMs !== undefined) await delay(this.options.restMs);
    }
    this.running -= 1;
    if (this.running === 0) for (const tell of this.idleListeners.splice(0)) tell();
  }

  private async runOnce(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.run(batch.map(({ item }) => item));
      batch.forEach(({ done }, i) => done(results?.[i] as Result));
    } catch (error) {
      for (const { failed } of batch) failed(error);
    }
  }

  private next(): Waiting<Item, Result>[] {
    const { most, weigh = () => 1, keyOf = () => Symbol('different') } = this.options;
    const batch: Waiting<Item, Result>[] = [];
    const later: Waiting<Item, Result>[] = [];
    const keys = new Set<unknown>();
    let weight = 0;
    for (const entry of this.waiting) {
      const fits = batch.length === 0 || weight + weigh(entry.item) <= most;
      const key = keyOf(entry.item);
      if (!fits || keys.has(key)) {
        later.push(entry);
        continue;
      }
      keys.add(key);
      weight += weigh(entry.item);
      batch.push(entry);
    }
    this.waiting = later;
    return batch;
  }
}
