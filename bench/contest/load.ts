/** The process that publishes order events: encoded beforehand, so that nothing but the broker holds it up. */
import { randomUUID } from 'node:crypto';
import { ORDER_DATA_EXAMPLES, encodeOrderEvent } from '#contracts';
import { Kafka, type Message, type Producer, logLevel } from 'kafkajs';
import { ownCpu, serveTasks } from '../stream/helper.js';
import { customerOf } from './customers.js';

export interface Published {
  /** Seconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
}

const BATCH = 1_000;
/** Requests on their way, so that the broker need not wait for the next. */
const AT_ONCE = 3;

const kafka = new Kafka({ brokers: (process.env['KAFKA_BROKERS'] ?? '').split(','), logLevel: logLevel.ERROR });

let encoded: Message[] = [];
let orders = 0;

const tasks = {
  /** Makes that many events, each of an order of its own. */
  encode: (count: number): Promise<void> => {
    encoded = Array.from({ length: count }, () => shippedOrder((orders += 1)));
    return Promise.resolve();
  },
  /** @param topic with prefix */
  publish: async (topic: string): Promise<Published> => {
    // A producer asks for all topics that it ever sent to, and those of earlier measurements are gone.
    const producer = kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    const startedAt = Date.now() / 1_000;
    await Promise.all(Array.from({ length: AT_ONCE }, () => publishRest(producer, topic)));
    const endedAt = Date.now() / 1_000;
    await producer.disconnect();
    return { startedAt, endedAt };
  },
  cpu: (): Promise<number> => Promise.resolve(ownCpu()),
};

export type LoadTasks = typeof tasks;

async function publishRest(producer: Producer, topic: string): Promise<void> {
  while (encoded.length > 0) await producer.send({ topic, messages: encoded.splice(-BATCH), acks: -1 });
}

const { headers } = encodeOrderEvent({
  ...{ id: 'template', source: '/bench', type: 'order_shipped', time: new Date() },
  data: ORDER_DATA_EXAMPLES.order_shipped,
});

/** As `encodeOrderEvent` does it, without what takes its time there. */
function shippedOrder(number: number): Message {
  const orderId = randomUUID();
  const data = { ...ORDER_DATA_EXAMPLES.order_shipped, orderId, orderNumber: `B-${number}`, ...customerOf(number) };
  const own = { ce_id: randomUUID(), ce_subject: orderId, ce_time: new Date().toISOString() };
  return { key: orderId, headers: { ...headers, ...own }, value: JSON.stringify(data) };
}

serveTasks(tasks);
