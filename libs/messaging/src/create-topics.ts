/** `npm run topics:create`: makes the topics that are missing. Existing ones are left as they are. */
import { SetupError, commandSettings, createLogger, loadSettings, untilAvailable } from '#runtime';
import { createKafka } from './kafka-client.js';
import { BrokerUnavailableError, IF_KAFKA_IS_AWAY, asBrokerCall } from './kafka.errors.js';
import { type KafkaSettings, kafkaSettings } from './kafka.settings.js';
import { createTopics } from './topic-configs.js';

async function main(): Promise<void> {
  const { command, kafka: settings } = loadSettings({ command: commandSettings, kafka: kafkaSettings });
  const created = await createWithin(settings, command.startWithinMs);
  process.stdout.write(created.length === 0 ? 'All topics exist.\n' : `Created ${created.join(', ')}\n`);
}

/** @throws SetupError when Kafka cannot be reached within that time, or refuses */
async function createWithin(settings: KafkaSettings, withinMs: number): Promise<string[]> {
  const logger = createLogger('topics:create', 'info');
  const kafka = createKafka(settings, 'topics-create', logger);
  try {
    return await untilAvailable(
      () => asBrokerCall(() => createTopics(kafka, settings)),
      (error, attempt) => logger.warn({ err: error, attempt }, 'waiting for Kafka'),
      AbortSignal.timeout(withinMs),
    );
  } catch (error) {
    if (!(error instanceof BrokerUnavailableError)) throw error;
    throw new SetupError([`${error.message}: ${IF_KAFKA_IS_AWAY}`], { cause: error });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
