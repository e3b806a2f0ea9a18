/** Implements F2. `npm run events:publish`: events from a file, all of them or none. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { OrderEventPublisher } from '#contracts';
import { brokerError, BrokerUnavailableError, createKafka, kafkaSettings } from '#messaging';
import { SettingsError, createLogger, loadSettings } from '#runtime';
import { describeError, LauncherError, systemErrorCode } from '../launcher.error.js';
import { type EventFile, type LineFault, readEventFile } from './event-file.js';

const USAGE = `Publishes order events and customer events from a file, in its order: all of them, or none when any would not be taken.

  npm run events:publish -- FILE             publishes
  npm run events:publish -- --check FILE     only looks for faults

  FILE     JSON lines, an event on each; or a JSON document, an event or an array of them. An event is a CloudEvent in JSON format:
           docs/publishing.md
  --help   this text

Kafka is found by the settings of the apps: KAFKA_BROKERS, KAFKA_SSL, KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD,
TOPIC_PREFIX. Exit code 1: there are faults, each named with its line and field, or Kafka did not take everything.`;

async function main(): Promise<void> {
  const { values, positionals } = parse();
  const [path, ...others] = positionals;
  if (values.help) {
    console.log(USAGE);
    return;
  }
  if (path === undefined || others.length > 0) throw usageError('Name one file.');
  const { events, faults } = read(path);
  for (const fault of faults) console.error(faultLine(path, fault));
  if (faults.length > 0) throw new LauncherError(`${count(faults.length, 'fault')}; nothing was published.`);
  if (values.check) {
    console.log(`${count(events.length, 'event')}, no fault.`);
    return;
  }
  await publish(events);
  console.log(`${count(events.length, 'event')} published.`);
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { check: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
    });
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error), error);
  }
}

function read(path: string): EventFile {
  try {
    return readEventFile(readFileSync(path, 'utf8'), path);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    throw new LauncherError(`${path} cannot be read (${code}).`, [], { cause: error });
  }
}

async function publish(events: EventFile['events']): Promise<void> {
  const settings = kafkaSettingsOf();
  const kafka = createKafka(settings, 'events-publish', createLogger('events:publish', 'silent'));
  const publisher = new OrderEventPublisher(kafka, { topicPrefix: settings.prefix });
  try {
    await publisher.publish(events);
  } catch (error) {
    throw publishingError(error, settings.brokers);
  } finally {
    await publisher.close();
  }
}

function kafkaSettingsOf() {
  try {
    return loadSettings({ kafka: kafkaSettings }).kafka;
  } catch (error) {
    if (error instanceof SettingsError) throw new LauncherError(error.message, [], { cause: error });
    throw error;
  }
}

function publishingError(error: unknown, brokers: readonly string[]): unknown {
  if (!(brokerError(error) instanceof BrokerUnavailableError)) return error;
  return new LauncherError(
    `Kafka at ${brokers.join(', ')} did not take the events: ${rootMessage(error)}`,
    [
      'Some may have been stored. Publish the file again: an event that is there already changes nothing.',
      'Topics that are missing are made with npm run topics:create.',
    ],
    { cause: error },
  );
}

/** kafkajs wraps an error once per level of retries. */
function rootMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : rootMessage(error.cause);
}

function faultLine(path: string, { line, field, message }: LineFault): string {
  return `${path}:${line}: ${field === '' ? '' : `${field} `}${message}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function usageError(message: string, cause?: unknown): LauncherError {
  return new LauncherError(message, USAGE.split('\n').slice(2), { cause });
}

await main().catch((error: unknown) => {
  console.error(describeError(error));
  process.exitCode = 1;
});
