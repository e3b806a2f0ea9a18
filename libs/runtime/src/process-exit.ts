import type { Logger } from './logger.js';
import { SetupError } from './setup.error.js';

/** What to do when a process can no longer do its work. Tests that run apps in their own process inject another. */
export abstract class ProcessExit {
  /** Ends the process: a supervisor starts a fresh one, which beats a process that looks alive and does nothing. */
  abstract fail(reason: string, error: unknown): void;
}

export class ExitWithFailure extends ProcessExit {
  private failed = false;

  constructor(private readonly logger: Logger) {
    super();
  }

  override fail(reason: string, error: unknown): void {
    // What fails next fails because of the first.
    if (this.failed) return;
    this.failed = true;
    if (error instanceof SetupError) for (const fault of error.faults) this.logger.fatal({ fault }, reason);
    else this.logger.fatal({ err: error }, reason);
    this.logger.flush(() => process.exit(1));
    setTimeout(() => process.exit(1), 500).unref();
  }
}
