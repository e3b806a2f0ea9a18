import { performance } from 'node:perf_hooks';
import type { CDPSession, Page } from 'playwright-core';

/** How much a page keeps its main thread busy. */
export class PageWork {
  private readonly since = performance.now();

  private constructor(
    private readonly page: Page,
    private readonly devtools: CDPSession,
    private readonly usedBefore: number,
  ) {}

  /** From now on. */
  static async watch(page: Page): Promise<PageWork> {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    // Tasks of more than 50 ms, which is when people begin to notice.
    await page.evaluate(`
      longTasks = [];
      new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration)))
        .observe({ type: 'longtask' });
    `);
    return new PageWork(page, devtools, await processorSeconds(devtools));
  }

  async measure(): Promise<{ readonly processorShare: number; readonly longestMs: number }> {
    const used = (await processorSeconds(this.devtools)) - this.usedBefore;
    const tasks = await this.page.evaluate<number[]>('longTasks');
    return { processorShare: used / ((performance.now() - this.since) / 1_000), longestMs: Math.max(0, ...tasks) };
  }
}

/** That the page's main thread has used. */
async function processorSeconds(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
}
