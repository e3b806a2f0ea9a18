import { CONSUMER_GROUPS, GROUP_TOPICS } from '#messaging';
import { Kafka, logLevel } from 'kafkajs';

export interface GroupStanding {
  readonly state: string;
  readonly members: number;
  /** Messages that are still to be read, over all partitions of its topics. */
  readonly lag: number;
}

/** Of every consumer group of ours but those of the stream's replicas. */
export async function standingsOfGroups(brokers: string): Promise<Record<string, GroupStanding>> {
  const admin = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.ERROR }).admin();
  await admin.connect();
  try {
    const names = Object.keys(CONSUMER_GROUPS) as (keyof typeof CONSUMER_GROUPS)[];
    const { groups } = await admin.describeGroups(names.map((name) => CONSUMER_GROUPS[name]));
    const lags = await Promise.all(names.map((name) => lagOf(admin, CONSUMER_GROUPS[name], GROUP_TOPICS[name])));
    return Object.fromEntries(
      names.map((name, i) => {
        const group = groups.find(({ groupId }) => groupId === CONSUMER_GROUPS[name]);
        return [name, { state: group?.state ?? 'unknown', members: group?.members.length ?? 0, lag: lags[i] ?? 0 }];
      }),
    );
  } finally {
    await admin.disconnect();
  }
}

async function lagOf(admin: ReturnType<Kafka['admin']>, groupId: string, topics: readonly string[]): Promise<number> {
  let lag = 0;
  for (const { topic, partitions } of await admin.fetchOffsets({ groupId, topics: [...topics] })) {
    const ends = await admin.fetchTopicOffsets(topic);
    for (const { partition, high } of ends) {
      const read = Number(partitions.find((one) => one.partition === partition)?.offset ?? -1);
      // A group that has never committed begins at the start.
      lag += Number(high) - Math.max(0, read);
    }
  }
  return lag;
}
