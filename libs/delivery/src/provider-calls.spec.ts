import { expect, it } from '@jest/globals';
import { NOTIFICATION_TYPES } from '#contracts';
import { SystemClock, type TraceSpan, createLogger } from '#runtime';
import { Registry } from 'prom-client';
import type { ChannelSender, OutgoingMessage } from './channel-sender.js';
import { DeliveryMetrics } from './delivery.metrics.js';
import { ProviderCalls } from './provider-calls.js';

it('F5: calls that are taken are shown at 0 before the first, of every type: or an alert would not see it', async () => {
  const metrics = new DeliveryMetrics(new Registry());
  const sender = { channel: 'sms' } as unknown as ChannelSender;
  expect(new ProviderCalls(sender, new SystemClock(), metrics, createLogger('tests', 'silent')).sender).toBe(sender);
  const { values } = await metrics.attempts.get();
  expect(values).toEqual(
    NOTIFICATION_TYPES.map((type) => ({ value: 0, labels: { channel: 'sms', type, outcome: 'accepted', code: '' } })),
  );
});

it('F5: a line about a call that went wrong names its place in the trace', async () => {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const span = { logFields: { trace_id: 't-1', span_id: 's-1' } } as unknown as TraceSpan;
  const sender = { channel: 'sms', send: () => Promise.reject(new Error('broken')) } as unknown as ChannelSender;
  const metrics = new DeliveryMetrics(new Registry());
  const calls = new ProviderCalls(sender, new SystemClock(), metrics, createLogger('tests', 'info', { write }));
  const message = { notificationId: 'n-1', type: 'delivered' } as OutgoingMessage;
  await calls.make(message, () => true, span);
  await calls.make(message, () => true);
  expect(lines).toMatchObject([
    { msg: 'sender failed', notificationId: 'n-1', trace_id: 't-1', span_id: 's-1' },
    { msg: 'sender failed', notificationId: 'n-1' },
  ]);
  expect(lines[1]).not.toHaveProperty('trace_id');
});
