/**
 * `tsx -C source bench/templates.ts`: what an email costs to render, by type and language, and whether memory stays flat. Prints the table and
 * writes it to `bench/results/templates.json`. `-- --renderings N` (default 1,000,000). Exit 1 above 100 µs median, or when memory grows.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LANGUAGES, NOTIFICATION_TYPES, type NotificationType } from '#contracts';
import { renderEmail } from '#templates';
import { type SampleMessage, sampleMessage } from '../libs/templates/src/samples/data-sets.js';
import { type Latencies, describeLatencies } from './latencies.js';

const RESULTS = join(import.meta.dirname, 'results');
const WARM_UP = 20_000;
/** Of each type: enough for a 99th percentile that stays. */
const TIMED = 5_000;
/** Microseconds. */
const MOST = 100;
/** In megabytes, over all renderings: what a heap gains and loses without a leak. */
const MOST_GROWTH = 8;

type Message = SampleMessage<NotificationType>;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const { values } = parseArgs({ options: { renderings: { type: 'string', default: '1000000' } } });
const messages = NOTIFICATION_TYPES.map((type) =>
  LANGUAGES.map((language) => sampleMessage(type, 'realistic', language)),
);

const startUp = measured(() => render(messageAt(0)));
renderAll(WARM_UP);
const microseconds = Object.fromEntries(NOTIFICATION_TYPES.map((type, index) => [type, timed(messages[index] ?? [])]));
const memory = growth(Number(values.renderings));
const isGood = Object.values(microseconds).every(({ p50 }) => p50 < MOST) && memory.growthMegabytes < MOST_GROWTH;
report();
process.exit(isGood ? 0 : 1);

function messageAt(index: number): Message {
  const ofType = messages[index % messages.length] ?? [];
  const message = ofType[Math.floor(index / messages.length) % ofType.length];
  if (message === undefined) throw new RangeError('There are no messages.');
  return message;
}

function render({ event, context }: Message): number {
  return renderEmail(event, context).html.length;
}

function renderAll(count: number): void {
  for (let index = 0; index < count; index += 1) render(messageAt(index));
}

/** @returns milliseconds */
function measured(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

/** In microseconds. */
function timed(ofType: readonly Message[]): Latencies {
  const times = ofType.flatMap((message) =>
    Array.from({ length: TIMED }, () => 1_000 * measured(() => render(message))),
  );
  return describeLatencies(times);
}

/** Heap before and after, each time without garbage. */
function growth(renderings: number) {
  const before = heapMegabytes();
  const seconds = measured(() => renderAll(renderings)) / 1_000;
  const after = heapMegabytes();
  return { renderings, seconds: Math.round(seconds), growthMegabytes: Number((after - before).toFixed(2)) };
}

function heapMegabytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1_000_000;
}

function report(): void {
  console.log('Microseconds for an email, HTML and text:');
  console.table(microseconds, ['p50', 'p95', 'p99']);
  console.log(`The first one, with all that is compiled then: ${startUp.toFixed(1)} ms`);
  console.log(
    `${memory.renderings.toLocaleString('en')} more in ${String(memory.seconds)} s: ${String(memory.growthMegabytes)} MB more in use`,
  );
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
  const results = {
    at: new Date().toISOString(),
    machine,
    firstMilliseconds: Math.round(startUp),
    microseconds,
    memory,
  };
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, 'templates.json'), `${JSON.stringify(results, null, 2)}\n`);
}
