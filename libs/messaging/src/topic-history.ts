/** Implements N9. Topics and consumer groups by time: what a database that was restored to an earlier state needs of Kafka. */
import { randomUUID } from 'node:crypto';
import type { TopicName } from '#contracts';
import type { Admin, Kafka, KafkaMessage } from 'kafkajs';
import { CONSUMER_GROUPS, GROUP_TOPICS } from './consumer-groups.js';

type GroupKey = keyof typeof CONSUMER_GROUPS;

/** Where a group stands in a partition, and where it would stand at some time. */
export interface GroupPosition {
  readonly topic: TopicName;
  readonly partition: number;
  /** The next message that the group reads. */
  readonly offset: number;
  /** The first message that was published at that time or later. */
  readonly offsetAtTime: number;
}

/** Whoever hears nothing for so long is told, instead of waiting for ever. */
const SILENT_MS = 30_000;

/** Connects for each question: whoever asks is a command, which asks few. */
export class TopicHistory {
  constructor(
    private readonly kafka: Kafka,
    /** `TOPIC_PREFIX` */
    private readonly prefix: string,
  ) {}

  /** Consumer groups of ours that somebody is a member of, without prefix. */
  activeGroups(): Promise<string[]> {
    return this.asAdmin(async (admin) => {
      const { groups } = await admin.listGroups();
      const ours = groups
        .map(({ groupId }) => groupId)
        .filter((id) => id.startsWith(`${this.prefix}order-notifications.`));
      if (ours.length === 0) return [];
      const described = await admin.describeGroups(ours);
      const active = described.groups.filter(({ members }) => members.length > 0);
      return active.map(({ groupId }) => groupId.slice(this.prefix.length)).sort();
    });
  }

  /** What a group has read that was published at this time or later. */
  readSince(group: GroupKey, since: Date): Promise<GroupPosition[]> {
    return this.overPartitions(group, since, ({ offset, offsetAtTime }) => offset > offsetAtTime);
  }

  /** What a group still has to read of what was published before this time. */
  unreadUntil(group: GroupKey, until: Date): Promise<GroupPosition[]> {
    return this.overPartitions(group, until, ({ offset, offsetAtTime }) => offset < offsetAtTime);
  }

  /** Sets a group to where it would stand at that time. @throws KafkaJSError while the group has members */
  async rewind(group: GroupKey, partitions: readonly GroupPosition[]): Promise<void> {
    await this.asAdmin(async (admin) => {
      for (const topic of new Set(partitions.map((each) => each.topic))) {
        const own = partitions.filter((each) => each.topic === topic);
        await admin.setOffsets({
          groupId: this.prefix + CONSUMER_GROUPS[group],
          topic: this.prefix + topic,
          partitions: own.map(({ partition, offsetAtTime }) => ({ partition, offset: String(offsetAtTime) })),
        });
      }
    });
  }

  /**
   * Reads what was published on a topic between two instants, by the clocks of those who published.
   * @param take is given each message once, those of a partition in their order
   * @throws Error when Kafka has no more to say before the end is reached
   */
  async read(topic: TopicName, since: Date, until: Date, take: (message: KafkaMessage) => void): Promise<void> {
    const name = this.prefix + topic;
    const [begins, ends] = await this.asAdmin(async (admin) => [
      await offsetsAt(admin, name, since),
      await offsetsAt(admin, name, until),
    ]);
    const left = new Map([...ends].filter(([partition, end]) => (begins.get(partition) ?? 0) < end));
    if (left.size === 0) return;
    const next = new Map(begins);
    const groupId = `${this.prefix}order-notifications.restore-${randomUUID()}`;
    const consumer = this.kafka.consumer({ groupId, maxWaitTimeInMs: 500 });
    await consumer.connect();
    try {
      await consumer.subscribe({ topic: name, fromBeginning: true });
      await new Promise<void>((resolve, reject) => {
        const silence = setTimeout(() => reject(new Error(`Kafka has not told all of ${name}`)), SILENT_MS);
        consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
        const eachBatch = ({
          batch,
        }: {
          batch: { partition: number; messages: KafkaMessage[]; lastOffset(): string };
        }) => {
          const { partition } = batch;
          const end = left.get(partition);
          if (end === undefined) return Promise.resolve();
          for (const message of batch.messages) {
            const offset = Number(message.offset);
            // Until the seek below has taken effect, the topic is read from its beginning.
            if (offset < (next.get(partition) ?? 0)) continue;
            if (offset >= end) break;
            take(message);
            next.set(partition, offset + 1);
          }
          silence.refresh();
          if (Number(batch.lastOffset()) >= end - 1) left.delete(partition);
          if (left.size > 0) return Promise.resolve();
          clearTimeout(silence);
          resolve();
          return Promise.resolve();
        };
        consumer.run({ autoCommit: false, eachBatch }).catch(reject);
        for (const [partition, offset] of begins) consumer.seek({ topic: name, partition, offset: String(offset) });
      });
    } finally {
      await consumer.disconnect();
    }
  }

  private overPartitions(
    group: GroupKey,
    at: Date,
    counts: (position: GroupPosition) => boolean,
  ): Promise<GroupPosition[]> {
    return this.asAdmin(async (admin) => {
      const found: GroupPosition[] = [];
      for (const topic of GROUP_TOPICS[group]) {
        const name = this.prefix + topic;
        const offsets = await offsetsAt(admin, name, at);
        const groupId = this.prefix + CONSUMER_GROUPS[group];
        const [committed] = await admin.fetchOffsets({ groupId, topics: [name] });
        for (const { partition, offset } of committed?.partitions ?? []) {
          // -1: it has not read anything yet, and begins with the oldest message there is.
          const stands = Math.max(0, Number(offset));
          const position = { topic, partition, offset: stands, offsetAtTime: offsets.get(partition) ?? 0 };
          if (counts(position)) found.push(position);
        }
      }
      return found;
    });
  }

  private async asAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }
}

/** Of each partition, the offset of the first message at this time or later; the end where there is none. */
async function offsetsAt(admin: Admin, topic: string, at: Date): Promise<Map<number, number>> {
  const offsets = await admin.fetchTopicOffsetsByTimestamp(topic, at.getTime());
  return new Map(offsets.map(({ partition, offset }) => [partition, Number(offset)]));
}
