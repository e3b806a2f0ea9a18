import { describe, expect, it } from '@jest/globals';
import { type SettingsError, loadSettings } from '#runtime';
import { kafkaSettings } from './kafka.settings.js';

const load = (env: Record<string, string>) => loadSettings({ kafka: kafkaSettings }, env).kafka;

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    load(env);
    return [];
  } catch (error) {
    return (error as SettingsError).faults;
  }
}

describe('settings of Kafka', () => {
  it('have defaults for all but the brokers', () => {
    expect(load({ KAFKA_BROKERS: 'a:9092, b:9092' })).toEqual({
      brokers: ['a:9092', 'b:9092'],
      ssl: false,
      sasl: null,
      prefix: '',
      partitions: 6,
      replication: 1,
    });
  });

  it('take credentials', () => {
    const sasl = {
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: 'app',
      KAFKA_SASL_PASSWORD: 'hunter2',
      KAFKA_SSL: 'on',
    };
    expect(load({ KAFKA_BROKERS: 'a:9092', ...sasl })).toMatchObject({
      ssl: true,
      sasl: { mechanism: 'scram-sha-512', username: 'app', password: 'hunter2' },
    });
  });

  it.each([
    [{}, ['KAFKA_BROKERS']],
    [{ KAFKA_BROKERS: 'kafka' }, ['KAFKA_BROKERS.0']],
    [{ KAFKA_BROKERS: 'a:1', TOPIC_PREFIX: 'a b' }, ['TOPIC_PREFIX']],
    [
      { KAFKA_BROKERS: 'a:1', TOPIC_PARTITIONS: '0', TOPIC_REPLICATION: 'x' },
      ['TOPIC_PARTITIONS', 'TOPIC_REPLICATION'],
    ],
    [{ KAFKA_BROKERS: 'a:1', KAFKA_SASL_MECHANISM: 'plain' }, ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD']],
  ])('names what is wrong with %j', (env, names) => {
    expect(faultsOf(env).map((fault) => fault.split(':')[0])).toEqual(names);
  });
});
