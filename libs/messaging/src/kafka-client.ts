import type { Logger } from '#runtime';
import kafkajs, { type Kafka, type LogEntry } from 'kafkajs';
import type { KafkaSettings } from './kafka.settings.js';

const LEVELS = {
  [kafkajs.logLevel.NOTHING]: 'trace',
  [kafkajs.logLevel.ERROR]: 'warn',
  [kafkajs.logLevel.WARN]: 'debug',
  [kafkajs.logLevel.INFO]: 'debug',
  [kafkajs.logLevel.DEBUG]: 'trace',
} as const;

/** A client whose lines go to our logger, one level down: what matters of them we say ourselves, as readiness or as an exit. */
export function createKafka(settings: KafkaSettings, clientId: string, logger: Logger): Kafka {
  return new kafkajs.Kafka({
    clientId,
    brokers: [...settings.brokers],
    ssl: settings.ssl,
    ...(settings.sasl === null ? {} : { sasl: settings.sasl as never }),
    connectionTimeout: 3_000,
    // Stated, because kafkajs takes other values under NODE_ENV=test.
    retry: { retries: 5, initialRetryTime: 300, maxRetryTime: 5_000 },
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry) => write(logger, entry),
  });
}

function write(logger: Logger, { level, namespace, log }: LogEntry): void {
  const { groupId, memberId, broker, error } = log as Record<string, unknown>;
  logger[LEVELS[level]]({ kafka: namespace, groupId, memberId, broker, error }, log.message);
}
