/** Implements N4. Bounds what a worker has claimed: never more rows than it can send at once. */

/** Share that due rows may take, so that a released backlog leaves room for fresh ones; and the other way round. */
const DUE_SHARE = 0.5;
const FRESH_SHARE = 0.75;
/** Fresh rows are claimed in groups: a claim per freed slot would be a statement per message. */
const GROUP_SHARE = 0.25;

export type SlotKind = 'fresh' | 'due';

export class Slots {
  private readonly used: Record<SlotKind, number> = { fresh: 0, due: 0 };
  private waiters: (() => void)[] = [];

  constructor(readonly capacity: number) {}

  free(kind: SlotKind): number {
    const own = Math.ceil(this.capacity * (kind === 'due' ? DUE_SHARE : FRESH_SHARE)) - this.used[kind];
    return Math.max(0, Math.min(own, this.capacity - this.used.fresh - this.used.due));
  }

  get inUse(): number {
    return this.used.fresh + this.used.due;
  }

  take(kind: SlotKind, count: number): void {
    this.used[kind] += count;
  }

  release(kind: SlotKind, count: number): void {
    this.used[kind] -= count;
    const woken = this.waiters;
    this.waiters = [];
    for (const wake of woken) wake();
  }

  /** Resolves once a worthwhile part of `wanted` is free. */
  async untilFree(kind: SlotKind, wanted: number): Promise<void> {
    const enough = Math.min(wanted, Math.ceil(this.capacity * GROUP_SHARE));
    while (this.free(kind) < enough) await new Promise<void>((wake) => this.waiters.push(wake));
  }

  /** Resolves once nothing is under way. */
  async untilIdle(): Promise<void> {
    while (this.inUse > 0) await new Promise<void>((wake) => this.waiters.push(wake));
  }
}
