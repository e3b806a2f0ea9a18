/** Implements F8, N6. Looks at all connections about once a second: one timer, not one for each, and in parts, for nobody to wait meanwhile. */
import { Injectable } from '@nestjs/common';
import { ProcessExit, RecurringTask } from '#runtime';
import { StreamConnections } from './stream-connections.js';

const ROUND_MS = 1_000;
const PARTS = 10;

@Injectable()
export class ConnectionSweep extends RecurringTask {
  constructor(
    private readonly connections: StreamConnections,
    exit: ProcessExit,
  ) {
    super(exit, 'connections cannot be looked after', ROUND_MS);
  }

  protected override turn(): Promise<number> {
    this.connections.sweep(PARTS);
    return Promise.resolve(this.connections.isEmpty ? ROUND_MS : ROUND_MS / PARTS);
  }
}
