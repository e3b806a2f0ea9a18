/** `npm run topics:create`: makes the topics that are missing. Existing ones are left as they are. */
import { createLogger, loadSettings } from '#runtime';
import { createKafka } from './kafka-client.js';
import { kafkaSettings } from './kafka.settings.js';
import { createTopics } from './topic-configs.js';

async function main(): Promise<void> {
  const { kafka: settings } = loadSettings({ kafka: kafkaSettings });
  const logger = createLogger('topics:create', 'info');
  const created = await createTopics(createKafka(settings, 'topics-create', logger), settings);
  process.stdout.write(created.length === 0 ? 'All topics exist.\n' : `Created ${created.join(', ')}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
