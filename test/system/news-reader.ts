import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';

/** What the system told about a notification, on a topic. */
export interface News {
  readonly notificationId: string;
  readonly status: string;
  readonly sequence: number;
}

const TOPIC = 'notifications.delivery-events.v1';
const GIVE_UP_AFTER_MS = 60_000;

/** Reads all delivery events from the first to the last that are there now. @param prefix of topics */
export async function readNews(brokers: string, prefix = ''): Promise<News[]> {
  const topic = prefix + TOPIC;
  const kafka = new Kafka({ clientId: 'judge', brokers: [brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  const open = new Map(offsets.filter(({ low, high }) => low !== high).map(({ partition, high }) => [partition, high]));

  const news: News[] = [];
  const consumer = kafka.consumer({ groupId: `${prefix}judge`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: ({ partition, message }) => {
      news.push(JSON.parse(message.value?.toString() ?? '{}') as News);
      if (Number(message.offset) + 1 >= Number(open.get(partition))) open.delete(partition);
      return Promise.resolve();
    },
  });
  const deadline = Date.now() + GIVE_UP_AFTER_MS;
  while (open.size > 0 && Date.now() < deadline) await sleep(100);
  await consumer.disconnect();
  if (open.size > 0) throw new Error(`${topic} could not be read to its end`);
  return news;
}
