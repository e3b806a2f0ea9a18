import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ApplicationName, NODE_ARGUMENTS } from '../../infra/applications.js';
import { LauncherError } from '../../infra/launcher.error.js';
import { readRegistry } from '../../infra/process-registry.js';
import { type ProcessSupervisor, logTail } from '../../infra/process-supervisor.js';
import { databaseCpu as cpuOf } from '../in-turns/database-cpu.js';
import { MetricsPage } from './metrics-page.js';

export interface AppPlace {
  readonly app: ApplicationName;
  /** Of this replica. */
  readonly name: string;
  readonly port: number;
  /** Takes its log; has the list of processes. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Options of Node, such as `--cpu-prof`. */
  readonly nodeOptions: readonly string[];
}

const READY_WITHIN_MS = 90_000;
/** As exact as a start is measured. */
const POLL_MS = 20;
const LONGEST_MS = 86_400_000;

/** One process of the system, as it runs in production. */
export class App {
  private ended: Promise<void> | undefined;
  private ending = false;

  /** @param onCrash told when it ends by itself */
  constructor(
    readonly place: AppPlace,
    private readonly supervisor: ProcessSupervisor,
    private readonly onCrash: (error: unknown) => void,
  ) {}

  /** @returns milliseconds from the start of the process until it was ready. @throws LauncherError */
  async start(): Promise<number> {
    const { app, name, port, folder, env, nodeOptions } = this.place;
    const logFile = join(folder, 'logs', `${name}.log`);
    const own = { ...process.env, ...env, PORT: String(port), REPLICA_ID: name };
    const args = [...NODE_ARGUMENTS, ...nodeOptions, `dist/apps/${app}/src/main.js`];
    this.ending = false;
    const startedAt = performance.now();
    this.ended = this.supervisor.run({ name, command: process.execPath, args, env: own, logFile }, LONGEST_MS);
    this.ended
      .then(() => {
        if (!this.ending) throw new LauncherError(`${name} ended by itself.`, logTail(logFile));
      })
      .catch(this.onCrash);
    await this.untilReady(logFile);
    return performance.now() - startedAt;
  }

  /** As an orchestrator ends it, and waited for. */
  async end(): Promise<void> {
    this.ending = true;
    process.kill(this.pid, 'SIGTERM');
    await this.ended;
  }

  async metrics(): Promise<MetricsPage> {
    return new MetricsPage(await (await fetch(`http://127.0.0.1:${this.place.port}/metrics`)).text());
  }

  /** Milliseconds of processor time so far; 0 where it cannot be told. Asks the operating system: the app does nothing for it. */
  cpuMilliseconds(): number {
    return cpuOf(this.pid);
  }

  private get pid(): number {
    return pidOf(this.place.folder, this.place.name);
  }

  private async untilReady(logFile: string): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(await isOk(`http://127.0.0.1:${this.place.port}/health/ready`))) {
      if (Date.now() > deadline) throw new LauncherError(`${this.place.name} is not ready.`, logTail(logFile));
      await delay(POLL_MS);
    }
  }
}

/** @throws Error when it is not running */
export function pidOf(folder: string, name: string): number {
  const children = readRegistry(join(folder, 'running.json'))?.children ?? [];
  const pid = children.find((child) => child.name === name)?.pid;
  if (pid === undefined) throw new Error(`${name} is not running.`);
  return pid;
}

async function isOk(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    // Not listening yet: the caller decides how long that is acceptable.
    return false;
  }
}
