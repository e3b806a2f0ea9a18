/** Implements F4, AC-16. `npm run dead-letters`: for operators, against any running preferences API. */
import { parseArgs } from 'node:util';
import { describeError, LauncherError } from '../launcher.error.js';
import { deadLetterLine, deadLetterText } from './dead-letter-words.js';
import { type DeadLetterKind, DeadLettersClient } from './dead-letters.client.js';

const USAGE = `What was given up on: failed notifications, and events that could not be used.

  npm run dead-letters -- list [--limit N] [--json]             newest first; default: 20
  npm run dead-letters -- show ID [--json]                      one of them, with what was tried
  npm run dead-letters -- replay ID …                           another try at these
  npm run dead-letters -- replay --oldest N [--kind event|notification]
                                                                another try at those that wait longest

  --url    the preferences API; default: http://localhost:3000
  --json   one JSON document a line
  --help   this text

The access token of an operator is read from TOKEN: who replays is recorded. For development:

  export TOKEN=$(npm run --silent token -- --sub "$USER" --scope notifications:ops)

A failed notification gets a new budget of attempts; a rejected event is put back on its topic as it was. At most 1,000 a
minute are replayed: what exceeds that waits for the next minute. Exit code 1: not everything asked for was done.`;

type Options = ReturnType<typeof parse>['values'];

const COMMANDS = { list, show, replay } as const;
const KINDS: readonly string[] = ['event', 'notification'] satisfies DeadLetterKind[];

async function main(): Promise<void> {
  const { values, positionals } = parse();
  const [command, ...ids] = positionals;
  if (values.help || command === undefined) {
    console.log(USAGE);
    return;
  }
  if (!Object.hasOwn(COMMANDS, command)) throw usageError(`Unknown command: ${command}`);
  await COMMANDS[command as keyof typeof COMMANDS](clientFor(values), ids, values);
}

async function list(client: DeadLettersClient, ids: readonly string[], { limit, json }: Options): Promise<void> {
  if (ids.length > 0) throw usageError('list takes no ids.');
  let left = wholeNumber('--limit', limit);
  for await (const letter of client.list()) {
    if (left === 0) {
      console.error(`There are more than ${limit}: --limit shows them.`);
      return;
    }
    console.log(json ? JSON.stringify(letter) : deadLetterLine(letter));
    left -= 1;
  }
}

async function show(client: DeadLettersClient, [id, ...others]: readonly string[], { json }: Options): Promise<void> {
  if (id === undefined || others.length > 0) throw usageError('show takes one id.');
  const letter = await client.find(id);
  const timeline = letter.kind === 'notification' ? await client.timelineOf(id) : [];
  console.log(json ? JSON.stringify({ ...letter, timeline }) : deadLetterText(letter, timeline));
}

async function replay(
  client: DeadLettersClient,
  ids: readonly string[],
  { oldest, kind, json }: Options,
): Promise<void> {
  if (ids.length > 0 === (oldest !== undefined)) throw usageError('replay takes ids, or --oldest.');
  if (kind !== undefined && !KINDS.includes(kind)) throw usageError(`--kind is one of ${KINDS.join(', ')}.`);
  const say = (replayed: { kind: string; id: string }) =>
    console.log(json ? JSON.stringify(replayed) : `replayed  ${replayed.kind.padEnd(12)}  ${replayed.id}`);
  if (oldest === undefined) return replayEach(client, ids, say);
  const count = wholeNumber('--oldest', oldest);
  for await (const replayed of client.replayOldest(count, kind as DeadLetterKind | undefined, saySkipped))
    say(replayed);
}

function saySkipped(id: string): void {
  console.error(`${id}  its original does not open; it waits on`);
  process.exitCode = 1;
}

/** One that is refused does not keep the others from being replayed. */
async function replayEach(
  client: DeadLettersClient,
  ids: readonly string[],
  say: (replayed: { kind: string; id: string }) => void,
): Promise<void> {
  for (const id of ids) {
    try {
      say(await client.replay(id));
    } catch (error) {
      if (!(error instanceof LauncherError)) throw error;
      console.error(`${id}${describeError(error)}`);
      process.exitCode = 1;
    }
  }
}

function clientFor({ url }: Options): DeadLettersClient {
  const token = process.env['TOKEN'] ?? '';
  if (token === '') throw usageError('TOKEN is not set: whoever replays something has to say who they are.');
  if (!URL.canParse(url)) throw usageError(`--url ${url} is no address such as http://localhost:3000.`);
  return new DeadLettersClient(url.replace(/\/+$/, ''), token);
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        limit: { type: 'string', default: '20' },
        oldest: { type: 'string' },
        kind: { type: 'string' },
        url: { type: 'string', default: 'http://localhost:3000' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error), error);
  }
}

/** @throws LauncherError for anything but a whole number above 0 */
function wholeNumber(name: string, text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw usageError(`${name} must be a whole number above 0, not "${text}".`);
}

function usageError(message: string, cause?: unknown): LauncherError {
  return new LauncherError(message, USAGE.split('\n').slice(2), { cause });
}

await main().catch((error: unknown) => {
  console.error(describeError(error));
  process.exitCode = 1;
});
