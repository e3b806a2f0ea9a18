/** A flood of what nobody should ever publish, through the real broker and the real dispatcher, with valid events between. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { REJECTION_HEADERS, TOPICS } from '#contracts';
import { createKafka, createTopics, kafkaSettings } from '#messaging';
import { createLogger } from '#runtime';
import type { Kafka, KafkaMessage, Producer } from 'kafkajs';
import { developmentSettings } from '../../infra/development-settings.js';
import { type TestDatabase, createTestDatabase } from '../database.js';
import { AppProcess } from '../system/app-process.js';
import { eventually } from '../system/eventually.js';
import { type DrawnMessage, HOSTILE_KINDS, drawMessages } from '../system/hostile/hostile-messages.js';
import { drawSeed } from '../system/seed.js';

const MESSAGES = 100_000;
const WARM_UP = 30_000;
/** Few enough for one record batch of each partition to stay below the broker's megabyte. */
const PER_REQUEST = 400;
const REQUESTS_AT_ONCE = 4;
/** The flood is as fast as the dispatcher: how late an event is must not depend on how far a publisher can run ahead. */
const MOST_AHEAD = 20_000;
const PARTITIONS = 2;
/** What a leak would soon outgrow. */
const HEAP_MB = 160;
const MOST_GROWTH = 1.15;
/** N1. */
const ON_TIME_MS = 60_000;
const WITHIN_MS = 90_000;
const SAMPLE_EVERY_MS = 500;

interface Published extends DrawnMessage {
  /** `partition:offset`. */
  readonly position: string;
  readonly at: number;
}

interface Sample {
  readonly handled: number;
  readonly residentBytes: number;
}

