/** Implements F8, N6. Looks at all connections about once a second: one timer, not one for each, and in parts, for nobody to wait meanwhile. */
import { Injectable } from '@nestjs/common';
import { ProcessExit, RecurringTask } from '#runtime';
import { StreamConnections } from './stream-connections.js';

const PARTS = 10;
const EVERY_MS = 1_000 / PARTS;

@Injectable()
export class ConnectionSweep extends RecurringTask {
  constructor(
    private readonly connections: StreamConnections,
    exit: ProcessExit,
  ) {
    super(exit, 'connections cannot be looked after', EVERY_MS);
  }

  protected override turn(): Promise<number> {
    this.connections.sweep(PARTS);
    return Promise.resolve(EVERY_MS);
  }
}
