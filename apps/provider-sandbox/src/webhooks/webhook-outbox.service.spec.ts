import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import type { SentWebhook } from '../ledger/ledger-entries.js';
import { Agenda } from './agenda.service.js';
import { MAX_IN_HAND, WebhookOutbox } from './webhook-outbox.service.js';
import { RETRIES, retryDelayMs } from './webhook-post.js';

const webhook = () => ({ outcome: 'pending' }) as SentWebhook;
const posting = (url: string, webhooks: readonly SentWebhook[]) =>
  ({ provider: 'sendgrid', url, headers: {}, body: '[]', webhooks, retried: true }) as const;

test('What comes on top of a full queue is dropped and counted', async () => {
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
  const registry = new Registry();
  const outbox = new WebhookOutbox(new Agenda(), registry);
  const late = webhook();

  void outbox.post(posting(url, Array.from({ length: MAX_IN_HAND }, webhook)));
  await outbox.post(posting(url, [late]));

  expect([late.outcome, outbox.dropped]).toEqual(['dropped', 1]);
  expect(await registry.metrics()).toContain('sandbox_webhooks_total{provider="sendgrid",outcome="dropped"} 1');
  await outbox.onModuleDestroy();
  silent.closeAllConnections();
  await new Promise((resolve) => silent.close(resolve));
});

test('SendGrid’s retries are further and further apart, and end', () => {
  const delays = Array.from({ length: RETRIES.sendgrid.most }, (_, index) => retryDelayMs(index + 1));

  expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});
