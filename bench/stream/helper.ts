import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** What a process of the bench does when it is asked. */
type Tasks = Readonly<Record<string, (argument: never) => Promise<unknown>>>;

interface Question {
  readonly number: number;
  readonly task: string;
  readonly argument: unknown;
}

type Answer = { readonly number: number } & ({ readonly result: unknown } | { readonly failure: string });

interface Asked {
  readonly done: (result: never) => void;
  readonly failed: (error: Error) => void;
}

/** A process of the bench's own: its work is nobody else's processor time, and nobody else's stalls are its own. */
export class Helper<T extends Tasks> {
  private readonly asked = new Map<number, Asked>();
  private questions = 0;

  private constructor(
    private readonly name: string,
    private readonly child: ChildProcess,
  ) {
    child.on('message', (answer: Answer) => this.take(answer));
    child.once('exit', (code) => this.failAll(new Error(`The ${name} of the bench ended (exit code ${code}).`)));
  }

  /** @param file that serves the tasks; asked once it is up */
  static start<T extends Tasks>(name: string, file: string, env: Readonly<Record<string, string>>): Helper<T> {
    return new Helper<T>(name, fork(file, { env: { ...process.env, ...env }, serialization: 'advanced' }));
  }

  /** @throws Error with what the task threw, or when the process ends */
  ask<Name extends keyof T & string>(
    task: Name,
    argument: Parameters<T[Name]>[0],
  ): Promise<Awaited<ReturnType<T[Name]>>> {
    const number = (this.questions += 1);
    return new Promise((done, failed) => {
      this.asked.set(number, { done, failed });
      const question: Question = { number, task, argument };
      this.child.send(question);
    });
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.disconnect();
    await exit;
  }

  private take(answer: Answer): void {
    const asked = this.asked.get(answer.number);
    this.asked.delete(answer.number);
    if ('failure' in answer) asked?.failed(new Error(`The ${this.name} of the bench failed: ${answer.failure}`));
    else asked?.done(answer.result as never);
  }

  private failAll(error: Error): void {
    for (const { failed } of this.asked.values()) failed(error);
    this.asked.clear();
  }
}

/** The other end: does what the parent asks until the parent is gone. */
export function serveTasks(tasks: Tasks): void {
  process.on('message', ({ number, task, argument }: Question) => {
    const work = tasks[task]?.(argument as never) ?? Promise.reject(new RangeError(`There is no task ${task}.`));
    work.then(
      (result) => process.send?.({ number, result } satisfies Answer),
      (error: unknown) => process.send?.({ number, failure: describe(error) } satisfies Answer),
    );
  });
  process.once('disconnect', () => process.exit(0));
}

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** Milliseconds of processor time this process has used. */
export function ownCpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
