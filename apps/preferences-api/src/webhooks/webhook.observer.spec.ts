import { describe, expect, it } from '@jest/globals';
import { createLogger } from '#runtime';
import { Registry } from 'prom-client';
import { WebhookMetrics } from './webhook.metrics.js';
import { WebhookObserver } from './webhook.observer.js';

describe('a fault of our account that a provider reports', () => {
  it('is counted by message, and an error in the log, once for each code', async () => {
    const lines: Record<string, unknown>[] = [];
    const sink = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
    const metrics = new WebhookMetrics(new Registry());
    const accountFaults = [
      { code: 'twilio_30007', messages: 2, stopsChannel: false },
      { code: 'twilio_30034', messages: 1, stopsChannel: true },
    ];
    const written = { outcomes: [], results: [], accountFaults, revokes: false, outbox: null, spans: new Map() };
    new WebhookObserver(metrics, createLogger('tests', 'info', sink)).stored('twilio', written);

    expect(lines).toMatchObject(accountFaults.map((fault) => ({ level: 'error', channel: 'sms', ...fault })));
    const { values } = await metrics.accountFaults.get();
    expect(values.map(({ labels, value }) => [labels.channel, labels.code, value])).toEqual([
      ['sms', 'twilio_30007', 2],
      ['sms', 'twilio_30034', 1],
    ]);
  });
});
