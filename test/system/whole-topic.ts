import { randomUUID } from 'node:crypto';
import type { Kafka, KafkaMessage } from 'kafkajs';
import { eventually } from './eventually.js';

/** All that is on a topic by now, in order within each partition. @param topic with its prefix */
export async function wholeTopic(kafka: Kafka, topic: string): Promise<KafkaMessage[]> {
  // Of a topic just made, a broker does not know yet that it leads it.
  const count = await eventually(() => messagesOn(kafka, topic));
  const messages: KafkaMessage[] = [];
  if (count === 0) return messages;
  const consumer = kafka.consumer({ groupId: `reader-${randomUUID()}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({ eachMessage: ({ message }) => Promise.resolve(void messages.push(message)) });
    await eventually(() => {
      if (messages.length < count) throw new Error(`${messages.length} of ${count} messages of ${topic} were read`);
    });
    return messages;
  } finally {
    await consumer.disconnect();
  }
}

async function messagesOn(kafka: Kafka, topic: string): Promise<number> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const partitions = await admin.fetchTopicOffsets(topic);
    return partitions.reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0);
  } finally {
    await admin.disconnect();
  }
}
