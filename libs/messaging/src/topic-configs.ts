import { setTimeout as delay } from 'node:timers/promises';
import { TOPICS, type TopicName } from '#contracts';
import type { Admin, ITopicConfig, Kafka } from 'kafkajs';
import { BrokerUnavailableError, TopicsMissingError, asBrokerCall, brokerError } from './kafka.errors.js';
import type { KafkaSettings } from './kafka.settings.js';

const DAY_MS = 86_400_000;

/** How long each topic keeps messages. Nudges and live messages are worthless once the due poll or the inbox has taken over. */
const RETENTION_MS: Readonly<Record<TopicName, number>> = {
  [TOPICS.orderEvents.name]: 7 * DAY_MS,
  [TOPICS.customerEvents.name]: 7 * DAY_MS,
  [TOPICS.emailNudges.name]: DAY_MS,
  [TOPICS.smsNudges.name]: DAY_MS,
  [TOPICS.inAppNudges.name]: DAY_MS,
  [TOPICS.inAppLive.name]: DAY_MS,
  [TOPICS.deliveryEvents.name]: 7 * DAY_MS,
  [TOPICS.deadLetters.name]: 30 * DAY_MS,
  [TOPICS.rejectedOrderEvents.name]: 30 * DAY_MS,
  [TOPICS.alerts.name]: 30 * DAY_MS,
};

export function topicConfigs(settings: KafkaSettings): ITopicConfig[] {
  return Object.values(TOPICS).map(({ name }) => ({
    topic: settings.prefix + name,
    numPartitions: settings.partitions,
    replicationFactor: settings.replication,
    configEntries: [{ name: 'retention.ms', value: String(RETENTION_MS[name]) }],
  }));
}

const LED_WITHIN_MS = 30_000;
const LOOK_AGAIN_MS = 100;

/** Makes the topics that are missing. @returns their names */
export async function createTopics(kafka: Kafka, settings: KafkaSettings): Promise<string[]> {
  const admin = kafka.admin({ retry: { retries: 5 } });
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const missing = topicConfigs(settings).filter(({ topic }) => !existing.has(topic));
    const names = missing.map(({ topic }) => topic);
    if (names.length === 0) return [];
    await admin.createTopics({ topics: missing, waitForLeaders: false });
    await untilLed(admin, names);
    return names;
  } finally {
    await admin.disconnect();
  }
}

/** A broker may not know yet of a topic that it has just taken, which kafkajs's own wait takes for final. */
async function untilLed(admin: Admin, topics: string[]): Promise<void> {
  for (const until = performance.now() + LED_WITHIN_MS; ;) {
    try {
      await admin.fetchTopicMetadata({ topics });
      return;
    } catch (error) {
      if (!(brokerError(error) instanceof BrokerUnavailableError) || performance.now() > until) throw error;
      await delay(LOOK_AGAIN_MS);
    }
  }
}

/**
 * @param topics with prefix
 * @throws TopicsMissingError
 * @throws BrokerUnavailableError
 */
export async function requireTopics(kafka: Kafka, topics: readonly string[]): Promise<void> {
  const admin = kafka.admin();
  try {
    const existing = await asBrokerCall(async () => {
      await admin.connect();
      return new Set(await admin.listTopics());
    });
    const missing = topics.filter((topic) => !existing.has(topic));
    if (missing.length > 0) throw new TopicsMissingError(missing);
  } finally {
    await admin.disconnect();
  }
}