describe('a flood of malformed and hostile events', () => {
  const prefix = `hostile-${randomUUID().slice(0, 8)}.`;
  const topic = prefix + TOPICS.orderEvents.name;
  let database: TestDatabase;
  let kafka: Kafka;
  let producer: Producer;
  let dispatcher: AppProcess;
  let published: readonly Published[] = [];
  const letters = new Map<string, KafkaMessage[]>();
  const samples: Sample[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    const env = {
      ...developmentSettings(),
      DATABASE_URL: database.url,
      KAFKA_BROKERS: process.env['KAFKA_BROKERS'] ?? '',
      TOPIC_PREFIX: prefix,
      TOPIC_PARTITIONS: String(PARTITIONS),
      LOG_LEVEL: 'warn',
      NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}`,
    };
    const settings = kafkaSettings.parse(env);
    kafka = createKafka(settings, 'hostile-test', createLogger('hostile-test', 'silent'));
    await createTopics(kafka, settings);
    dispatcher = await AppProcess.start('apps/dispatcher/src/main.ts', env);
    producer = kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    await dispatcher.untilReady();
    const seed = drawSeed('HOSTILE_SEED');
    const watching = watchMemory();
    published = await publishAll(seed);
    await readLetters(published.filter(isRejected).length);
    await eventually(async () => expect(await handledSoFar()).toBe(MESSAGES), WITHIN_MS);
    await watching;
  }, 3 * WITHIN_MS);

  afterAll(async () => {
    await producer.disconnect();
    await dispatcher.end('SIGKILL');
    await database.drop();
  }, 30_000);

  async function publishAll(seed: number): Promise<Published[]> {
    const all: Published[] = [];
    let next = 0;
    const publishNext = async () => {
      while (next < MESSAGES / PER_REQUEST) {
        const messages = drawMessages(seed + next++, PER_REQUEST);
        await untilNotTooFarAhead(next * PER_REQUEST);
        all.push(...(await publish(messages)));
      }
    };
    await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, publishNext));
    return all;
  }

  async function untilNotTooFarAhead(position: number): Promise<void> {
    while (position - (samples.at(-1)?.handled ?? 0) > MOST_AHEAD && dispatcher.isRunning)
      await delay(SAMPLE_EVERY_MS / 10);
  }

  async function publish(messages: readonly DrawnMessage[]): Promise<Published[]> {
    const partitionOf = (i: number) => i % PARTITIONS;
    const sent = messages.map(({ key, value, headers }, i) => ({ key, value, headers, partition: partitionOf(i) }));
    const records = await producer.send({ topic, messages: sent });
    const at = Date.now();
    const bases = new Map(records.map(({ partition, baseOffset }) => [partition, Number(baseOffset)]));
    return messages.map((message, i) => {
      const offset = (bases.get(partitionOf(i)) ?? NaN) + Math.floor(i / PARTITIONS);
      return { ...message, position: `${partitionOf(i)}:${offset}`, at };
    });
  }

  /** Until there is one for each position. */
  async function readLetters(positions: number): Promise<void> {
    const consumer = kafka.consumer({ groupId: `${prefix}reader`, maxWaitTimeInMs: 100 });
    await consumer.connect();
    try {
      await consumer.subscribe({ topic: prefix + TOPICS.rejectedOrderEvents.name, fromBeginning: true });
      await consumer.run({
        eachBatch: ({ batch }) => {
          for (const message of batch.messages) {
            const position = `${header(message, 'partition')}:${header(message, 'offset')}`;
            letters.set(position, [...(letters.get(position) ?? []), message]);
          }
          return Promise.resolve();
        },
      });
      await eventually(() => {
        if (letters.size < positions) throw new Error(`${letters.size} of ${positions} are dead-lettered`);
      }, WITHIN_MS);
    } finally {
      await consumer.disconnect();
    }
  }

  async function watchMemory(): Promise<void> {
    let handled = 0;
    while (handled < MESSAGES && dispatcher.isRunning) {
      const metrics = await (await fetch(`${dispatcher.url}/metrics`)).text();
      handled = handledIn(metrics);
      samples.push({ handled, residentBytes: valuesOf(metrics, 'process_resident_memory_bytes') });
      await delay(SAMPLE_EVERY_MS);
    }
  }

  async function handledSoFar(): Promise<number> {
    return handledIn(await (await fetch(`${dispatcher.url}/metrics`)).text());
  }

  it('draws every kind', () => {
    expect(new Set(published.map(({ kind }) => kind))).toEqual(new Set(Object.keys(HOSTILE_KINDS)));
    expect(published).toHaveLength(MESSAGES);
  });

  it('AC-16 each is dead-lettered with the code of its kind, without its content', () => {
    const wrong = published.filter(isRejected).flatMap(({ kind, fate, position }) => {
      const found = letters.get(position) ?? [];
      const codes = new Set(found.map((letter) => header(letter, 'code')));
      const withContent = found.some(({ value }) => value !== null);
      return codes.size === 1 && codes.has(fate) && !withContent
        ? []
        : [{ kind, fate, codes: [...codes], withContent }];
    });
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(letters.size).toBe(published.filter(isRejected).length);
  });

  it('AC-16 each is kept for whoever mends it, once', async () => {
    const rows = await database.database.query<{ position: string; code: string }>(
      `SELECT message_partition || ':' || message_offset AS position, code FROM rejected_event`,
    );
    const kept = new Map(rows.map(({ position, code }) => [position, code]));
    expect(kept).toEqual(new Map(published.filter(isRejected).map(({ position, fate }) => [position, fate])));
    expect(rows).toHaveLength(kept.size);
  });

  it('AC-16 the valid ones between them are dispatched, in time', async () => {
    const rows = await database.database.query<{ source: string; eventId: string; at: Date }>(
      `SELECT source, event_id AS "eventId", created_at AS at FROM order_event`,
    );
    const dispatchedAt = new Map(rows.map(({ eventId, at }) => [eventId, at.getTime()]));
    const valid = published.filter(({ fate }) => fate === 'dispatched');
    const missing = valid.filter(({ headers }) => !dispatchedAt.has(String(headers['ce_id'])));
    expect(missing.map(({ kind }) => kind)).toEqual([]);
    expect(rows).toHaveLength(valid.length);
    const delays = valid.map(({ headers, at }) => (dispatchedAt.get(String(headers['ce_id'])) ?? NaN) - at);
    expect(quantile(delays, 0.95)).toBeLessThan(ON_TIME_MS);
  });

  it('N9 the process takes it without an error, and without growing', () => {
    expect(dispatcher.isRunning).toBe(true);
    expect(dispatcher.lines.filter(({ level }) => level !== 'warn')).toEqual([]);
    expect(dispatcher.printed).toEqual([]);
    const residentFrom = (from: number, to: number) =>
      quantile(
        samples.filter(({ handled }) => handled >= from && handled <= to).map(({ residentBytes }) => residentBytes),
        0.5,
      );
    const warm = residentFrom(WARM_UP, 2 * WARM_UP);
    const end = residentFrom(MESSAGES - WARM_UP, MESSAGES);
    expect(end / warm).toBeLessThan(MOST_GROWTH);
  });
});

function isRejected({ fate }: DrawnMessage): boolean {
  return fate !== 'dispatched' && fate !== 'ignored';
}

function header({ headers }: KafkaMessage, name: keyof typeof REJECTION_HEADERS): string {
  return String(headers?.[REJECTION_HEADERS[name]]);
}

function handledIn(metrics: string): number {
  return valuesOf(metrics, 'notification_order_events_total');
}

/** The sum over all labels. */
function valuesOf(metrics: string, name: string): number {
  const lines = metrics.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'gm'));
  return [...lines].reduce((sum, [, value]) => sum + Number(value), 0);
}

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN;
}
