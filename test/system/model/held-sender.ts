import type { Channel } from '#contracts';
import { ChannelSender, type OutgoingMessage, type SendResult } from '#delivery';
import type { ProviderLedger } from './provider-ledger.js';

/** Enters each call in the ledger and leaves it open until a command answers it. */
export class HeldSender extends ChannelSender {
  override readonly channel: Channel = 'email';
  override readonly idempotent = false;

  constructor(
    private readonly ledger: ProviderLedger,
    private readonly worker: number,
  ) {
    super();
  }

  override validate(): undefined {
    return undefined;
  }

  override send({ notificationId, userId, attempt }: OutgoingMessage): Promise<SendResult> {
    return new Promise((resolve, reject) => {
      const answer = (result: SendResult | Error) => (result instanceof Error ? reject(result) : resolve(result));
      this.ledger.start({ notificationId, userId, attempt, worker: this.worker, answer });
    });
  }

  override checkHealth(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}
