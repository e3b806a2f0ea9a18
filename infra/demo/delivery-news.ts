import { type DeliveryEventData, deliveryEventDataSchema, type PublishedStatus, TOPICS } from '#contracts';
import type { Consumer, KafkaMessage } from 'kafkajs';
import type { Upstream } from './upstream.js';

/** What upstream is told about a notification. */
export interface News extends DeliveryEventData {
  readonly status: PublishedStatus;
  readonly at: Date;
}

/** Reads the topic of delivery events from now on, as any upstream service could. */
export class DeliveryNews {
  private constructor(
    private readonly consumer: Consumer,
    private readonly groupId: string,
    private readonly upstream: Upstream,
  ) {}

  /** Resolves once nothing told from then on can be missed. */
  static async listen(
    upstream: Upstream,
    runId: string,
    onNews: (news: readonly News[]) => Promise<void>,
  ): Promise<DeliveryNews> {
    const topic = upstream.topic(TOPICS.deliveryEvents.name);
    // A group of its own: an earlier run's would go on where that one stopped.
    const groupId = upstream.topic(`demo.${runId}`);
    const consumer = upstream.kafka.consumer({ groupId, maxWaitTimeInMs: 200 });
    const starts = await upstream.endOf(topic);
    await consumer.connect();
    await consumer.subscribe({ topic });
    await consumer.run({
      autoCommit: false,
      eachBatch: ({ batch }) => onNews(batch.messages.map(newsOf)),
    });
    for (const { partition, offset } of starts) consumer.seek({ topic, partition, offset });
    return new DeliveryNews(consumer, groupId, upstream);
  }

  async stop(): Promise<void> {
    await this.consumer.disconnect();
    await this.upstream.forgetGroup(this.groupId);
  }
}

function newsOf({ value, headers }: KafkaMessage): News {
  const data = deliveryEventDataSchema.parse(JSON.parse(value?.toString() ?? ''));
  return { ...data, at: new Date(String(headers?.['ce_time'])) };
}
