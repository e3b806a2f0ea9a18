import { parseArgs } from 'node:util';
import { displayPath } from './data-folder.js';
import { DEMO_SETTINGS, parseDemoOptions, type DemoArguments } from './demo/demo-options.js';
import { serveExample } from './demo/example.js';
import { describeError, LauncherError } from './launcher.error.js';
import { startSystem, type RunningSystem } from './system.js';

const USAGE = `Starts the system with everything it needs: Kafka, PostgreSQL, a sandbox for the providers, and all apps.

  npm start [-- --fresh]        the system
  npm run demo [-- --fresh] [--events N] [--rate N] [--exit]
                                the system, with a stream of realistic order events

  --fresh    forget the data of earlier starts
  --events   publish so many events, compare what came of them with the script, and show a summary; default: no end
  --rate     events a second; default: 3, or 10 where --events or --exit is given
  --exit     end after the summary (of 200 events without --events); exit code 0 says that all is as it should be
  --help     this text

Kafka and PostgreSQL are not started where KAFKA_BROKERS or DATABASE_URL names a server; the data there stays, also with
--fresh. Settings are in infra/development.env; a variable of the environment wins over the file.`;

const COMMANDS = { start: runStart, demo: runDemo } as const;

interface Options extends DemoArguments {
  readonly fresh: boolean;
}

async function main(): Promise<void> {
  const { command, help, ...options } = parseCommandLine();
  if (help) {
    console.log(USAGE);
    return;
  }
  await COMMANDS[command](options);
}

function parseCommandLine(): Options & { command: keyof typeof COMMANDS; help: boolean } {
  const { values, positionals } = parse();
  const [command = 'start', ...rest] = positionals;
  if (!isCommand(command) || rest.length > 0) throw usageError(`Unknown command: ${positionals.join(' ')}`);
  return { command, ...values };
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        fresh: { type: 'boolean', default: false },
        events: { type: 'string' },
        rate: { type: 'string' },
        exit: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    // Node goes on to explain how to pass an argument that looks like an option.
    throw usageError(error instanceof Error ? error.message.replace(/\. .*/, '') : String(error));
  }
}

function isCommand(name: string): name is keyof typeof COMMANDS {
  return Object.hasOwn(COMMANDS, name);
}

function usageError(message: string): LauncherError {
  return new LauncherError(message, USAGE.split('\n'));
}

async function runStart({ fresh }: Options): Promise<void> {
  const system = await startSystem({ fresh, example: true });
  await serveExample(system);
  printAddresses(system);
  await untilEnded(system);
}

async function runDemo({ fresh, ...args }: Options): Promise<void> {
  const options = parseDemoOptions(args);
  const system = await startSystem({ fresh, settings: DEMO_SETTINGS, example: true });
  printAddresses(system);
  // Not before: it imports the libraries, which the start has built.
  const { playDemo } = await import('./demo/play-demo.js');
  const matches = await system.untilFailure(playDemo(system, options)).catch(async (error: unknown) => {
    await system.stop();
    throw error;
  });
  if (!options.exit) return untilEnded(system);
  await system.stop();
  process.exit(matches ? 0 : 1);
}

function printAddresses({ urls, exampleUrl, kafkaBrokers, databaseUrl, logsFolder }: RunningSystem): void {
  console.log(`
  Preferences API   ${urls['preferences-api']}/api/v2   (docs: ${urls['preferences-api']}/api/v2/docs)
  Dashboard         ${urls['preferences-api']}/dashboard   (asks for a token: npm run token -- --sub operator-1 --scope notifications:ops)
  In-app stream     ${urls['in-app-worker']}/api/v2/notifications/stream   (socket.io)
  Example pages     ${exampleUrl}   (in-app notifications, live: sign in as any customer)
  Provider sandbox  ${urls['provider-sandbox']}   (the emails and SMS it accepted)
  Kafka             ${kafkaBrokers}
  PostgreSQL        ${databaseUrl}
  Logs              ${displayPath(logsFolder)}/

  Ctrl-C stops it; the data is kept.
`);
}

/** Until a signal ends the launcher; rejects, with everything stopped, when an app or a service has ended before. */
async function untilEnded(system: RunningSystem): Promise<void> {
  try {
    await system.untilFailure(new Promise<never>(() => undefined));
  } finally {
    await system.stop();
  }
}

await main().catch((error: unknown) => {
  console.error(describeError(error));
  // Not by exitCode: whatever else was being waited for would keep the process alive.
  process.exit(1);
});
