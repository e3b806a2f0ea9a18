/** Implements N8, AC-14. Asks the channel's provider to forget customers who were erased, until it has taken each request. */
import { Inject, Injectable } from '@nestjs/common';
import { type DueErasure, ProviderErasures } from '#database';
import { Clock, LOGGER, type Logger, ProcessExit, isRetryable, RecurringTask } from '#runtime';
import { ChannelSender } from './channel-sender.js';

const EVERY_MS = 5_000;
/** One replica stays below SendGrid's limit of 100 requests a minute; of what several ask beyond it, some is refused and asked again. */
const MOST_A_TURN = 5;
/** Of one request: longer than its answer may take. */
const LEASE_MS = 60_000;

/** After as many tries. It is the law that is waiting: there is no last try. */
const RETRY_AFTER_MS = [60_000, 300_000, 900_000] as const;
const RETRY_EVERY_MS = 3_600_000;
/** From then on somebody has to look. */
const WORRYING_TRIES = 5;

@Injectable()
export class ProviderEraser extends RecurringTask {
  constructor(
    private readonly erasures: ProviderErasures,
    private readonly sender: ChannelSender,
    private readonly clock: Clock,
    exit: ProcessExit,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super(exit, 'the erasures at the provider stopped');
  }

  override onApplicationBootstrap(): void {
    if (this.sender.erase !== undefined) super.onApplicationBootstrap();
  }

  /** Makes the requests that are due. @returns how many */
  async eraseDue(): Promise<number> {
    let made = 0;
    while (made < MOST_A_TURN && !this.signal.aborted) {
      const now = this.clock.now();
      const [request] = await this.erasures.claim(this.sender.channel, 1, now, new Date(now.getTime() + LEASE_MS));
      if (request === undefined) break;
      await this.erase(request);
      made += 1;
    }
    return made;
  }

  private async erase({ id, subjects, tries }: DueErasure): Promise<void> {
    const result = await this.sender.erase?.(subjects);
    if (result === undefined || result.outcome === 'erased') {
      await this.erasures.finish(id);
      return;
    }
    const level = tries >= WORRYING_TRIES ? 'error' : 'warn';
    this.logger[level]({ code: result.code, tries, erasureId: id }, 'the provider has yet to forget a customer');
    const wait = RETRY_AFTER_MS[tries - 1] ?? RETRY_EVERY_MS;
    await this.erasures.postpone(id, new Date(this.clock.now().getTime() + wait));
  }

  protected override async turn(): Promise<number> {
    await this.eraseDue().catch((error: unknown) => {
      if (!isRetryable(error)) throw error;
    });
    return EVERY_MS;
  }
}
