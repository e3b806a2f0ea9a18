import { v7 } from 'uuid';
import type { Clock } from './clock.js';

/** Issues UUIDv7s: their first 48 bits are the time, by which tables are partitioned. */
export class IdGenerator {
  constructor(private readonly clock: Clock) {}

  next(): string {
    return v7({ msecs: this.clock.now().getTime() });
  }
}
