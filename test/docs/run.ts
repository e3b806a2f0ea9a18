/**
 * `npm run test:docs`: starts the system as README.md says and runs the blocks of commands of all documents against it, in order, each document in a
 * shell of its own, in which API and TOKEN are what docs/operating.md says that they are. Left out is what CI runs anyway and what `NOT_RUN`
 * names. The event that README.md publishes must become an email. Arguments name the documents; default: all.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { signAccessToken } from '../../infra/access-token.js';
import { dataRoot, prepareFolder, projectRoot } from '../../infra/data-folder.js';
import { developmentSettings } from '../../infra/development-settings.js';
import { LauncherError, describeError } from '../../infra/launcher.error.js';
import { eventually } from '../system/eventually.js';
import { commandsToRun } from './document-rules.js';
import { readRepository } from './repository.js';
import { scriptsInCi } from './runs.js';
import type { ShellCommand } from './shell.js';
import { ProcessGroup } from './process-group.js';
import { StartedSystem } from './started-system.js';

const DOCUMENT_WITHIN_MS = 180_000;

/** An answer of 400 and above is a failure; what is printed ends its line. */
const PRELUDE = `set -euo pipefail
curl() { command curl --silent --show-error --fail-with-body "$@"; echo; }
`;

async function main(wanted: readonly string[]): Promise<void> {
  const { documents: all, scripts, ci } = readRepository(projectRoot);
  const documents = wanted.length === 0 ? all : all.filter(({ file }) => wanted.includes(file));
  const ciScripts = scriptsInCi(ci, scripts);
  const startedAt = new Date();
  const system = await StartedSystem.start();
  try {
    const env = { ...system.env, API: `http://${system.at('localhost:3000')}/api/v2`, TOKEN: await operatorToken() };
    for (const document of documents) {
      const commands = commandsToRun(document, ciScripts).map(({ line, text }) => ({
        line,
        text: system.addressed(text),
      }));
      if (commands.length > 0) await runCommands(document.file, commands, env);
      if (document.file === 'README.md') await untilCustomerWasTold(system, startedAt);
    }
  } finally {
    await system.stop();
  }
}

/** @throws LauncherError naming the command that failed */
async function runCommands(file: string, commands: readonly ShellCommand[], env: NodeJS.ProcessEnv): Promise<void> {
  const script = join(prepareFolder(join(dataRoot, 'docs')), `${file.replaceAll('/', '-')}.sh`);
  writeFileSync(script, PRELUDE + commands.map((command) => announced(file, command)).join(''));
  const shell = ProcessGroup.start('bash', [script], ['ignore', 'inherit', 'inherit'], env);
  const timer = setTimeout(() => void shell.end(), DOCUMENT_WITHIN_MS);
  const code = await shell.ended;
  clearTimeout(timer);
  if (code === 0) return;
  const how = code === null ? `was ended after ${DOCUMENT_WITHIN_MS / 1_000} s` : `failed with ${code}`;
  throw new LauncherError(`${file}: the last command above ${how}.`);
}

/** The command, and before it where it stands and how it begins. */
function announced(file: string, { line, text }: ShellCommand): string {
  const [firstLine = ''] = text.split('\n');
  const title = `\n${file}:${line}  ${firstLine}`;
  return `printf '%s\\n' ${quoted(title)}\n${text}\n`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

function operatorToken(): Promise<string> {
  return signAccessToken(developmentSettings(), { subject: 'operator-1', scope: 'notifications:ops' });
}

/** README.md publishes an event of order-1 and looks it up at once; that the email went out takes a moment more. */
async function untilCustomerWasTold(system: StartedSystem, startedAt: Date): Promise<void> {
  const token = await operatorToken();
  await eventually(async () => {
    const url = `http://${system.at('localhost:3000')}/api/v2/notifications?orderId=order-1`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    const { items } = (await answer.json()) as { items: { channel: string; status: string; createdAt: string }[] };
    const emails = items.filter(({ channel, createdAt }) => channel === 'email' && new Date(createdAt) >= startedAt);
    if (emails.some(({ status }) => status === 'sent' || status === 'delivered')) return;
    const statuses = emails.map(({ status }) => status).join(', ') || 'none';
    throw new LauncherError(
      `The event that README.md publishes became no email that was sent; emails of it: ${statuses}.`,
    );
  });
  console.log('\nREADME.md: its event became an email.');
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

const exitCode = await main(process.argv.slice(2)).then(
  () => 0,
  (error: unknown) => {
    console.error(describeError(error));
    return 1;
  },
);
// Not by exitCode: whatever else was being waited for would keep the process alive.
process.exit(exitCode);
