import { randomInt, randomUUID } from 'node:crypto';
import { SandboxClient } from '../../apps/provider-sandbox/src/sandbox.client.js';
import type { RunningSystem } from '../system.js';
import { aftermathOf, type Traces } from './aftermath.js';
import { castOf, orderNamed, type Run } from './customer.js';
import { deliveryLine } from './delivery-line.js';
import type { DemoOptions } from './demo-options.js';
import { DemoRepository } from './demo.repository.js';
import { serveExample } from './example.js';
import { LiveFeed } from './live-feed.js';
import type { Sources } from './order-story.js';
import { paintFor } from './palette.js';
import { publish, Published } from './published.js';
import { ScriptWriter } from './script.js';
import { setTheStage } from './stage.js';
import { summaryLines } from './summary.js';
import { Upstream } from './upstream.js';
import { welcomeLines } from './welcome.js';

const paint = paintFor(process.stdout.isTTY, process.env.NO_COLOR);
const say = (...lines: string[]): void => console.log(lines.join('\n'));

/**
 * Plays order events to a running system and shows what becomes of them. Without a number of events it goes on until the
 * process is ended.
 * @returns whether everything became what the script says
 */
export async function playDemo(system: RunningSystem, options: DemoOptions): Promise<boolean> {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => (ending = true));
  return perform(system, options).catch((error: unknown) => {
    if (!ending) throw error;
    // The launcher is ending, and with it the services: it will end this process, too.
    return new Promise<never>(() => undefined);
  });
}

async function perform(system: RunningSystem, options: DemoOptions): Promise<boolean> {
  const run = newRun();
  const cast = castOf(run);
  const endless = options.events === undefined;
  const upstream = await Upstream.connect({ ...process.env, ...system.env });
  const repository = new DemoRepository(system.databaseUrl);
  const feed = new LiveFeed(repository, cast, (moment) => say(deliveryLine(moment, paint)), { remember: !endless });
  await setTheStage(cast, run, system, { upstream, repository, endless });
  await feed.listen(upstream, run.id);
  await serveExample(system, cast);
  say(...welcomeLines(system, { run, cast }, options, paint), '');

  const writer = new ScriptWriter(cast, sourcesFor(run));
  const sandbox = new SandboxClient(system.urls['provider-sandbox']);
  const traces: Traces = { published: new Published(), repository, sandbox, upstream, announced: feed.announced };
  const [matches] = await Promise.all([play(writer, traces, options).finally(() => feed.stop()), feed.watchWaits()]);
  await Promise.all([upstream.close(), repository.close()]);
  return matches;
}

async function play(writer: ScriptWriter, traces: Traces, options: DemoOptions): Promise<boolean> {
  const { published, upstream } = traces;
  await publish(writer, upstream, options, (publication, place) => {
    // A demo without end would gather them for ever.
    if (options.events !== undefined) published.add(publication, place);
  });
  say(paint('dim', 'All events are published; waiting until the last retry is over …'));
  const result = await aftermathOf(traces);
  say('', ...summaryLines(result, paint), '', ...(options.exit ? [] : ['The system runs on; Ctrl-C stops it.', '']));
  return result.differences.length === 0;
}

function newRun(): Run {
  return {
    id: randomUUID().slice(0, 6),
    phoneEnding: String(randomInt(10_000)).padStart(4, '0'),
    startedAt: new Date(),
  };
}

function sourcesFor(run: Run): Sources {
  let orders = 0;
  return {
    random: Math.random,
    nextId: randomUUID,
    nextOrder: () => orderNamed(run, (orders += 1)),
    now: () => new Date(),
  };
}
