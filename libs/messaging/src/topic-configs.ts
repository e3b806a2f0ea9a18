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
 * Whether `topics:create` has done its work, with the settings of now.
 * @returns undefined when every topic is there, and ours are large enough, else what to do about it. How large upstream's are is upstream's matter
 * @throws BrokerUnavailableError
 */
export async function topicsFault(kafka: Kafka, settings: KafkaSettings): Promise<string | undefined> {
  const wanted = topicConfigs(settings).map(({ topic }) => topic);
  const sizes = await partitionsOf(kafka, wanted);
  const missing = wanted.filter((topic) => !sizes.has(topic));
  if (missing.length > 0) return new TopicsMissingError(missing).message;
  const ours = Object.values(TOPICS).flatMap(({ name, writer }) =>
    writer === 'upstream' ? [] : settings.prefix + name,
  );
  const small = ours.filter((topic) => (sizes.get(topic) ?? 0) < settings.partitions);
  if (small.length === 0) return undefined;
  const fewest = Math.min(...small.map((topic) => sizes.get(topic) ?? 0));
  const named = small.map((topic) => `${topic} has ${sizes.get(topic) ?? 0}`).join(', ');
  return `Topics have fewer than TOPIC_PARTITIONS, ${settings.partitions}: ${named}. Add partitions (kafka-topics.sh --alter), or set TOPIC_PARTITIONS to ${fewest}`;
}

/** Looks at the topics while an app starts. */
export class TopicsCheck {
  private fault: string | undefined;
  private looking: Promise<string | undefined> | undefined;

  constructor(private readonly findFault: () => Promise<string | undefined>) {}

  /** One look at a time: a broker that is slow to answer is not asked again meanwhile. */
  look(): Promise<string | undefined> {
    this.looking ??= this.findFault()
      .then((fault) => (this.fault = fault))
      .finally(() => (this.looking = undefined));
    return this.looking;
  }

  /** Of the last look that Kafka answered. */
  lastFault(): Promise<string | undefined> {
    return Promise.resolve(this.fault);
  }
}

/** @returns how many partitions each of them has that is there */
async function partitionsOf(kafka: Kafka, topics: readonly string[]): Promise<Map<string, number>> {
  const admin = kafka.admin();
  try {
    return await asBrokerCall(async () => {
      await admin.connect();
      // Asked for a topic that is not there, a broker may make it.
      const existing = new Set(await admin.listTopics());
      const there = topics.filter((topic) => existing.has(topic));
      if (there.length === 0) return new Map<string, number>();
      const metadata = await admin.fetchTopicMetadata({ topics: there });
      return new Map(metadata.topics.map(({ name, partitions }) => [name, partitions.length]));
    });
  } finally {
    await admin.disconnect();
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
