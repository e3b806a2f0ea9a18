import { expect, it } from '@jest/globals';
import { NOTIFICATION_TYPES } from '#contracts';
import { SystemClock, createLogger } from '#runtime';
import { Registry } from 'prom-client';
import type { ChannelSender } from './channel-sender.js';
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
