import { beforeEach, describe, expect, it } from '@jest/globals';
import { QUIET_FACTS } from '../../../../libs/notifications/src/alert-facts.fixture.js';
import { Registry } from 'prom-client';
import { FactMetrics } from './fact.metrics.js';

describe('what was looked at for alerts, shown to Prometheus', () => {
  let registry: Registry;
  let metrics: FactMetrics;

  beforeEach(() => {
    registry = new Registry();
    metrics = new FactMetrics(registry);
  });

  const shown = async () =>
    (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

  it('is nothing before the first look', async () => {
    expect(await shown()).toEqual([]);
  });

  it('is what the facts say', async () => {
    metrics.show({
      ...QUIET_FACTS,
      objectives: [{ objective: 'N1', channel: 'sms', windowMs: 3_600_000, good: 90, bad: 10 }],
      halts: [{ channel: 'email', reason: 'provider_failing' }],
      pauses: [{ scope: 'all' }],
      consumers: [{ topic: 'notifications.sms.v1', lag: 7, stalledSeconds: 12 }],
      deadLetters: 3,
    });
    expect(await shown()).toEqual(
      expect.arrayContaining([
        'notification_objective_notifications{objective="N1",channel="sms",window="60m",result="good"} 90',
        'notification_objective_notifications{objective="N1",channel="sms",window="60m",result="bad"} 10',
        'notification_halted{channel="email"} 1',
        'notification_halted{channel="sms"} 0',
        'notification_paused{scope="all"} 1',
        'kafka_consumer_group_lag_sum{group="order-notifications.sms-worker",topic="notifications.sms.v1"} 7',
        'notification_consumer_stalled_seconds{topic="notifications.sms.v1"} 12',
        'notification_recent_dead_letters 3',
      ]),
    );
  });

  it('leaves out what is over, and a lag that is not known', async () => {
    metrics.show({
      ...QUIET_FACTS,
      pauses: [{ scope: 'all' }],
      consumers: [{ topic: 'notifications.sms.v1', lag: 7, stalledSeconds: 0 }],
    });
    metrics.show({ ...QUIET_FACTS, consumers: [{ topic: 'notifications.sms.v1', lag: null, stalledSeconds: 0 }] });
    const lines = (await shown()).join('\n');
    expect(lines).not.toContain('notification_paused{');
    expect(lines).not.toContain('kafka_consumer_group_lag_sum');
  });

  it('is not as it was once the database cannot be asked, but missing', async () => {
    metrics.show({ ...QUIET_FACTS, deadLetters: 3, pauses: [{ scope: 'all' }] });
    metrics.forget();
    expect(await shown()).toEqual([]);
  });
});
