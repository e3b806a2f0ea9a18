import { always, flag, integer, required } from '#runtime';
import { z } from 'zod';

export const kafkaSettings = z
  .object({
    KAFKA_BROKERS: required()
      .transform((list) => list.split(',').map((broker) => broker.trim()))
      .pipe(z.array(z.string().regex(/^[^\s:]+:\d{1,5}$/, 'must be host:port, separated by commas')).min(1)),
    KAFKA_SSL: flag().default(false),
    KAFKA_SASL_MECHANISM: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
    KAFKA_SASL_USERNAME: z.string().optional(),
    KAFKA_SASL_PASSWORD: z.string().optional(),
    TOPIC_PREFIX: z
      .string()
      .regex(/^[\w.-]{0,64}$/, 'must be letters, digits, ".", "_" or "-"')
      .default(''),
    TOPIC_PARTITIONS: integer(1, 1000).default(6),
    TOPIC_REPLICATION: integer(1, 10).default(1),
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
