import { Clock } from '#runtime';
import { Injectable } from '@nestjs/common';
import { Ledger } from '../ledger/ledger.service.js';
import type { Provider, TrackedMessage } from '../ledger/ledger-entries.js';

/** What a provider was asked to forget. */
export interface ErasureRequest {
  readonly at: string;
  readonly provider: Provider;
  /** An address at SendGrid, the `sid` of a text at Twilio. */
  readonly subject: string;
}

/** Lets messages go on, without what they said. */
@Injectable()
export class Erasures {
  private readonly requests: ErasureRequest[] = [];

  constructor(
    private readonly ledger: Ledger,
    private readonly clock: Clock,
  ) {}

  list(): readonly ErasureRequest[] {
    return this.requests;
  }

  /** SendGrid: everything to these addresses. */
  eraseRecipients(addresses: readonly string[]): void {
    for (const address of addresses) {
      this.record('sendgrid', address);
      this.forget((message) => message.provider === 'sendgrid' && message.to === address);
    }
  }

  /** Twilio: one text. @returns it, emptied; undefined when there is none */
  redact(sid: string): TrackedMessage | undefined {
    this.record('twilio', sid);
    return this.forget((message) => message.provider === 'twilio' && message.providerMessageId === sid)[0];
  }

  private record(provider: Provider, subject: string): void {
    this.requests.push({ at: this.clock.now().toISOString(), provider, subject });
  }

  private forget(isMeant: (message: TrackedMessage) => boolean): TrackedMessage[] {
    const meant = [...this.ledger.newestMessages()].filter(isMeant);
    for (const message of meant) {
      Object.assign(message, { text: message.provider === 'twilio' ? '' : null, html: null, contentForgotten: true });
    }
    return meant;
  }
}
