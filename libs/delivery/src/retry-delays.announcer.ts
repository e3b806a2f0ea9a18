/** Implements F4. Tells whoever plans a retry on this channel, as the API does after a webhook, by which delays its workers retry. */
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, announceRetryDelays } from '#database';
import { ProcessExit, untilAvailable } from '#runtime';
import { ChannelSender } from './channel-sender.js';
import { DELIVERY_SETTINGS, type DeliverySettings } from './delivery.settings.js';

@Injectable()
export class RetryDelaysAnnouncer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private announcing: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly sender: ChannelSender,
    private readonly exit: ProcessExit,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  /** Behind the start: a database that is away must not hold it up. */
  onApplicationBootstrap(): void {
    this.announcing = this.announce().catch((error: unknown) => {
      if (!this.stopping.signal.aborted) this.exit.fail('retry delays could not be announced', error);
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.announcing;
  }

  private announce(): Promise<void> {
    const { channel } = this.sender;
    return untilAvailable(
      () => announceRetryDelays(this.database, channel, this.settings.retryDelays[channel]),
      // The due poll has said already that the database is away.
      () => undefined,
      this.stopping.signal,
    );
  }
}
