import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { Place } from './place.js';

/** As ours: partitions whose batches are handled at the same time, and the consumer's timing. */
const PARTITIONS_AT_ONCE = 16;
const TIMING = { sessionTimeout: 15_000, heartbeatInterval: 2_000, maxWaitTimeInMs: 1_000 } as const;

export interface Source {
  /** Without prefix, like `group`. */
  readonly topic: string;
  readonly group: string;
  /** The most messages of a partition that are handled at once. */
  readonly most: number;
}

/** Resolves once the process is a member of its group. Offsets are committed after each part of a batch. */
export async function consume(
  { kafka, prefix }: Place,
  { topic, group, most }: Source,
  handle: (messages: readonly KafkaMessage[]) => Promise<void>,
): Promise<Consumer> {
  const consumer = kafka.consumer({ groupId: prefix + group, allowAutoTopicCreation: false, ...TIMING });
  const joined = new Promise<void>((resolve) => void consumer.on(consumer.events.GROUP_JOIN, () => resolve()));
  await consumer.connect();
  await consumer.subscribe({ topics: [prefix + topic], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
    eachBatch: (payload) => inParts(payload, most, handle),
  });
  await joined;
  return consumer;
}

async function inParts(
  payload: EachBatchPayload,
  most: number,
  handle: (messages: readonly KafkaMessage[]) => Promise<void>,
): Promise<void> {
  const { messages } = payload.batch;
  for (let first = 0; first < messages.length && payload.isRunning() && !payload.isStale(); first += most) {
    const part = messages.slice(first, first + most);
    await handle(part);
    payload.resolveOffset(part.at(-1)?.offset ?? payload.batch.lastOffset());
    await payload.commitOffsetsIfNecessary(payload.uncommittedOffsets());
    await payload.heartbeat();
  }
}
