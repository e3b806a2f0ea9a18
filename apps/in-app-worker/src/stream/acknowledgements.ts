/** Implements F8, N9. Confirmations from devices, recorded a batch at a time. */
import { Inject, Injectable } from '@nestjs/common';
import { InboxWriter } from '#delivery';
import { Gatherer, LOGGER, type Logger, ProcessExit, isRetryable, untilAvailable } from '#runtime';
import { StreamMetrics } from './stream.metrics.js';

const GATHER_MS = 100;
const MOST_PER_BATCH = 500;

@Injectable()
export class Acknowledgements {
  private readonly stopping = new AbortController();
  private readonly gatherer = new Gatherer<string>((ids) => this.record([...new Set(ids)]), {
    most: MOST_PER_BATCH,
    gatherMs: GATHER_MS,
    restMs: GATHER_MS,
  });

  constructor(
    private readonly writer: InboxWriter,
    private readonly metrics: StreamMetrics,
    private readonly exit: ProcessExit,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @param id of a notification; recorded once, whatever the number of devices */
  add(id: string): void {
    this.metrics.acknowledgements.inc();
    this.gatherer.add(id).catch((error: unknown) => this.giveUp(error));
  }

  /** Records what is waiting; an outage of the database is waited out no longer. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.gatherer.idle();
  }

  private record(ids: readonly string[]): Promise<void> {
    return untilAvailable(
      () => this.writer.acknowledged(ids),
      (error, attempt) => this.logger.warn({ err: error, attempt, rows: ids.length }, 'acknowledgements wait'),
      this.stopping.signal,
    );
  }

  /** A lost acknowledgement loses nothing: the message counts as not delivered, and is given again. */
  private giveUp(error: unknown): void {
    if (this.stopping.signal.aborted && isRetryable(error)) return;
    this.exit.fail('acknowledgements cannot be recorded', error);
  }
}
