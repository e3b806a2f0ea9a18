import type { Logger } from '#runtime';
import kafkajs, { type Kafka, type LogEntry } from 'kafkajs';
import type { KafkaSettings } from './kafka.settings.js';

/**
 * A client whose lines are for debugging only. Its errors are mostly steps on the way, such as a coordinator that moves; what comes of
 * them we say ourselves: a wait, a restart, an exit.
 */
export function createKafka(settings: KafkaSettings, clientId: string, logger: Logger): Kafka {
  return new kafkajs.Kafka({
    clientId,
    brokers: [...settings.brokers],
    ssl: settings.ssl,
    ...(settings.sasl === null ? {} : { sasl: settings.sasl as never }),
    connectionTimeout: 3_000,
    // Shorter than any session time-out: a broker that hangs must not cost the membership of the consumers it does not lead.
    requestTimeout: 10_000,
    // Few, because retries nest: these are per connection, and whoever calls has retries of their own.
    retry: { retries: 1, initialRetryTime: 300, maxRetryTime: 5_000 },
    logLevel: kafkajs.logLevel.INFO,
    logCreator: () => (entry) => write(logger, entry),
  });
}

function write(logger: Logger, { namespace, log }: LogEntry): void {
  const { groupId, memberId, broker, error } = log as Record<string, unknown>;
  logger.debug({ kafka: namespace, groupId, memberId, broker, error }, log.message);
}
