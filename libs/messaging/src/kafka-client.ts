import type { Logger } from '#runtime';
import kafkajs, { type Consumer, type ConsumerConfig, type Kafka, type KafkaConfig, type LogEntry } from 'kafkajs';
import type { KafkaSettings } from './kafka.settings.js';
import { checkTimeoutsNowAndThen, restWhileNothingWaits } from './kafkajs-requests.js';

restWhileNothingWaits();
checkTimeoutsNowAndThen();

/**
 * How often a connection is tried before its user is told. Retries nest in kafkajs, so these decide for how long a call takes to fail.
 * A second: who calls waits in a way of its own, which can be seen and stopped.
 */
const BRIEFLY = { retries: 1, initialRetryTime: 300, maxRetryTime: 1_000 } as const;
/** About 40 s: a consumer that is told of an outage forgets its membership, and its successor waits until the old one has run out. */
const FOR_AN_OUTAGE = { ...BRIEFLY, retries: 40 } as const;

class AppKafka extends kafkajs.Kafka {
  private readonly patient: Kafka;

  constructor(config: KafkaConfig) {
    super({ ...config, retry: BRIEFLY });
    this.patient = new kafkajs.Kafka({ ...config, retry: FOR_AN_OUTAGE });
  }

  override consumer(config: ConsumerConfig): Consumer {
    return this.patient.consumer(config);
  }
}

/**
 * A client whose lines are for debugging only. Its errors are mostly steps on the way, such as a coordinator that moves; what comes of
 * them we say ourselves: a wait, a restart, an exit.
 */
export function createKafka(settings: KafkaSettings, clientId: string, logger: Logger): Kafka {
  return new AppKafka({
    clientId,
    brokers: [...settings.brokers],
    ssl: settings.ssl,
    // A copy: kafkajs notes in it how it signs in, and settings are frozen.
    ...(settings.sasl === null ? {} : { sasl: { ...settings.sasl } as never }),
    connectionTimeout: 3_000,
    // Shorter than a session: a broker that hangs must not cost the membership of consumers that another one coordinates.
    requestTimeout: 10_000,
    logLevel: kafkajs.logLevel.INFO,
    logCreator: () => (entry) => write(logger, entry),
  });
}

function write(logger: Logger, { namespace, log }: LogEntry): void {
  const { groupId, memberId, broker, error } = log as Record<string, unknown>;
  logger.debug({ kafka: namespace, groupId, memberId, broker, error }, log.message);
}
