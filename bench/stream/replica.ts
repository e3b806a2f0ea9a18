import type { App } from '../load/app.js';

/** What a replica says of itself. */
export interface ReplicaFigures {
  /** Of all its processes so far. */
  readonly cpuMilliseconds: number;
  readonly residentBytes: number;
  readonly heapBytes: number;
}

/** An in-app worker, whose process may be replaced. */
export class Replica {
  /** By the processes that were replaced. */
  private spentMilliseconds = 0;

  constructor(private readonly app: App) {}

  get address(): string {
    return `ws://127.0.0.1:${this.app.place.port}`;
  }

  /** As an orchestrator does it: asked to end, and waited for. Resolves once the next process is ready. @throws LauncherError */
  async replace(): Promise<void> {
    this.spentMilliseconds = (await this.figures()).cpuMilliseconds;
    await this.app.end();
    await this.app.start();
  }

  async figures(): Promise<ReplicaFigures> {
    const page = await this.app.metrics();
    return {
      cpuMilliseconds: this.spentMilliseconds + page.sum('process_cpu_seconds_total') * 1_000,
      residentBytes: page.sum('process_resident_memory_bytes'),
      heapBytes: page.sum('nodejs_heap_size_used_bytes'),
    };
  }
}
