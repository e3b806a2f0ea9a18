import { describe, expect, it } from '@jest/globals';
import { TOPICS } from '#contracts';
import { kafkaSettings } from './kafka.settings.js';
import { topicConfigs } from './topic-configs.js';

describe('topics to create', () => {
  const env = { KAFKA_BROKERS: 'a:1', TOPIC_PREFIX: 'staging.', TOPIC_PARTITIONS: '12', TOPIC_REPLICATION: '3' };
  const configs = topicConfigs(kafkaSettings.parse(env));

  it('are all of the contract, with prefix, partitions and replicas as set', () => {
    expect(configs.map(({ topic }) => topic)).toEqual(Object.values(TOPICS).map(({ name }) => `staging.${name}`));
    for (const { numPartitions, replicationFactor } of configs) {
      expect([numPartitions, replicationFactor]).toEqual([12, 3]);
    }
  });

  it('keep messages for at least a day: longer than any outage that is waited out', () => {
    for (const { configEntries } of configs) {
      expect(configEntries?.map(({ name }) => name)).toEqual(['retention.ms']);
      expect(Number(configEntries?.[0]?.value)).toBeGreaterThanOrEqual(86_400_000);
    }
  });
});
