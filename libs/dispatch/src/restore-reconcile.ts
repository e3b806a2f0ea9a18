/**
 * Implements F7, N9. `npm run restore:reconcile`: after PostgreSQL was restored to an earlier state than Kafka's. The procedure that it is part of is in
 * docs/backup-and-restore.md.
 */
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { Database, createDataSource, databaseSettings, openWithin } from '#database';
import { TopicHistory, createKafka, kafkaSettings } from '#messaging';
import { IdGenerator, SystemClock, commandSettings, createLogger, duration, loadSettings } from '#runtime';
import { z } from 'zod';
import { restoreWords } from './restore-words.js';
import { RESTORE_ACTOR, Restoration } from './restoration.js';

const USAGE = `After PostgreSQL was restored to an earlier state: what was lost is read again from Kafka, and what was sent is not sent again.

  npm run restore:reconcile -- --to TIME [--margin 24h] [--apply]

  --to      the time of the restored state, such as 2026-11-23T09:30:00Z; the same at each step
  --margin  by how much the dispatcher may have been behind then; more costs time and changes nothing. Default: 24h
  --apply   do it; without, it says what it would do, and changes nothing
  --help    this text

All apps must be stopped. The steps are in docs/backup-and-restore.md; it says which one comes next. Exit code 1: it could not be done yet.`;

const TIME = z.iso.datetime({ offset: true, error: 'must be a time such as 2026-11-23T09:30:00Z' });
const optionsAt = (now: Date) =>
  z.object({
    to: TIME.transform((text) => new Date(text)).refine((time) => time < now, 'must be in the past'),
    margin: duration(),
    apply: z.boolean(),
  });
const CONNECTIONS = 2;

async function main(): Promise<void> {
  const clock = new SystemClock();
  const request = requestOf(process.argv.slice(2), clock.now());
  if (request === undefined) {
    say(USAGE);
    return;
  }
  const settings = loadSettings({ command: commandSettings, database: databaseSettings, kafka: kafkaSettings });
  const logger = createLogger(RESTORE_ACTOR, 'info');
  const database = new Database(createDataSource(settings.database.url, CONNECTIONS, RESTORE_ACTOR), logger, clock);
  try {
    await openWithin(database, settings.command);
    const history = new TopicHistory(createKafka(settings.kafka, RESTORE_ACTOR, logger), settings.kafka.prefix);
    const report = await new Restoration({ database, history, clock, ids: new IdGenerator(clock) }, request).proceed();
    say(restoreWords(report, request, clock.now()).join('\n'));
    if (report.step === 'apps_running' || report.step === 'unread') process.exitCode = 1;
  } finally {
    await database.close();
  }
}

/** @returns undefined when help is asked for */
function requestOf(args: string[], now: Date) {
  const { values } = parseArgs({
    args,
    options: {
      to: { type: 'string' },
      margin: { type: 'string', default: '24h' },
      apply: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const parsed = optionsAt(now).safeParse(values);
  if (!parsed.success)
    throw new Error(parsed.error.issues.map(({ path, message }) => `--${path.join('.')} ${message}`).join('\n'));
  const { to, margin: marginMs, apply } = parsed.data;
  return { to, marginMs, apply };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
