import { hash } from 'node:crypto';
import { v7 } from 'uuid';
import type { Clock } from './clock.js';

/** Issues ids and other random values. */
export class IdGenerator {
  constructor(private readonly clock: Clock) {}

  /** A UUIDv7: its first 48 bits are the time, by which tables are partitioned. */
  next(): string {
    return v7({ msecs: this.clock.now().getTime() });
  }

  /**
   * As `next`, but what follows the time is a digest of `subject`: an id that is made again for the same subject differs in its time only.
   * @see subjectOf
   */
  nextFor(subject: string): string {
    const random = hash('sha256', subject, 'buffer');
    return v7({ msecs: this.clock.now().getTime(), random });
  }

  /** 0 ≤ x < 1, for jitter. */
  fraction(): number {
    return Math.random();
  }
}

/** The part of an id made by `nextFor` that tells its subject: all but the time. */
export function subjectOf(id: string): string {
  return id.slice(14);
}

/** When a UUIDv7 was made. */
export function timeOfId(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
}
