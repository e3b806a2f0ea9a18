import { type DynamicModule, Module } from '@nestjs/common';
import { HealthRegistry, LOGGER, type Logger, ProcessExit } from '#runtime';
import type { Kafka } from 'kafkajs';
import { ConsumerLag } from './consumer-lag.js';
import { KafkaBatchServer, type KafkaBatchServerOptions } from './kafka-batch.server.js';
import { createKafka } from './kafka-client.js';
import { KAFKA, KafkaPublisher, TOPIC_PREFIX } from './kafka-publisher.js';
import { IF_KAFKA_IS_AWAY } from './kafka.errors.js';
import type { KafkaSettings } from './kafka.settings.js';
import { MessagingMetrics } from './messaging.metrics.js';
import { OutboxPublisher } from './outbox.publisher.js';
import { TopicsCheck, topicsFault } from './topic-configs.js';

type ConsumerOptions = Pick<KafkaBatchServerOptions, 'groupId' | 'maxBatch'>;

/** Injection token of what is looked at at the start. */
const START_CHECK = Symbol('start check of Kafka');

@Module({})
export class MessagingModule {
  /** Publisher and outbox; with `consumer`, also the transport that `app.connectMicroservice` takes. */
  static forApp(settings: KafkaSettings, clientId: string, consumer?: ConsumerOptions): DynamicModule {
    const server = {
      provide: KafkaBatchServer,
      useFactory: (
        kafka: Kafka,
        metrics: MessagingMetrics,
        logger: Logger,
        exit: ProcessExit,
        health: HealthRegistry,
      ) =>
        new KafkaBatchServer(
          { ...(consumer as ConsumerOptions), kafka, prefix: settings.prefix, metrics },
          logger,
          exit,
          health,
        ),
      inject: [KAFKA, MessagingMetrics, LOGGER, ProcessExit, HealthRegistry],
    };
    const startCheck = {
      provide: START_CHECK,
      useFactory: (kafka: Kafka, health: HealthRegistry) => {
        const topics = new TopicsCheck(() => topicsFault(kafka, settings));
        // Or a rollout would go on to replace what works with what ends after START_WITHIN.
        health.requireForReadiness({ name: 'topics', check: () => topics.lastFault() });
        health.requireForStart({
          name: 'kafka',
          check: () => topics.look(),
          ifAway: IF_KAFKA_IS_AWAY,
          // Who reads nothing writes to the outbox meanwhile: customers can unsubscribe without Kafka.
          mayBeAway: consumer === undefined,
        });
      },
      inject: [KAFKA, HealthRegistry],
    };
    return {
      module: MessagingModule,
      global: true,
      providers: [
        { provide: KAFKA, useFactory: (logger: Logger) => createKafka(settings, clientId, logger), inject: [LOGGER] },
        { provide: TOPIC_PREFIX, useValue: settings.prefix },
        MessagingMetrics,
        KafkaPublisher,
        OutboxPublisher,
        ConsumerLag,
        startCheck,
        ...(consumer === undefined ? [] : [server]),
      ],
      exports: [
        KAFKA,
        TOPIC_PREFIX,
        MessagingMetrics,
        KafkaPublisher,
        OutboxPublisher,
        ConsumerLag,
        ...(consumer === undefined ? [] : [KafkaBatchServer]),
      ],
    };
  }
}
