import { describe, expect, it } from '@jest/globals';
import { ProcessExit } from './process-exit.js';
import { RecurringTask } from './recurring-task.js';

class Exits extends ProcessExit {
  readonly reasons: string[] = [];
  override fail(reason: string): void {
    this.reasons.push(reason);
  }
}

const HOUR = 3_600_000;

class Counted extends RecurringTask {
  turns = 0;
  constructor(
    exit: ProcessExit,
    private readonly work: (turns: number) => Promise<number>,
    firstAfterMs = 0,
  ) {
    super(exit, 'counting stopped', firstAfterMs);
  }
  protected override turn(): Promise<number> {
    this.turns += 1;
    return this.work(this.turns);
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('a recurring task', () => {
  it('comes round at once while there is more, then waits, and stops in the middle of it', async () => {
    const exits = new Exits();
    const task = new Counted(exits, (turns) => Promise.resolve(turns < 3 ? 0 : HOUR));
    task.onApplicationBootstrap();
    await settled();
    await task.beforeApplicationShutdown();
    expect([task.turns, exits.reasons]).toEqual([3, []]);
  });

  it('has no turn when the app stops before the first', async () => {
    const task = new Counted(new Exits(), () => Promise.resolve(HOUR), HOUR);
    task.onApplicationBootstrap();
    await task.beforeApplicationShutdown();
    expect(task.turns).toBe(0);
  });

  it('stops only when the turn under way is over', async () => {
    let finish = (): void => undefined;
    const task = new Counted(new Exits(), () => new Promise((resolve) => (finish = () => resolve(HOUR))));
    task.onApplicationBootstrap();
    await settled();
    let stopped = false;
    const stopping = task.beforeApplicationShutdown().then(() => (stopped = true));
    await settled();
    expect(stopped).toBe(false);
    finish();
    await stopping;
    expect(task.turns).toBe(1);
  });

  it('ends the process with what it throws', async () => {
    const exits = new Exits();
    const task = new Counted(exits, () => Promise.reject(new Error('no')));
    task.onApplicationBootstrap();
    await settled();
    expect([task.turns, exits.reasons]).toEqual([1, ['counting stopped']]);
  });

  it('that never began stops at once', async () => {
    await expect(
      new Counted(new Exits(), () => Promise.resolve(0)).beforeApplicationShutdown(),
    ).resolves.toBeUndefined();
  });
});
