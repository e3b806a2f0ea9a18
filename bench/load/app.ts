import { join } from 'node:path';
import { type ApplicationName, NODE_ARGUMENTS } from '../../infra/applications.js';
import { LauncherError } from '../../infra/launcher.error.js';
import { type ProcessSupervisor, logTail } from '../../infra/process-supervisor.js';
import { pidOf, untilReady } from '../processes.js';
import { cpuOf } from '../processor-time.js';
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
    await untilReady(name, port, logFile);
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
    const { folder, name } = this.place;
    const pid = pidOf(folder, name);
    if (pid === undefined) throw new Error(`${name} is not running.`);
    return pid;
  }
}
