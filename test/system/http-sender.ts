import { setTimeout as delay } from 'node:timers/promises';
import type { Channel } from '#contracts';
import { ChannelSender, type OutgoingMessage, ProviderHttp, type SendResult, type StartGate } from '#delivery';

/** Makes real requests through the providers' transport, after a while: rendering, or waiting for a connection, may take its time. */
export class HttpSender extends ChannelSender {
  override readonly channel: Channel = 'email';
  override readonly idempotent = false;
  private readonly http: ProviderHttp;

  /** @param slownessOf milliseconds by customer */
  constructor(
    baseUrl: string,
    private readonly slownessOf: (userId: string) => number,
  ) {
    super();
    this.http = new ProviderHttp(baseUrl);
  }

  override validate(): undefined {
    return undefined;
  }

  override async send({ userId }: OutgoingMessage, mayStart: StartGate): Promise<SendResult> {
    await delay(this.slownessOf(userId));
    await this.http.request({ method: 'POST', path: '/', headers: { 'x-customer': userId } }, { mayStart });
    return { outcome: 'accepted', providerMessageId: null };
  }

  override checkHealth(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  close(): Promise<void> {
    return this.http.close();
  }
}
