import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TOPICS, encodeOrderEvent } from '#contracts';
import { insertDeadLetters, storeRejectedEvents } from '#database';
import { KAFKA, createTopics, kafkaSettings, sealOriginal } from '#messaging';
import { keyringSchema } from '#privacy';
import { startApp } from '#runtime';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Kafka } from 'kafkajs';
import { v7 } from 'uuid';
import { dispatcherApp } from '../../../apps/dispatcher/src/dispatcher.app.js';
import { developmentSettings } from '../../../infra/development-settings.js';
import { givenNotification } from '../../builders/notifications.js';
import { anOrderEvent } from '../../builders/order-events.js';
import { eventually } from '../../system/eventually.js';
import { ApiFixture } from './api.fixture.js';

const COMMAND = join(import.meta.dirname, '../../../infra/dead-letters/cli.ts');
const NOBODYS_ID = '0199aaaa-0000-7000-8000-000000000001';
const START = Date.parse('2026-11-22T10:00:00.000Z');

interface Run {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

describe('npm run dead-letters', () => {
  let api: ApiFixture;
  let dispatcher: NestExpressApplication;
  let token: string;
  const topics = {
    KAFKA_BROKERS: process.env['KAFKA_BROKERS'] ?? '',
    TOPIC_PREFIX: `test-${randomUUID().slice(0, 8)}.`,
    TOPIC_PARTITIONS: '1',
  };

  beforeAll(async () => {
    api = await ApiFixture.start(topics);
    await createTopics(api.app.get<Kafka>(KAFKA), kafkaSettings.parse(topics));
    const own = { DATABASE_URL: api.databaseUrl, PORT: '0', LOG_LEVEL: 'silent' };
    const settings = dispatcherApp.loadSettings({ ...developmentSettings(), ...topics, ...own });
    dispatcher = await startApp(dispatcherApp, settings);
    token = await api.token('olga', 'notifications:ops');
  }, 60_000);
  afterAll(async () => {
    await dispatcher.close();
    await api.stop();
  });
  beforeEach(() => api.database.query(`TRUNCATE dead_letter, rejected_event, audit`));

  async function run(args: readonly string[], env: Record<string, string> = { TOKEN: token }): Promise<Run> {
    const program = ['--import', 'tsx', COMMAND, ...args, ...(args.includes('--url') ? [] : ['--url', api.url])];
    return promisify(execFile)(process.execPath, program, { env: { ...process.env, TOKEN: '', ...env } }).then(
      ({ stdout, stderr }) => ({ code: 0, out: stdout, errors: stderr }),
      (failure: unknown) => {
        const { code, stdout, stderr } = failure as { code: number; stdout: string; stderr: string };
        return { code, out: stdout, errors: stderr };
      },
    );
  }

  const linesOf = ({ out }: Run) => out.split('\n').filter((line) => line !== '');
  const documentsOf = (result: Run) => linesOf(result).map((line) => JSON.parse(line) as { id: string; kind: string });

  async function givenFailed(secondsLater = 0): Promise<string> {
    const { id } = await givenNotification(api.database, { status: 'failed', reason: 'retries_exhausted' });
    await insertDeadLetters(api.database, [id], new Date(START + secondsLater * 1_000));
    return id;
  }

  async function givenRejected(secondsLater = 0): Promise<string> {
    const at = new Date(START + secondsLater * 1_000);
    const id = v7({ msecs: at.getTime() });
    const position = { topic: TOPICS.orderEvents.name, partition: 0, offset: String(secondsLater) };
    const keyring = keyringSchema.parse(developmentSettings()['PII_KEYRING']);
    const originalSealed = sealOriginal(keyring, position, { key: null, value: Buffer.from('{') }, randomBytes);
    const why = { code: 'not_a_cloud_event', message: 'It is no CloudEvent.' };
    await storeRejectedEvents(api.database, [{ id, ...position, ...why, originalSealed }], at);
    return id;
  }

  it('list shows what was given up on, newest first, a line each', async () => {
    const [failed, rejected] = [await givenFailed(1), await givenRejected(2)];
    const result = await run(['list']);
    expect(result).toMatchObject({ code: 0, errors: '' });
    const [first = '', second = '', ...others] = linesOf(result);
    expect(others).toEqual([]);
    expect(first).toMatch(
      /^2026-11-22 10:00:02Z {2}event {9}[-0-9a-f]{36} {2}not_a_cloud_event {2}orders\.order-events/,
    );
    expect(first).toContain(rejected);
    expect(second).toMatch(
      /^2026-11-22 10:00:01Z {2}notification {2}[-0-9a-f]{36} {2}retries_exhausted {2}order_shipped/,
    );
    expect(second).toContain(failed);
  });

  it('list goes through the pages, and says when there are more than it shows', async () => {
    for (let i = 0; i < 103; i++) await givenFailed(i);
    const all = await run(['list', '--limit', '500', '--json']);
    expect(new Set(documentsOf(all).map(({ id }) => id)).size).toBe(103);
    const some = await run(['list', '--limit', '102']);
    expect(linesOf(some)).toHaveLength(102);
    expect(some.errors).toContain('more than 102');
  });

  it('show tells one of them, with what was tried', async () => {
    const id = await givenFailed();
    const { code, out } = await run(['show', id]);
    expect(code).toBe(0);
    expect(out).toMatch(/^reason +retries_exhausted$/m);
    expect(out).toMatch(/failed: Given up: every attempt failed\.$/m);
    expect(documentsOf(await run(['show', id, '--json']))).toMatchObject([{ id, kind: 'notification' }]);
    expect(await run(['show', NOBODYS_ID])).toMatchObject({ code: 1, errors: expect.stringContaining('nothing') });
  });

  it('replay puts notifications back to work, and records who asked', async () => {
    const ids = [await givenFailed(), await givenFailed(1)];
    const result = await run(['replay', ...ids]);
    expect(result).toMatchObject({ code: 0, errors: '' });
    expect(linesOf(result)).toEqual(ids.map((id) => `replayed  notification  ${id}`));
    const audited = await api.database.query(`SELECT actor, action, target FROM audit ORDER BY at, target`);
    expect(audited).toEqual(
      ids.map((target) => ({ actor: 'olga', action: 'notification_replayed', target })).sort(byTarget),
    );
  });

  it('replay of what is not dead is refused, and does not keep the others from it', async () => {
    const sent = await givenNotification(api.database, { status: 'sent' });
    const dead = await givenFailed();
    const result = await run(['replay', sent.id, dead]);
    expect(result.code).toBe(1);
    expect(result.errors).toContain(sent.id);
    expect(result.errors).toMatch(/has not failed/);
    expect(linesOf(result)).toEqual([`replayed  notification  ${dead}`]);
    expect((await run(['replay', dead])).code).toBe(1);
  });

  it('replay --oldest takes those that wait longest, of one kind where asked', async () => {
    const [oldest, newest, event] = [await givenFailed(0), await givenFailed(2), await givenRejected(1)];
    const replayed = async (...args: string[]) =>
      documentsOf(await run(['replay', '--json', ...args])).map(({ id }) => id);
    expect(await replayed('--oldest', '1')).toEqual([oldest]);
    expect(await replayed('--oldest', '500', '--kind', 'notification')).toEqual([newest]);
    expect(await replayed('--oldest', '500', '--kind', 'notification')).toEqual([]);
    expect(await replayed('--oldest', '1')).toEqual([event]);
  });

  it('AC-16 an event rejected for a fault that has been mended is dispatched once it is put back, once', async () => {
    const event = anOrderEvent('order_confirmed');
    const { orderId } = event.data;
    const rows = () => api.database.query(`SELECT channel FROM notification_log WHERE order_id = $1`, [orderId]);
    await api.database.query(`ALTER TABLE order_event ADD CONSTRAINT fault CHECK (order_id <> '${orderId}')`);
    const producer = api.app.get<Kafka>(KAFKA).producer();
    await producer.connect();
    await producer.send({ topic: topics.TOPIC_PREFIX + TOPICS.orderEvents.name, messages: [encodeOrderEvent(event)] });
    await producer.disconnect();
    const [rejected] = await eventually(async () => {
      const letters = documentsOf(await run(['list', '--json']));
      if (letters.length === 0) throw new Error('the event is not rejected yet');
      return letters;
    });
    expect(rejected).toMatchObject({ kind: 'event', code: 'not_storable' });
    await api.database.query(`ALTER TABLE order_event DROP CONSTRAINT fault`);
    expect(await rows()).toEqual([]);

    expect((await run(['replay', rejected?.id ?? ''])).code).toBe(0);
    await eventually(async () => expect(await rows()).toHaveLength(3));
    expect(await run(['replay', rejected?.id ?? ''])).toMatchObject({
      code: 1,
      errors: expect.stringContaining('replayed before'),
    });
    expect(documentsOf(await run(['list', '--json']))).toEqual([]);
  }, 60_000);

  it.each([
    ['a command that does not exist', ['lst'], /Unknown command: lst/],
    ['an option that does not exist', ['list', '--all'], /--all/],
    ['a limit that is no number', ['list', '--limit', 'all'], /--limit must be a whole number/],
    ['nothing to replay', ['replay'], /ids, or --oldest/],
    ['ids and --oldest', ['replay', NOBODYS_ID, '--oldest', '1'], /ids, or --oldest/],
    ['a kind that does not exist', ['replay', '--oldest', '1', '--kind', 'letter'], /--kind is one of/],
    ['no id', ['show'], /one id/],
    ['an address that is none', ['list', '--url', 'localhost'], /is no address/],
    ['nobody at the address', ['list', '--url', 'http://127.0.0.1:1'], /Nobody answers/],
  ])('says what is wrong: %s', async (_what, args, expected) => {
    const { code, out, errors } = await run(args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(errors).toMatch(expected);
  });

  it('is for operators', async () => {
    expect(await run(['list'], {})).toMatchObject({ code: 1, errors: expect.stringContaining('TOKEN') });
    const support = await api.token('sam', 'notifications:support');
    const refused = await run(['list'], { TOKEN: support });
    expect(refused).toMatchObject({ code: 1, errors: expect.stringContaining('does not permit') });
  });
});

const byTarget = (a: { target: string }, b: { target: string }) => (a.target < b.target ? -1 : 1);
