import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PortPicker } from '../../infra/free-port.js';
import { projectRoot } from '../../infra/data-folder.js';
import { eventually } from './eventually.js';

type Environment = Readonly<Record<string, string>>;

interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly err?: { readonly message?: string; readonly code?: string };
  /** What keeps it from starting, and what to do. */
  readonly fault?: string;
  readonly migrations?: readonly string[];
}

interface HealthAnswer {
  readonly status: number;
  /** What is wrong, by the name of the dependency. */
  readonly faults: Readonly<Record<string, string>>;
}

const ports = new PortPicker();

/** Of 0, as usual, to 19. */
const LESS_URGENT = 5;

/** An app as a process of its own: where exit codes, signals and what it prints are the point. */
export class AppProcess {
  /** What it logged. */
  readonly lines: LogLine[] = [];
  /** What it printed that is no line of its log. */
  readonly printed: string[] = [];
  private readonly ended: Promise<[code: number | null, signal: NodeJS.Signals | null]>;

  private constructor(
    private readonly main: string,
    readonly url: string,
    private readonly child: ChildProcess,
  ) {
    this.ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface(stream).on('line', (line) => this.take(line));
    }
  }

  /** @param main of the app, from the root of the repository */
  static async start(main: string, env: Environment): Promise<AppProcess> {
    const port = await ports.pick();
    const loader = join(projectRoot, 'test/system/run-from-source.js');
    const args = ['-C', 'source', '--import', loader, join(projectRoot, main)];
    const child = spawn(process.execPath, args, {
      cwd: projectRoot,
      env: { PATH: process.env['PATH'], NODE_ENV: 'development', PORT: String(port), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new AppProcess(main, `http://127.0.0.1:${port}`, child);
  }

  /** Has other processes go first: for tests that start many and have time, beside such as have not. */
  giveWay(): this {
    if (this.child.pid !== undefined && this.isRunning) setPriority(this.child.pid, LESS_URGENT);
    return this;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async health(probe: 'live' | 'ready'): Promise<HealthAnswer> {
    const answer = await fetch(`${this.url}/health/${probe}`);
    const { error = {} } = (await answer.json()) as { error?: Record<string, { message: string }> };
    const faults = Object.entries(error).map(([name, { message }]) => [name, message] as const);
    return { status: answer.status, faults: Object.fromEntries(faults) };
  }

  async untilReady(withinMs = 40_000): Promise<void> {
    const ready = eventually(async () => {
      const { status, faults } = await this.health('ready');
      if (status !== 200) throw new Error(`${this.main} is not ready: ${JSON.stringify(faults)}`);
    }, withinMs);
    const ended = this.exit().then((how) => {
      throw new Error(
        `${this.main} ended (${String(how)}): ${JSON.stringify(this.lines.at(-1))} ${this.printed.join('\n')}`,
      );
    });
    await Promise.race([ready, ended]);
  }

  /** @returns the exit code, or the signal that ended it */
  async exit(): Promise<number | NodeJS.Signals | null> {
    const [code, signal] = await this.ended;
    return code ?? signal;
  }

  /** @returns as `exit`; of a process that has ended before, too */
  async end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
    this.child.kill(signal);
    return this.exit();
  }

  private take(line: string): void {
    try {
      this.lines.push(JSON.parse(line) as LogLine);
    } catch {
      this.printed.push(line);
    }
  }
}
