/** Implements N9. Time enters as a value. */

/** The time all replicas agree on. Tests inject their own and travel. */
export abstract class Clock {
  /** Wall-clock time, aligned with the database's. */
  abstract now(): Date;
  /** Milliseconds on a clock that never jumps; only differences mean something. */
  abstract monotonic(): number;
}

/** Monotonic time plus an offset: a step of the machine's wall clock (NTP, an operator) moves nothing. */
export class SystemClock extends Clock {
  private offset = performance.timeOrigin;

  override now(): Date {
    return new Date(this.offset + performance.now());
  }

  override monotonic(): number {
    return performance.now();
  }

  /** @param reference what the database's clock showed at monotonic time `at` */
  alignTo(reference: Date, at: number): void {
    this.offset = reference.getTime() - at;
  }
}
