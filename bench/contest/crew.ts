import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { NODE_ARGUMENTS } from '../../infra/applications.js';
import { LauncherError } from '../../infra/launcher.error.js';
import { type ProcessSupervisor, logTail } from '../../infra/process-supervisor.js';
import type { Contender, Role } from '../opponents/contender.js';
import { pidOf, untilReady } from '../processes.js';

export interface CrewPlace {
  readonly supervisor: ProcessSupervisor;
  /** Takes the logs, and the profiles. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** By role. */
  readonly ports: Readonly<Record<Role, number>>;
  readonly isProfiled: boolean;
}

interface Member {
  readonly role: Role;
  readonly name: string;
  readonly logFile: string;
  readonly ended: Promise<void>;
}

const ENDED_WITHIN_MS = 40_000;
const LONGEST_MS = 86_400_000;

/** The processes of a contender. */
export class Crew {
  private ending = false;
  private readonly members: Member[] = [];
  private readonly crashed: Promise<never>;
  private crash!: (error: unknown) => void;

  private constructor(
    private readonly contender: Contender,
    private readonly place: CrewPlace,
  ) {
    this.crashed = new Promise((_, reject) => (this.crash = reject));
    // Whoever waits for it hears of it; before anybody does, it is not an unhandled rejection.
    this.crashed.catch(() => undefined);
  }

  /** Resolves once all of them are ready. @throws LauncherError */
  static async start(contender: Contender, roles: readonly Role[], place: CrewPlace): Promise<Crew> {
    const crew = new Crew(contender, place);
    for (const role of roles) crew.members.push(crew.launch(role));
    try {
      await crew.untilCrash(
        Promise.all(crew.members.map(({ role, name, logFile }) => untilReady(name, place.ports[role], logFile))),
      );
      return crew;
    } catch (error) {
      await crew.end();
      throw error;
    }
  }

  get pids(): Readonly<Record<string, number | undefined>> {
    return Object.fromEntries(this.members.map(({ role, name }) => [role, pidOf(this.place.folder, name)]));
  }

  /** Waits for `work`, but no longer than all of them are running. */
  untilCrash<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.crashed]);
  }

  /** As an orchestrator ends them: asked to, waited for, and then made to. */
  async end(): Promise<void> {
    this.ending = true;
    await Promise.all(this.members.map((member) => this.endOne(member)));
  }

  private launch(role: Role): Member {
    const { contender, place } = this;
    const name = `${contender.name} ${role}`;
    const logFile = join(place.folder, 'logs', `${contender.name}-${role}.log`);
    const profile = `${contender.name}-${role}-${Date.now()}.cpuprofile`;
    const profiling = place.isProfiled
      ? ['--cpu-prof', `--cpu-prof-dir=${place.folder}`, `--cpu-prof-name=${profile}`]
      : [];
    const env = { ...process.env, ...place.env, PORT: String(place.ports[role]), REPLICA_ID: role };
    const args = [...NODE_ARGUMENTS, ...profiling, ...contender.process(role)];
    const ended = place.supervisor.run({ name, command: process.execPath, args, env, logFile }, LONGEST_MS).then(
      () => this.onEnd(new LauncherError(`${name} ended by itself.`, logTail(logFile))),
      (error: unknown) => this.onEnd(error),
    );
    return { role, name, logFile, ended };
  }

  private onEnd(error: unknown): void {
    if (!this.ending) this.crash(error);
  }

  private async endOne({ name, ended }: Member): Promise<void> {
    this.signal(name, 'SIGTERM');
    const obeyed = await Promise.race([ended.then(() => true), delay(ENDED_WITHIN_MS, false, { ref: false })]);
    if (obeyed) return;
    this.signal(name, 'SIGKILL');
    await ended;
  }

  /** One that has ended is not there any more. */
  private signal(name: string, signal: NodeJS.Signals): void {
    const pid = pidOf(this.place.folder, name);
    if (pid !== undefined) process.kill(pid, signal);
  }
}
