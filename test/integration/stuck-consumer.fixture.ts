/** A process that takes a batch and never finishes it; it is there to be killed. */
import { TOPICS } from '#contracts';
import { KafkaBatchServer, type MessageBatch, createKafka, kafkaSettings } from '#messaging';
import { ExitWithFailure, HealthRegistry, createLogger } from '#runtime';

const settings = kafkaSettings.parse(process.env);
const logger = createLogger('stuck-consumer', 'fatal');
const server = new KafkaBatchServer(
  {
    kafka: createKafka(settings, 'stuck-consumer', logger),
    prefix: settings.prefix,
    groupId: 'tested-group',
    maxBatch: 10,
    sessionTimeoutMs: Number(process.env['SESSION_TIMEOUT_MS']),
  },
  logger,
  new ExitWithFailure(logger),
  new HealthRegistry(),
);

function handle({ messages }: MessageBatch): Promise<never> {
  console.log(`handling ${messages.map(({ value }) => String(value)).join()}`);
  return new Promise(() => undefined);
}

server.addHandler(TOPICS.emailNudges.name, handle, true);
server.listen(() => undefined);
