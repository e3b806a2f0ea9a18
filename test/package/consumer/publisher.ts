/** Whoever publishes with kafkajs. */
import { OrderEventPublisher } from '@order-notifications/contracts';
import { Kafka } from 'kafkajs';

const publisher = new OrderEventPublisher(new Kafka({ brokers: ['localhost:9092'] }), { topicPrefix: 'test.' });
const refused = await publisher.publish([{ id: 'event-1' } as never]).catch((error: unknown) => error);
if (!(refused instanceof Error) || refused.name !== 'InvalidEventsError') throw new Error('The event was not refused.');
await publisher.close();
