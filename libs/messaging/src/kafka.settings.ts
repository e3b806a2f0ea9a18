import { always, flag, integer, required } from '#runtime';
import { z } from 'zod';

export const kafkaSettings = z
  .object({
    KAFKA_BROKERS: required()
      .transform((list) => list.split(',').map((broker) => broker.trim()))
      .pipe(z.array(z.string().regex(/^[^\s:]+:\d{1,5}$/, 'must be host:port, separated by commas')).min(1))
      .meta({ description: 'Kafka, some of its brokers', syntax: '`host:port`, separated by commas' }),
    KAFKA_SSL: flag().default(false).meta({ description: 'TLS to the brokers' }),
    KAFKA_SASL_MECHANISM: z
      .enum(['plain', 'scram-sha-256', 'scram-sha-512'])
      .optional()
      .meta({ description: 'how brokers are told who asks' }),
    KAFKA_SASL_USERNAME: z
      .string()
      .optional()
      .meta({ description: 'user of the brokers', requiredIf: 'with `KAFKA_SASL_MECHANISM`' }),
    KAFKA_SASL_PASSWORD: z
      .string()
      .optional()
      .meta({ description: 'its password', requiredIf: 'with `KAFKA_SASL_MECHANISM`', secret: true }),
    TOPIC_PREFIX: z
      .string()
      .regex(/^[\w.-]{0,64}$/, 'must be letters, digits, ".", "_" or "-"')
      .default('')
      .meta({
        description: 'stands before every name of a topic and of a consumer group',
        syntax: 'up to 64 letters, digits, `.`, `_` or `-`',
      }),
    TOPIC_PARTITIONS: integer(1, 1000)
      .default(6)
      .meta({ description: 'partitions of each topic that is made; none may have fewer' }),
    TOPIC_REPLICATION: integer(1, 10).default(1).meta({ description: 'copies of each topic that is made' }),
  })
  .refine((env) => env.KAFKA_SASL_MECHANISM === undefined || env.KAFKA_SASL_USERNAME !== undefined, {
    path: ['KAFKA_SASL_USERNAME'],
    error: 'is required with KAFKA_SASL_MECHANISM',
    when: always,
  })
  .refine((env) => env.KAFKA_SASL_MECHANISM === undefined || env.KAFKA_SASL_PASSWORD !== undefined, {
    path: ['KAFKA_SASL_PASSWORD'],
    error: 'is required with KAFKA_SASL_MECHANISM',
    when: always,
  })
  .transform((env) => ({
    brokers: env.KAFKA_BROKERS,
    ssl: env.KAFKA_SSL,
    sasl:
      env.KAFKA_SASL_MECHANISM === undefined
        ? null
        : {
            mechanism: env.KAFKA_SASL_MECHANISM,
            username: env.KAFKA_SASL_USERNAME ?? '',
            password: env.KAFKA_SASL_PASSWORD ?? '',
          },
    /** Stands before every topic and group name. */
    prefix: env.TOPIC_PREFIX,
    partitions: env.TOPIC_PARTITIONS,
    replication: env.TOPIC_REPLICATION,
  }));

export type KafkaSettings = z.output<typeof kafkaSettings>;
