import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { NODE_ARGUMENTS } from '../../infra/applications.js';
import { LauncherError } from '../../infra/launcher.error.js';
import { readRegistry } from '../../infra/process-registry.js';
import { type ProcessSupervisor, logTail } from '../../infra/process-supervisor.js';

export interface ReplicaPlace {
  readonly name: string;
  readonly port: number;
  /** Takes its log, and the profile of its processor time. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Whether to write a profile of its processor time as it ends. */
  readonly isProfiled: boolean;
}

/** What a replica says of itself. */
export interface ReplicaFigures {
  /** Of all its processes so far. */
  readonly cpuMilliseconds: number;
  readonly residentBytes: number;
  readonly heapBytes: number;
}

const MAIN = 'dist/apps/in-app-worker/src/main.js';
const READY_WITHIN_MS = 90_000;
const POLL_MS = 100;
const LONGEST_MS = 86_400_000;

/** An in-app worker, as it runs in production. */
export class Replica {
  private ended: Promise<void> | undefined;
  private ending = false;
  /** By the processes that were replaced. */
  private spentMilliseconds = 0;

  /** @param onCrash told when it ends by itself */
  constructor(
    private readonly place: ReplicaPlace,
    private readonly supervisor: ProcessSupervisor,
    private readonly onCrash: (error: unknown) => void,
  ) {}

  get address(): string {
    return `ws://127.0.0.1:${this.place.port}`;
  }

  /** Resolves once it is ready. @throws LauncherError */
  async start(): Promise<void> {
    const { name, port, folder, env, isProfiled } = this.place;
    const profiling = isProfiled ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : [];
    const logFile = join(folder, `${name}.log`);
    this.ending = false;
    const own = { ...process.env, ...env, PORT: String(port), REPLICA_ID: name };
    const spec = { name, command: process.execPath, args: [...NODE_ARGUMENTS, ...profiling, MAIN], env: own, logFile };
    this.ended = this.supervisor.run(spec, LONGEST_MS);
    this.ended
      .then(() => {
        if (!this.ending) throw new LauncherError(`${name} ended by itself.`, logTail(logFile));
      })
      .catch(this.onCrash);
    await this.untilReady(logFile);
  }

  /** As an orchestrator replaces it: asked to end, and waited for. */
  async end(): Promise<void> {
    const registry = readRegistry(join(this.place.folder, 'running.json'));
    const pid = registry?.children.find(({ name }) => name === this.place.name)?.pid;
    if (pid === undefined) throw new Error(`${this.place.name} is not running.`);
    this.spentMilliseconds = (await this.figures()).cpuMilliseconds;
    this.ending = true;
    process.kill(pid, 'SIGTERM');
    await this.ended;
  }

  async figures(): Promise<ReplicaFigures> {
    const answer = await fetch(`http://127.0.0.1:${this.place.port}/metrics`);
    const text = await answer.text();
    return {
      cpuMilliseconds: this.spentMilliseconds + valueOf(text, 'process_cpu_seconds_total') * 1_000,
      residentBytes: valueOf(text, 'process_resident_memory_bytes'),
      heapBytes: valueOf(text, 'nodejs_heap_size_used_bytes'),
    };
  }

  private async untilReady(logFile: string): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(await isOk(`http://127.0.0.1:${this.place.port}/health/ready`))) {
      if (Date.now() > deadline) throw new LauncherError(`${this.place.name} is not ready.`, logTail(logFile));
      await delay(POLL_MS);
    }
  }
}

async function isOk(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    // Not listening yet: the caller decides how long that is acceptable.
    return false;
  }
}

/** https://prometheus.io/docs/instrumenting/exposition_formats */
function valueOf(metrics: string, name: string): number {
  const [, value] = new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)`, 'm').exec(metrics) ?? [];
  return Number(value);
}
