import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import { Agent, request } from 'undici';
import type { WebhookOutcome } from '../ledger/ledger-entries.js';
import { Agenda } from './agenda.service.js';
import { RETRIES, type WebhookAnswer, type WebhookPost, isTaken, retryDelayMs } from './webhook-post.js';

/** Webhooks waiting or on their way. What comes on top is dropped and counted: a slow receiver must not fill the memory. */
export const MAX_IN_HAND = 50_000;
/** Few, so that requests to send keep their share of the processor. */
const CONNECTIONS = 16;
const CONNECT_TIMEOUT_MS = 5_000;
const ANSWER_TIMEOUT_MS = 15_000;

/** Sends webhooks and notes in the ledger what became of them. */
@Injectable()
export class WebhookOutbox implements OnModuleDestroy {
  private readonly agent = new Agent({ connections: CONNECTIONS, connect: { timeout: CONNECT_TIMEOUT_MS } });
  private readonly figure: Counter<'provider' | 'outcome'>;
  private inHand = 0;
  private closed = false;
  /** Webhooks never sent because too many were waiting. */
  dropped = 0;

  constructor(
    private readonly agenda: Agenda,
    @Inject(Registry) registry: Registry,
  ) {
    this.figure = new Counter({
      name: 'sandbox_webhooks_total',
      help: 'Webhooks that came to an end',
      labelNames: ['provider', 'outcome'],
      registers: [registry],
    });
  }

  /** Resolves once it was tried; what follows, follows by itself. */
  async post(post: WebhookPost): Promise<void> {
    if (this.inHand + post.webhooks.length > MAX_IN_HAND) {
      this.dropped += post.webhooks.length;
      this.conclude(post, 'dropped');
    } else {
      this.inHand += post.webhooks.length;
      await this.try(post, 1);
    }
  }

  /** Notes what was never to be sent. */
  lose(post: WebhookPost): void {
    this.conclude(post, 'lost');
  }

  async onModuleDestroy(): Promise<void> {
    this.closed = true;
    await this.agent.destroy();
  }

  private async try(post: WebhookPost, tries: number): Promise<void> {
    const answer = await this.send(post);
    if (this.closed) return;
    for (const webhook of post.webhooks) {
      Object.assign(webhook, { tries, status: answer.status, detail: answer.detail });
    }
    if (isTaken(answer)) {
      this.finish(post, 'taken');
      post.onTaken?.(answer.body);
    } else if (mayTryAgain(post, answer, tries)) {
      void this.agenda.wait(retryDelayMs(tries)).then(() => this.try(post, tries + 1));
    } else {
      this.finish(post, 'failed');
    }
  }

  private async send({ method = 'POST', url, headers, body }: WebhookPost): Promise<WebhookAnswer> {
    try {
      const response = await request(url, {
        method,
        headers,
        body,
        dispatcher: this.agent,
        headersTimeout: ANSWER_TIMEOUT_MS,
        bodyTimeout: ANSWER_TIMEOUT_MS,
      });
      return { status: response.statusCode, body: await response.body.text(), detail: null };
    } catch (error) {
      // A receiver that gives no answer is an outcome, and the ledger tells it.
      return { status: null, body: '', detail: String((error as { code?: unknown }).code ?? error) };
    }
  }

  private finish(post: WebhookPost, outcome: WebhookOutcome): void {
    this.inHand -= post.webhooks.length;
    this.conclude(post, outcome);
  }

  private conclude({ provider, webhooks }: WebhookPost, outcome: WebhookOutcome): void {
    for (const webhook of webhooks) webhook.outcome = outcome;
    this.figure.inc({ provider, outcome }, webhooks.length);
  }
}

function mayTryAgain({ provider, retried }: WebhookPost, answer: WebhookAnswer, tries: number): boolean {
  const { most, after } = RETRIES[provider];
  return retried && tries <= most && after(answer);
}
