/** Implements F5, AC-17. How far the consumer groups are behind what was published, as the broker knows it. */
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { TopicName } from '#contracts';
import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import { setTimeout as delay } from 'node:timers/promises';
import { CONSUMER_GROUPS, GROUP_TOPICS } from './consumer-groups.js';
import { KAFKA, TOPIC_PREFIX } from './kafka-publisher.js';

type GroupKey = keyof typeof CONSUMER_GROUPS;

/** Both names without `TOPIC_PREFIX`. */
export interface GroupLag {
  readonly group: (typeof CONSUMER_GROUPS)[GroupKey];
  readonly topic: TopicName;
  /** Messages that are still to be read, over all partitions; null: the broker could not be asked. */
  readonly lag: number | null;
  /** Offsets that the group has committed, added up over all partitions: it rises while the group reads. null with `lag`. */
  readonly read: number | null;
}

type Pair = Pick<GroupLag, 'group' | 'topic'>;
type Offsets = Pick<GroupLag, 'lag' | 'read'>;

const UNKNOWN: Offsets = { lag: null, read: null };

/** Whoever shows figures would rather say that this one is not known. */
const ANSWER_WITHIN_MS = 3_000;

const PAIRS: readonly Pair[] = (Object.keys(CONSUMER_GROUPS) as GroupKey[]).flatMap((key) =>
  GROUP_TOPICS[key].map((topic) => ({ group: CONSUMER_GROUPS[key], topic })),
);

@Injectable()
export class ConsumerLag implements OnApplicationShutdown {
  private connection: Promise<Admin> | undefined;
  private reading: Promise<readonly GroupLag[]> | undefined;

  constructor(
    @Inject(KAFKA) private readonly kafka: Kafka,
    @Inject(TOPIC_PREFIX) private readonly prefix: string,
  ) {}

  /** Of every group and topic it reads, in a fixed order; within 3 s. Those who ask at the same time share the answer. */
  async read(): Promise<readonly GroupLag[]> {
    this.reading ??= this.readAll().finally(() => (this.reading = undefined));
    return Promise.race([this.reading, silence()]);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.disconnect();
  }

  private async readAll(): Promise<readonly GroupLag[]> {
    const lags = await Promise.all(PAIRS.map(async (pair) => ({ ...pair, ...(await this.offsetsOf(pair)) })));
    // A client that has met trouble may keep it: a deleted topic fails every refresh of its metadata.
    if (lags.some(({ lag }) => lag === null)) await this.disconnect();
    return lags;
  }

  private async offsetsOf({ group, topic }: Pair): Promise<Offsets> {
    try {
      const admin = await this.connect();
      // One after the other: a call that outlives the failure of its neighbour would connect again after the disconnect.
      const ends = await admin.fetchTopicOffsets(this.prefix + topic);
      const [committed] = await admin.fetchOffsets({ groupId: this.prefix + group, topics: [this.prefix + topic] });
      // -1: nothing of the partition yet.
      const read = new Map(
        committed?.partitions.map(({ partition, offset }) => [partition, Math.max(0, Number(offset))]),
      );
      return {
        lag: sum(ends.map(({ partition, high, low }) => behind(Number(low), read.get(partition) ?? 0, Number(high)))),
        read: sum([...read.values()]),
      };
    } catch (error) {
      if (error instanceof kafkajs.KafkaJSError) return UNKNOWN;
      throw error;
    }
  }

  private connect(): Promise<Admin> {
    this.connection ??= connected(this.kafka.admin());
    return this.connection;
  }

  private async disconnect(): Promise<void> {
    const connection = this.connection;
    this.connection = undefined;
    const [settled] = await Promise.allSettled([connection]);
    if (settled.status === 'fulfilled') await settled.value?.disconnect();
  }
}

/** A client whose connection failed keeps trying until it is told not to. */
async function connected(admin: Admin): Promise<Admin> {
  try {
    await admin.connect();
    return admin;
  } catch (error) {
    await admin.disconnect();
    throw error;
  }
}

/** Our groups begin at the oldest message; what has left the topic unread is not coming back. */
function behind(oldest: number, committed: number, end: number): number {
  return Math.max(0, end - Math.max(oldest, committed));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

async function silence(): Promise<readonly GroupLag[]> {
  await delay(ANSWER_WITHIN_MS, undefined, { ref: false });
  return PAIRS.map((pair) => ({ ...pair, ...UNKNOWN }));
}
