import { randomUUID } from 'node:crypto';
import {
  LANGUAGES,
  NOTIFICATION_TYPES,
  ORDER_DATA_EXAMPLES,
  type OrderEvent,
  TOPICS,
  encodeOrderEvent,
} from '#contracts';
import { Kafka, type Producer, logLevel } from 'kafkajs';

/** Of each event, email and in-app: SMS is off by default. */
export const SENT_PER_EVENT = 2;
const MOST_PER_REQUEST = 1_000;
const TIME_ZONES = ['Europe/Madrid', 'America/New_York', 'Europe/Paris', 'America/Los_Angeles'] as const;

/** Each of another order; types, languages and time zones take turns. */
export function orderEvent(number: number, userId: string, time: Date): OrderEvent {
  const type = turn(NOTIFICATION_TYPES, number);
  const recipient = {
    email: `${userId}@example.com`,
    phone: null,
    name: 'Ana',
    language: turn(LANGUAGES, number),
    timeZone: turn(TIME_ZONES, number),
  };
  const data = { ...ORDER_DATA_EXAMPLES[type], orderId: randomUUID(), orderNumber: `B-${number}`, userId, recipient };
  return { id: randomUUID(), source: '/bench', type, time, data };
}

function turn<T>(values: readonly T[], number: number): T {
  const value = values[number % values.length];
  if (value === undefined) throw new RangeError('There is nothing to take turns.');
  return value;
}

/** Publishes order events, as the shop does. */
export class Upstream {
  private constructor(private readonly producer: Producer) {}

  static async connect(brokers: string): Promise<Upstream> {
    const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.ERROR });
    const producer = kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    return new Upstream(producer);
  }

  async publish(events: readonly OrderEvent[]): Promise<void> {
    for (let first = 0; first < events.length; first += MOST_PER_REQUEST) {
      const messages = events.slice(first, first + MOST_PER_REQUEST).map(encodeOrderEvent);
      await this.producer.send({ topic: TOPICS.orderEvents.name, messages });
    }
  }

  async close(): Promise<void> {
    await this.producer.disconnect();
  }
}
