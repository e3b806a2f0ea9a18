import { v7 } from 'uuid';
import type { Clock } from './clock.js';

/** Issues ids and other random values. */
export class IdGenerator {
  constructor(private readonly clock: Clock) {}

  /** A UUIDv7: its first 48 bits are the time, by which tables are partitioned. */
  next(): string {
    return v7({ msecs: this.clock.now().getTime() });
  }

  /** 0 ≤ x < 1, for jitter. */
  fraction(): number {
    return Math.random();
  }
}
