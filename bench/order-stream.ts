import { randomUUID } from 'node:crypto';
import { setInterval as ticks } from 'node:timers/promises';
import { ORDER_DATA_EXAMPLES, TOPICS, encodeOrderEvent } from '#contracts';
import { Kafka, logLevel } from 'kafkajs';

const TICKS_PER_SECOND = 10;

export interface OrderStream {
  readonly brokers: string;
  readonly perSecond: number;
  readonly customerOf: (number: number) => string;
}

/**
 * Publishes shipped orders, each of another order, evenly until `stop` is aborted; none at 0 a second.
 * @returns how many were published
 */
export async function publishOrders(
  { brokers, perSecond, customerOf }: OrderStream,
  stop: AbortSignal,
): Promise<number> {
  if (perSecond === 0) return 0;
  const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.ERROR });
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  const perTick = Math.ceil(perSecond / TICKS_PER_SECOND);
  let published = 0;
  for await (const { aborted } of ticks((1_000 * perTick) / perSecond, stop)) {
    if (aborted) break;
    const messages = Array.from({ length: perTick }, (_, i) => shippedOrder(customerOf(published + i)));
    await producer.send({ topic: TOPICS.orderEvents.name, messages });
    published += perTick;
  }
  await producer.disconnect();
  return published;
}

function shippedOrder(userId: string) {
  return encodeOrderEvent({
    id: randomUUID(),
    source: '/bench',
    type: 'order_shipped',
    time: new Date(),
    data: { ...ORDER_DATA_EXAMPLES.order_shipped, orderId: randomUUID(), userId },
  });
}
