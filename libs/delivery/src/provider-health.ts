/** Implements F4, F5. Asks the provider now and then whether our account works: a figure and a line in the log, never part of readiness. */
import { Inject, Injectable } from '@nestjs/common';
import { IdGenerator, LOGGER, type Logger, ProcessExit, RecurringTask } from '#runtime';
import { ChannelGateMetrics } from './channel-gate.metrics.js';
import { ChannelSender } from './channel-sender.js';

/** An app that cannot start has something else to say. */
const FIRST_AFTER_MS = 5_000;
const EVERY_MS = 30_000;
/** Replicas must not ask in step. */
const JITTER_MS = 5_000;

@Injectable()
export class ProviderHealth extends RecurringTask {
  private lastFault: string | undefined;

  constructor(
    private readonly sender: ChannelSender,
    private readonly metrics: ChannelGateMetrics,
    private readonly ids: IdGenerator,
    exit: ProcessExit,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super(exit, 'the provider cannot be asked', FIRST_AFTER_MS + JITTER_MS * ids.fraction());
  }

  /** @returns what is wrong, in our words */
  async ask(): Promise<string | undefined> {
    const { channel } = this.sender;
    const fault = await this.sender.checkHealth();
    this.metrics.showProvider(channel, fault === undefined);
    if (fault !== this.lastFault) {
      if (fault === undefined) this.logger.info({ channel }, 'the provider is well again');
      else this.logger.error({ channel, fault }, 'the provider says our account does not work');
    }
    this.lastFault = fault;
    return fault;
  }

  protected override async turn(): Promise<number> {
    await this.ask();
    return EVERY_MS + JITTER_MS * this.ids.fraction();
  }
}
