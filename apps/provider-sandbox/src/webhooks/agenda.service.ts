import { Injectable, type OnModuleDestroy } from '@nestjs/common';

/** Waits that do not outlive the sandbox: what was planned for later never happens then. */
@Injectable()
export class Agenda implements OnModuleDestroy {
  private readonly timers = new Set<NodeJS.Timeout>();
  private closed = false;

  wait(ms: number): Promise<void> {
    if (ms === 0) return Promise.resolve();
    return new Promise((resolve) => {
      if (this.closed) return;
      const timer = setTimeout(() => {
        this.timers.delete(timer);
        resolve();
      }, ms);
      this.timers.add(timer);
    });
  }

  onModuleDestroy(): void {
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }
}
