import { describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { BrokerRefusedError, BrokerUnavailableError, asBrokerCall } from './kafka.errors.js';

/** As kafkajs reports it: wrapped once per level of retries, and each wrapper says that it is not retriable. */
function wrapped(error: Error, levels: number): Error {
  if (levels === 0) return error;
  return Object.assign(new kafkajs.KafkaJSNonRetriableError(error), { cause: wrapped(error, levels - 1) });
}

function protocolError(type: string, retriable: boolean): Error {
  return new kafkajs.KafkaJSProtocolError(Object.assign(new Error(type), { type, code: 1, retriable }));
}

/** Their constructors take a message, whatever the types of kafkajs say. */
function kafkaError(type: new () => Error): Error {
  return new (type as new (message: string) => Error)('from kafkajs');
}

const outcomeOf = (error: Error) => asBrokerCall(() => Promise.reject(error)).catch((thrown: unknown) => thrown);

describe('a call to the broker', () => {
  it('gives its result', async () => {
    await expect(asBrokerCall(() => Promise.resolve(7))).resolves.toBe(7);
  });

  it.each([
    ['a refused connection', new kafkajs.KafkaJSConnectionError('ECONNREFUSED')],
    ['a request without answer', new kafkajs.KafkaJSRequestTimeoutError('timed out')],
    ['a leader that moves', protocolError('NOT_LEADER_FOR_PARTITION', true)],
    ['a topic that is not there yet', protocolError('UNKNOWN_TOPIC_OR_PARTITION', true)],
    ['too few replicas', protocolError('NOT_ENOUGH_REPLICAS', true)],
    ['a coordinator not found', kafkaError(kafkajs.KafkaJSGroupCoordinatorNotFound)],
    ['a time-out', kafkaError(kafkajs.KafkaJSTimeout)],
    ['a lock not obtained', kafkaError(kafkajs.KafkaJSLockTimeout)],
    ['no metadata', kafkaError(kafkajs.KafkaJSMetadataNotLoaded)],
  ])('may be tried again after %s, however deep it is wrapped', async (_, error) => {
    for (const levels of [0, 1, 3]) {
      const thrown = await outcomeOf(wrapped(error, levels));
      expect(thrown).toBeInstanceOf(BrokerUnavailableError);
      expect(thrown).toMatchObject({ code: 'broker_unavailable', retryable: true, message: 'Kafka cannot be reached' });
    }
  });

  it.each([
    ['credentials', kafkaError(kafkajs.KafkaJSSASLAuthenticationError), 'the user or password: check KAFKA_SASL'],
    ['credentials for a listener without', protocolError('ILLEGAL_SASL_STATE', false), 'the user or password'],
    ['a topic we may not write to', protocolError('TOPIC_AUTHORIZATION_FAILED', false), 'TOPIC_AUTHORIZATION_FAILED'],
    ['a group we may not join', protocolError('GROUP_AUTHORIZATION_FAILED', false), 'GROUP_AUTHORIZATION_FAILED'],
  ])('is refused for %s, which somebody has to change, however deep it is wrapped', async (_, error, words) => {
    for (const levels of [0, 1, 3]) {
      const thrown = await outcomeOf(wrapped(error, levels));
      expect(thrown).toBeInstanceOf(BrokerRefusedError);
      expect(thrown).toMatchObject({
        code: 'broker_refused',
        retryable: false,
        message: expect.stringContaining(words),
      });
    }
  });

  it.each([
    ['a message too large', protocolError('MESSAGE_TOO_LARGE', false)],
    ['a fault of ours', new TypeError('x is not a function')],
  ])('fails for good on %s', async (_, error) => {
    for (const levels of [0, 1, 3]) {
      const thrown = wrapped(error, levels);
      expect(await outcomeOf(thrown)).toBe(thrown);
    }
  });

  it('waits, and says so, while the broker shows a certificate that is not trusted', async () => {
    const error = new kafkajs.KafkaJSConnectionError('Connection error', {
      code: 'SELF_SIGNED_CERT_IN_CHAIN',
    });
    expect(await outcomeOf(wrapped(error, 2))).toMatchObject({
      retryable: true,
      message: expect.stringMatching(/^Kafka cannot be trusted: .*NODE_EXTRA_CA_CERTS$/),
    });
  });
});
