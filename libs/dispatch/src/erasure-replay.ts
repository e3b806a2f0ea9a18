/** Implements N8, AC-14. Before an app is ready or dispatches anything, the ledger of erasures has been replayed: a restored backup brings nobody back. */
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { HealthRegistry, LOGGER, type Logger, ProcessExit, untilAvailable } from '#runtime';
import { ErasureLedger } from './erasure-ledger.js';

/** The app ends before it knows who was erased. Whoever waited for it leaves the work to the next. */
export class ErasuresUnknownError extends Error {
  override readonly name = 'ErasuresUnknownError';
  readonly retryable = true;

  constructor(cause: unknown) {
    super('The ledger of erasures has not been replayed', { cause });
  }
}

@Injectable()
export class ErasureReplay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private replaying: Promise<void> | undefined;
  private replayed = false;

  constructor(
    private readonly ledger: ErasureLedger,
    private readonly exit: ProcessExit,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(HealthRegistry) health: HealthRegistry,
  ) {
    health.requireForReadiness({
      name: 'erasures',
      check: () => Promise.resolve(this.replayed ? undefined : 'the ledger of erasures is being replayed'),
    });
  }

  onApplicationBootstrap(): void {
    this.replaying = this.replay();
    this.replaying.catch((error: unknown) => {
      if (!this.stopping.signal.aborted) this.exit.fail('the ledger of erasures cannot be replayed', error);
    });
  }

  /** Resolves once whoever the ledger names is erased. @throws ErasuresUnknownError */
  async untilDone(): Promise<void> {
    if (this.replayed) return;
    if (this.replaying === undefined) throw new TypeError('The replay of erasures has not begun');
    try {
      await this.replaying;
    } catch (error) {
      throw new ErasuresUnknownError(error);
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.allSettled([this.replaying]);
  }

  private async replay(): Promise<void> {
    const { signal } = this.stopping;
    const erased = await untilAvailable(
      () => this.ledger.replay(signal),
      (error) => this.logger.warn({ err: error }, 'the replay of erasures waits'),
      signal,
    );
    this.replayed = true;
    if (erased > 0)
      this.logger.warn({ customers: erased }, 'customers were erased again: the tables are from a backup');
  }
}
