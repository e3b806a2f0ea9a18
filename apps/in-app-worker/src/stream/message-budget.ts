/** Implements F8. How much a client may say: a token bucket. Acknowledgements count: a full replay fits the burst, and read marks beside it. */

/** Messages at once. */
const BURST = 2_000;
/** Messages a second, on average. */
const RATE = 100;

export class MessageBudget {
  private left = BURST;

  /** @param at milliseconds on a clock that never jumps */
  constructor(private at: number) {}

  /** @returns whether there was one left */
  take(now: number): boolean {
    this.left = Math.min(BURST, this.left + ((now - this.at) / 1_000) * RATE);
    this.at = now;
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}
