import { Clock } from '#runtime';

/** Runs like the system's clock, and can be moved ahead. Monotonic time stays real: windows and time-outs are not travelled through. */
export class TestClock extends Clock {
  private readonly startedAt = performance.now();

  constructor(private origin: Date = new Date()) {
    super();
  }

  override now(): Date {
    return new Date(this.origin.getTime() + performance.now() - this.startedAt);
  }

  override monotonic(): number {
    return performance.now();
  }

  /** @param ms how far ahead */
  advance(ms: number): void {
    this.origin = new Date(this.origin.getTime() + ms);
  }

  travelTo(instant: Date): void {
    this.advance(instant.getTime() - this.now().getTime());
  }
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
