import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ORDER_DATA_EXAMPLES, TOPICS, decodeOrderEvent } from '#contracts';
import { createKafka, createTopics, kafkaSettings } from '#messaging';
import { createLogger } from '#runtime';
import type { Kafka } from 'kafkajs';
import { projectRoot } from '../../infra/data-folder.js';
import { wholeTopic } from '../system/whole-topic.js';

const anEvent = () => ({
  specversion: '1.0',
  id: randomUUID(),
  source: '/shop/orders',
  type: 'order.delivered',
  time: '2026-11-25T14:05:00Z',
  data: ORDER_DATA_EXAMPLES.delivered,
});

describe('npm run events:publish', () => {
  const prefix = `test-${randomUUID().slice(0, 8)}.`;
  const topics = { KAFKA_BROKERS: process.env['KAFKA_BROKERS'] ?? '', TOPIC_PREFIX: prefix, TOPIC_PARTITIONS: '1' };
  let folder: string;
  let kafka: Kafka;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'publish-events-'));
    const settings = kafkaSettings.parse(topics);
    kafka = createKafka(settings, 'command-test', createLogger('command-test', 'silent'));
    await createTopics(kafka, settings);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  async function run(args: readonly string[], env: Readonly<Record<string, string>> = topics) {
    const command = ['-C', 'source', '--import', 'tsx', join(projectRoot, 'infra/publish-events/cli.ts'), ...args];
    return promisify(execFile)(process.execPath, command, {
      cwd: projectRoot,
      env: { ...process.env, KAFKA_BROKERS: '', ...env },
    }).then(
      ({ stdout, stderr }) => ({ code: 0, out: stdout, errors: stderr }),
      (failure: unknown) => {
        const { code, stdout, stderr } = failure as { code: number; stdout: string; stderr: string };
        return { code, out: stdout, errors: stderr };
      },
    );
  }

  function file(name: string, events: readonly unknown[]): string {
    const path = join(folder, name);
    writeFileSync(path, events.map((event) => JSON.stringify(event)).join('\n'));
    return path;
  }

  const published = async () =>
    (await wholeTopic(kafka, prefix + TOPICS.orderEvents.name)).map((each) => decodeOrderEvent(each)?.id);

  it('names every fault by line and field, and publishes nothing', async () => {
    const broken = { ...anEvent(), data: { ...ORDER_DATA_EXAMPLES.delivered, orderNumber: '', shipment: undefined } };
    const { code, out, errors } = await run([
      file('broken.jsonl', [anEvent(), broken, '{', { ...anEvent(), time: 'noon' }]),
    ]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(errors.trim().replaceAll(join(folder, 'broken.jsonl'), '').split('\n')).toEqual([
      ':2: data.orderNumber must not be empty',
      ':2: data.shipment is required',
      ':3: must be an object',
      ':4: time must be a time such as "2026-11-25T14:05:00Z"',
      '',
      '4 faults; nothing was published.',
    ]);
    expect(await published()).toEqual([]);
  });

  it('looks for faults only, without Kafka, when asked to check', async () => {
    const name = file('good.jsonl', [anEvent(), anEvent()]);
    expect(await run(['--check', name], {})).toEqual({ code: 0, out: '2 events, no fault.\n', errors: '' });
    expect((await run(['--check', file('bad.jsonl', [{}])], {})).code).toBe(1);
    expect(await published()).toEqual([]);
  });

  it('publishes all events of a file in their order, by the settings of the apps', async () => {
    const events = [anEvent(), anEvent(), anEvent()];
    expect(await run([file('events.jsonl', events)])).toEqual({ code: 0, out: '3 events published.\n', errors: '' });
    expect(await published()).toEqual(events.map(({ id }) => id));
  });

  it.each<[string, string[], Record<string, string>, string]>([
    ['no file is named', [], topics, 'Name one file.'],
    ['the file is not there', ['missing.jsonl'], topics, 'missing.jsonl cannot be read (ENOENT).'],
    ['a setting is missing', ['good.jsonl'], {}, 'KAFKA_BROKERS: is required'],
    [
      'Kafka is not there',
      ['good.jsonl'],
      { KAFKA_BROKERS: '127.0.0.1:1' },
      'Kafka at 127.0.0.1:1 did not take the events',
    ],
    ['the topic is not there', ['good.jsonl'], { ...topics, TOPIC_PREFIX: 'nowhere.' }, 'npm run topics:create'],
  ])(
    'says so when %s',
    async (_, args, env, words) => {
      file('good.jsonl', [anEvent()]);
      const { code, errors } = await run(
        args.map((name) => join(folder, name)),
        env,
      );
      expect(code).toBe(1);
      expect(errors).toContain(words);
      expect(errors).not.toMatch(/^\s+at /m);
    },
    60_000,
  );
});
