import { type KafkaOptions, Transport } from '@nestjs/microservices';
import { SETTINGS } from './settings.js';

/** Of a process that consumes. */
export const consumerOptions = (role: string): KafkaOptions => ({
  transport: Transport.KAFKA,
  options: {
    client: { clientId: role, brokers: SETTINGS.brokers },
    consumer: { groupId: SETTINGS.named(role) },
    subscribe: { fromBeginning: true },
  },
});

/** Of a client that only emits. */
export const producerOptions = (role: string): KafkaOptions => ({
  transport: Transport.KAFKA,
  options: { client: { clientId: role, brokers: SETTINGS.brokers }, producerOnlyMode: true },
});
