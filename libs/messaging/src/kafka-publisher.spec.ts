import { describe, expect, it } from '@jest/globals';
import kafkajs, { type Kafka, type ProducerBatch } from 'kafkajs';
import { KafkaPublisher } from './kafka-publisher.js';

const away = () => new kafkajs.KafkaJSConnectionError('ECONNREFUSED');

/** A producer that fails to connect, and to send, as often as it is told to. */
class FakeProducer {
  readonly sent: ProducerBatch[] = [];
  connections = 0;
  disconnections = 0;
  failingConnections = 0;
  sendError: Error | undefined;

  connect(): Promise<void> {
    this.connections += 1;
    return this.connections <= this.failingConnections ? Promise.reject(away()) : Promise.resolve();
  }

  sendBatch(batch: ProducerBatch): Promise<void> {
    if (this.sendError !== undefined) return Promise.reject(this.sendError);
    this.sent.push(batch);
    return Promise.resolve();
  }

  disconnect(): Promise<void> {
    this.disconnections += 1;
    return Promise.resolve();
  }
}

function publisherOf(producer: FakeProducer): KafkaPublisher {
  return new KafkaPublisher({ producer: () => producer } as unknown as Kafka, 'test.');
}

const message = (topic: string, value: string) => ({ topic, key: 'k', value });

describe('publishing', () => {
  it('sends all messages in one request, by topic, in order, to be acknowledged by every replica', async () => {
    const producer = new FakeProducer();
    const tombstone = { topic: 'a', key: null, value: null, headers: { id: '1' } };
    await publisherOf(producer).publish([message('a', '1'), message('b', '2'), message('a', '3'), tombstone]);
    expect(producer.sent).toEqual([
      {
        acks: -1,
        topicMessages: [
          {
            topic: 'test.a',
            messages: [
              { key: 'k', value: '1' },
              { key: 'k', value: '3' },
              { key: null, value: null, headers: { id: '1' } },
            ],
          },
          { topic: 'test.b', messages: [{ key: 'k', value: '2' }] },
        ],
      },
    ]);
  });

  it('keeps requests below what a broker takes at once, and the order over all of them', async () => {
    const producer = new FakeProducer();
    const large = (bytes: number) => message('a', 'x'.repeat(bytes));
    const sizes = [300_000, 150_000, 200_000, 900_000, 10];
    await publisherOf(producer).publish(sizes.map(large));
    const sent = producer.sent.map(({ topicMessages }) =>
      (topicMessages ?? []).flatMap(({ messages }) => messages.map(({ value }) => value?.length)),
    );
    expect(sent).toEqual([[300_000, 150_000], [200_000], [900_000], [10]]);
  });

  it('does nothing for no messages, not even connect', async () => {
    const producer = new FakeProducer();
    await publisherOf(producer).publish([]);
    expect(producer).toMatchObject({ connections: 0, sent: [] });
  });

  it('connects once, and again after it failed to', async () => {
    const producer = Object.assign(new FakeProducer(), { failingConnections: 1 });
    const publisher = publisherOf(producer);
    await expect(publisher.publish([message('a', '1')])).rejects.toMatchObject({ code: 'broker_unavailable' });
    await Promise.all([publisher.publish([message('a', '2')]), publisher.publish([message('a', '3')])]);
    expect(producer.connections).toBe(2);
    expect(producer.sent).toHaveLength(2);
  });

  it('says whether waiting helps', async () => {
    const producer = new FakeProducer();
    const publisher = publisherOf(producer);
    producer.sendError = away();
    await expect(publisher.publish([message('a', '1')])).rejects.toMatchObject({ retryable: true });
    const tooLarge = Object.assign(new Error('too large'), { type: 'MESSAGE_TOO_LARGE', code: 10, retriable: false });
    producer.sendError = new kafkajs.KafkaJSProtocolError(tooLarge);
    await expect(publisher.publish([message('a', '1')])).rejects.toBe(producer.sendError);
  });

  it('disconnects when the app ends', async () => {
    const producer = new FakeProducer();
    await publisherOf(producer).onApplicationShutdown();
    expect(producer.disconnections).toBe(1);
  });
});
