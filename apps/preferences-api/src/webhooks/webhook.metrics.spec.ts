import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { EVENT_LABELS, WebhookMetrics, eventLabel } from './webhook.metrics.js';

it('reports of how messages ended are shown at 0 before the first: or an alert would not see it', async () => {
  const registry = new Registry();
  const { reports } = new WebhookMetrics(registry);
  const { values } = await reports.get();
  expect(values.map(({ labels, value }) => `${labels.channel} ${labels.event} ${value}`)).toEqual([
    ...['email delivered 0', 'email bounce 0', 'email dropped 0'],
    ...['sms delivered 0', 'sms undelivered 0', 'sms failed 0'],
  ]);
  for (const { labels } of values) expect(EVENT_LABELS).toContain(labels.event);
});

describe('the label of a reported event', () => {
  it.each(['delivered', 'bounce', 'undelivered', 'inbound_stop', 'pixel'])('is its name: %s', (event) => {
    expect(eventLabel(event)).toBe(event);
  });

  it('is from a closed list, whatever a provider comes up with', () => {
    expect(eventLabel('x'.repeat(40))).toBe('other');
  });
});
