import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { projectRoot } from '../../infra/data-folder.js';

/** A process that ends with all it has started, and with this process at the latest. */
export class ProcessGroup {
  /** The exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;

  private constructor(private readonly leader: ChildProcess) {
    this.ended = once(leader, 'exit').then(([code]: (number | null)[]) => code ?? null);
    const interrupt = () => this.interrupt();
    process.once('exit', interrupt);
    leader.once('exit', () => process.off('exit', interrupt));
  }

  static start(command: string, args: readonly string[], stdio: StdioOptions, env?: NodeJS.ProcessEnv): ProcessGroup {
    return new ProcessGroup(spawn(command, args, { cwd: projectRoot, detached: true, stdio, env: env ?? process.env }));
  }

  get output(): Readable {
    return this.leader.stdout ?? Readable.from([]);
  }

  /** As Ctrl-C does; waits for it. */
  end(): Promise<number | null> {
    this.interrupt();
    return this.ended;
  }

  private interrupt(): void {
    const { pid, exitCode, signalCode } = this.leader;
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGINT');
  }
}
