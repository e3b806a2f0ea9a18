import { Injectable } from '@nestjs/common';
import { Controls } from '../controls/controls.service.js';
import type { TrackedMessage } from '../ledger/ledger-entries.js';
import { Ledger } from '../ledger/ledger.service.js';
import type { Happening, MailEvent } from '../lives/happening.js';
import type { WebhookFaults } from '../lives/life.schema.js';
import { WebhookOutbox } from '../webhooks/webhook-outbox.service.js';
import type { WebhookPost } from '../webhooks/webhook-post.js';
import { USER_AGENTS } from './user-agents.js';

type Opening = Happening<Extract<MailEvent, { event: 'open' }>>;

const PIXEL = /<img\b[^>]*\bsrc="(https?:\/\/[^"]+)"[^>]*\bwidth="1"/i;

/** What a mail program does that opens an email which ends with a tracking picture of its sender's own. */
@Injectable()
export class PictureFetches {
  constructor(
    private readonly ledger: Ledger,
    private readonly outbox: WebhookOutbox,
    private readonly controls: Controls,
  ) {}

  /** Resolves once it was tried; at once for an email without such a picture. */
  async fetch(opening: Opening, faults: WebhookFaults): Promise<void> {
    const url = this.pictureOf(opening.message);
    if (url === undefined) return;
    const fetches = Array.from({ length: faults.copies }, () => this.toFetch(opening, url, faults));
    if (faults.lost) for (const fetch of fetches) this.outbox.lose(fetch);
    else await Promise.all(fetches.map((fetch) => this.outbox.post(fetch)));
  }

  /** Where webhooks go as well: the name that the email has for it leads there in production. */
  private pictureOf({ html }: TrackedMessage): string | undefined {
    const url = PIXEL.exec(html ?? '')?.[1]?.replaceAll('&amp;', '&');
    if (url === undefined) return undefined;
    const { pathname, search } = new URL(url);
    return this.controls.state.webhooks.target + pathname + search;
  }

  private toFetch({ message, event }: Opening, picture: string, { signature }: WebhookFaults): WebhookPost {
    const { id: messageId, provider, notificationId, to } = message;
    // Its token is the picture's signature.
    const url = signature === 'valid' ? picture : `${picture}x`;
    const entry = { provider, event: 'pixel', messageId, notificationId, to, url, payload: null };
    return {
      provider,
      method: 'GET',
      url,
      headers: { 'user-agent': USER_AGENTS[event.machine ? 'machine' : 'person'] },
      body: null,
      webhooks: [this.ledger.recordWebhook(entry, message)],
      retried: false,
    };
  }
}
