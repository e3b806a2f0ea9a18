/** Implements F8, N6. Looks at all connections each second: one timer, not one for each. */
import { Injectable } from '@nestjs/common';
import { ProcessExit, RecurringTask } from '#runtime';
import { StreamConnections } from './stream-connections.js';

const EVERY_MS = 1_000;

@Injectable()
export class ConnectionSweep extends RecurringTask {
  constructor(
    private readonly connections: StreamConnections,
    exit: ProcessExit,
  ) {
    super(exit, 'connections cannot be looked after', EVERY_MS);
  }

  protected override turn(): Promise<number> {
    this.connections.sweep();
    return Promise.resolve(EVERY_MS);
  }
}
