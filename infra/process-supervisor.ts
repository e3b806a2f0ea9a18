import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './data-folder.js';
import { LauncherError } from './launcher.error.js';
import { ProcessRegistry, type ChildRecord } from './process-registry.js';
import { isAlive, npmAncestors, readProcess } from './process-table.js';

/** A process to start. */
export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Default: the launcher's environment. */
  readonly env?: NodeJS.ProcessEnv;
  /** Default: `application`; services end after all applications have. */
  readonly layer?: ChildRecord['layer'];
  /** Asks it to end in good order. Default: SIGTERM. */
  readonly stopSignal?: ChildRecord['stopSignal'];
  /** The account to run it as; needs root. */
  readonly account?: Account;
  /** Takes its output, and is emptied first. Without one the process shares the launcher's console. */
  readonly logFile?: string;
  /** What to do should it fail; shown below the end of its log. */
  readonly advice?: string;
}

/** A user of the operating system. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const LOG_TAIL_LINES = 20;
const ANCESTOR_POLL_MS = 1_000;

/**
 * Starts processes and leaves none behind: they are stopped on Ctrl-C, and a separate guard process ends them should the
 * launcher die without having done so.
 */
export class ProcessSupervisor {
  private stopping: Promise<void> | undefined;
  private readonly failure: Promise<never>;
  private fail!: (error: LauncherError) => void;

  private constructor(
    private readonly registry: ProcessRegistry,
    private readonly guard: ChildProcess,
  ) {
    this.failure = new Promise((_, reject) => (this.fail = reject));
    // Whoever waits for it hears of it; before anybody does, it is not an unhandled rejection.
    this.failure.catch(() => undefined);
    this.stopOnSignals();
    this.stopWithNpm();
  }

  /**
   * Takes a data folder over for this launcher, and makes the launcher end in good order on SIGINT, SIGTERM and SIGHUP.
   * @throws LauncherError when another launcher is using it
   */
  static async open(dataFolder: string): Promise<ProcessSupervisor> {
    const registry = await ProcessRegistry.claim(join(dataFolder, 'running.json'));
    return new ProcessSupervisor(registry, startGuard(registry.file));
  }

  /** Starts a process that is to run until `stop`; should it end before, `untilFailure` rejects. */
  start(spec: ProcessSpec): void {
    const child = this.spawn(spec);
    void exitOf(child).then((how) => {
      if (!this.stopping) this.fail(failed(spec, `ended unexpectedly (${how})`));
    });
  }

  /**
   * Runs a process to its end.
   * @throws LauncherError with its last output when its exit code is not 0, or when it takes longer than `timeoutMs`
   */
  async run(spec: ProcessSpec, timeoutMs = 600_000): Promise<void> {
    const child = this.spawn(spec);
    const timer = setTimeout(() => this.fail(failed(spec, `did not end within ${timeoutMs / 1_000} s`)), timeoutMs);
    const how = await this.untilFailure(exitOf(child)).finally(() => clearTimeout(timer));
    if (child.pid) this.registry.remove(child.pid);
    // It did not fail, it was stopped: say nothing of it before the launcher has ended.
    await this.stopping;
    if (how !== 'exit code 0') throw failed(spec, `failed (${how})`);
  }

  /** Runs a process to its end and returns its exit code; one that a signal ended counts as 1. */
  async runForExitCode(spec: ProcessSpec): Promise<number> {
    const child = this.spawn(spec);
    await this.untilFailure(exitOf(child));
    return child.exitCode ?? 1;
  }

  /** Waits for `work`, but no longer than every started process is running. */
  untilFailure<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.failure]);
  }

  /** Ends everything that was started, applications before services, and gives the data folder free. */
  stop(): Promise<void> {
    this.stopping ??= this.registry.endChildren().then(() => {
      this.registry.release();
      this.guard.kill('SIGKILL');
    });
    return this.stopping;
  }

  private spawn(spec: ProcessSpec): ChildProcess {
    if (this.stopping) throw new LauncherError(`Stopping; ${spec.name} is not started any more.`);
    const log = spec.logFile === undefined ? 'inherit' : openSync(spec.logFile, 'w');
    // A group of its own keeps the terminal's Ctrl-C from reaching it, so that everything ends in order.
    const leadsGroup = spec.logFile !== undefined;
    const options: SpawnOptions = {
      cwd: projectRoot,
      env: spec.env ?? process.env,
      detached: leadsGroup,
      stdio: [log === 'inherit' ? 'inherit' : 'ignore', log, log],
      ...spec.account,
    };
    const child = spawn(spec.command, spec.args, options);
    if (typeof log === 'number') closeSync(log);
    this.record(child, spec, leadsGroup);
    return child;
  }

  private record(child: ChildProcess, spec: ProcessSpec, leadsGroup: boolean): void {
    const entry = child.pid === undefined ? undefined : readProcess(child.pid);
    if (!entry) return;
    const { name, layer = 'application', stopSignal = 'SIGTERM' } = spec;
    this.registry.add({ pid: entry.pid, startedAt: entry.startedAt, name, layer, stopSignal, leadsGroup });
  }

  private stopOnSignals(): void {
    // Once: npm and the terminal both deliver a Ctrl-C, and ending is bounded in time anyway.
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => {
        if (!this.stopping) void this.stopAndExit(`Stopping (${name}) …`, 128 + constants.signals[name]);
      });
    }
  }

  private stopWithNpm(): void {
    const ancestors = npmAncestors();
    if (ancestors.length === 0) return;
    const timer = setInterval(() => {
      if (this.stopping || ancestors.every(isAlive)) return;
      void this.stopAndExit('npm has ended; stopping …', 1);
    }, ANCESTOR_POLL_MS);
    timer.unref();
  }

  private async stopAndExit(message: string, exitCode: number): Promise<void> {
    process.stderr.write(`\n${message}\n`);
    await this.stop();
    process.exit(exitCode);
  }
}

function startGuard(registryFile: string): ChildProcess {
  const self = readProcess(process.pid);
  const guard = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      join(import.meta.dirname, 'guard.ts'),
      registryFile,
      String(self?.pid),
      String(self?.startedAt),
    ],
    { cwd: projectRoot, detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
  );
  guard.unref();
  return guard;
}

async function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${String(code)}` : signal));
  });
}

function failed({ name, logFile, advice }: ProcessSpec, what: string): LauncherError {
  return new LauncherError(`${name} ${what}.`, [
    ...(logFile === undefined ? [] : logTail(logFile)),
    ...(advice === undefined ? [] : [advice]),
  ]);
}

/** The last lines of a log file and where to read the rest, as advice of an error. */
export function logTail(logFile: string): string[] {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-LOG_TAIL_LINES);
  return lines.join('') === '' ? ['(it has written nothing)'] : [...lines, `(all of it: ${logFile})`];
}
