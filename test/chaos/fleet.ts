import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { prepareFolder, projectRoot } from '../../infra/data-folder.js';
import { LauncherError } from '../../infra/launcher.error.js';
import { ProcessRegistry } from '../../infra/process-registry.js';
import { logTail } from '../../infra/process-supervisor.js';
import { readProcess } from '../../infra/process-table.js';
import type { Span } from './servers.js';

/** A process of the system. */
export interface MemberSpec {
  readonly name: string;
  /** Its main file. */
  readonly main: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
}

/** What befell a process; `exited`: it gave up by itself. */
export interface Incident {
  readonly replica: string;
  readonly kind: 'killed' | 'exited';
  readonly at: number;
}

const READY_WITHIN_MS = 90_000;
const POLL_MS = 250;
/** As an orchestrator does before it starts one again that ended by itself. */
const RESTART_AFTER_MS = 1_000;

/** Processes that are started again whenever they end, and that nobody leaves behind. */
export class Fleet {
  readonly incidents: Incident[] = [];
  private readonly members = new Map<string, Member>();
  private stopping = false;

  private constructor(
    private readonly registry: ProcessRegistry,
    private readonly guard: ChildProcess,
    private readonly logsFolder: string,
  ) {}

  /** @param folder takes logs, and the list of processes for whoever has to clean up after us */
  static async open(folder: string): Promise<Fleet> {
    prepareFolder(folder);
    const registry = await ProcessRegistry.claim(join(folder, 'running.json'));
    return new Fleet(registry, startGuard(registry.file), folder);
  }

  add(spec: MemberSpec): void {
    const member: Member = new Member(spec, join(this.logsFolder, `${spec.name}.log`), this.registry, () =>
      this.restartExited(member),
    );
    this.members.set(spec.name, member);
    member.start();
  }

  /** @throws LauncherError when one is not ready in time */
  async untilReady(): Promise<void> {
    await Promise.all([...this.members.values()].map((member) => member.untilReady()));
  }

  /** kill -9, and a new start. Resolves once it was started; one that is still down is started first, so that every kill kills. */
  async kill(name: string, downFor: number): Promise<void> {
    const member = this.member(name);
    member.start();
    this.incidents.push({ replica: name, kind: 'killed', at: Date.now() });
    await member.kill();
    await sleep(downFor);
    if (!this.stopping) member.start();
  }

  /** SIGTERM, for good. @returns the exit code, or the signal that ended it */
  async end(name: string): Promise<number | NodeJS.Signals | null> {
    const member = this.member(name);
    this.members.delete(name);
    return member.end();
  }

  freeze(name: string): void {
    this.member(name).freeze();
  }

  thaw(name: string): void {
    this.member(name).thaw();
  }

  freezesOf(name: string): readonly Span[] {
    return this.member(name).freezes;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    for (const member of this.members.values()) member.retire();
    await this.registry.endChildren();
    this.registry.release();
    this.guard.kill('SIGKILL');
  }

  private async restartExited(member: Member): Promise<void> {
    this.incidents.push({ replica: member.spec.name, kind: 'exited', at: Date.now() });
    await sleep(RESTART_AFTER_MS);
    if (!this.stopping) member.start();
  }

  private member(name: string): Member {
    const member = this.members.get(name);
    if (member === undefined) throw new RangeError(`There is no process ${name}`);
    return member;
  }
}

class Member {
  readonly freezes: Span[] = [];
  private child: ChildProcess | undefined;
  /** Its end is no news. */
  private expected = false;

  constructor(
    readonly spec: MemberSpec,
    private readonly logFile: string,
    private readonly registry: ProcessRegistry,
    private readonly onExit: () => Promise<void>,
  ) {}

  start(): void {
    if (this.isRunning()) return;
    this.expected = false;
    const log = openSync(this.logFile, 'a');
    const child = spawn(process.execPath, [this.spec.main], {
      cwd: projectRoot,
      env: { PATH: process.env.PATH, ...this.spec.env, PORT: String(this.spec.port) },
      // A group of its own keeps the terminal's Ctrl-C from reaching it, so that everything ends in order.
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.child = child;
    this.record(child);
    child.once('exit', () => this.ended(child));
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (child === undefined || !this.isRunning()) return;
    this.expected = true;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  /** As an orchestrator does. @returns the exit code, or the signal that ended it; null: it did not run */
  async end(): Promise<number | NodeJS.Signals | null> {
    const { child } = this;
    if (child === undefined || !this.isRunning()) return null;
    this.expected = true;
    const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    child.kill('SIGTERM');
    const [code, signal] = await exit;
    return code ?? signal;
  }

  freeze(): void {
    this.child?.kill('SIGSTOP');
    this.freezes.push({ from: Date.now(), until: null });
  }

  thaw(): void {
    const freeze = this.freezes.at(-1);
    if (freeze?.until !== null) return;
    freeze.until = Date.now();
    this.child?.kill('SIGCONT');
  }

  /** It is about to be ended for good. */
  retire(): void {
    this.expected = true;
    this.thaw();
  }

  async untilReady(): Promise<void> {
    const url = `http://127.0.0.1:${this.spec.port}/health/ready`;
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(await answersOk(url))) {
      if (Date.now() > deadline) throw new LauncherError(`${this.spec.name} is not ready.`, logTail(this.logFile));
      await sleep(POLL_MS);
    }
  }

  private isRunning(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  private record(child: ChildProcess): void {
    const entry = child.pid === undefined ? undefined : readProcess(child.pid);
    if (entry === undefined) return;
    const { pid, startedAt } = entry;
    const how = { layer: 'application', stopSignal: 'SIGTERM', leadsGroup: true } as const;
    this.registry.add({ pid, startedAt, name: this.spec.name, ...how });
  }

  private ended(child: ChildProcess): void {
    if (child.pid !== undefined) this.registry.remove(child.pid);
    if (!this.expected) void this.onExit();
  }
}

async function answersOk(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    // Not listening yet: the caller decides how long that is acceptable.
    return false;
  }
}

/** Ends what is registered, should this process die without having done so. */
function startGuard(registryFile: string): ChildProcess {
  const self = readProcess(process.pid);
  const script = join(projectRoot, 'infra', 'guard.ts');
  const args = ['--import', 'tsx', script, registryFile, String(self?.pid), String(self?.startedAt)];
  const options = {
    cwd: projectRoot,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'] as ['pipe', 'ignore', 'ignore'],
  };
  const guard = spawn(process.execPath, args, options);
  guard.unref();
  return guard;
}
