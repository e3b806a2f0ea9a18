import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { TOPICS } from '#contracts';
import { type NewNotification, insertDeadLetters, storeRejectedEvents } from '#database';
import { KAFKA, KafkaPublisher, createTopics, kafkaSettings, sealOriginal } from '#messaging';
import { keyringSchema } from '#privacy';
import type { Kafka, KafkaMessage } from 'kafkajs';
import { v7 } from 'uuid';
import type {
  DeadLetterDocument,
  DeadLetterPage,
  ReplayBatch,
} from '../../../apps/preferences-api/src/dead-letters/dead-letter.schema.js';
import { REPLAYS_PER_WINDOW } from '../../../apps/preferences-api/src/dead-letters/replay.service.js';
import { developmentSettings } from '../../../infra/development-settings.js';
import { givenNotification } from '../../builders/notifications.js';
import { eventually } from '../../system/eventually.js';
import { type Answer, ApiFixture } from './api.fixture.js';

const PATH = '/api/v2/notifications/dead-letters';
const NOBODYS_ID = '0199aaaa-0000-7000-8000-000000000001';
const START = new Date('2026-11-22T10:00:00.000Z');

/** Bytes that are no text. */
const ORIGINAL = {
  key: Buffer.from([0xff, 0x00, 0xfe]),
  value: Buffer.from([0x7b, 0xff, 0x00, 0x7d]),
  headers: { ce_id: Buffer.from('1'), trace: [Buffer.from([0x80]), Buffer.from('b')] },
};

const after = (seconds: number) => new Date(START.getTime() + seconds * 1_000);

describe('dead letters', () => {
  let api: ApiFixture;
  let offset = 0;
  const kafkaEnv = {
    KAFKA_BROKERS: process.env['KAFKA_BROKERS'] ?? '',
    TOPIC_PREFIX: `test-${randomUUID().slice(0, 8)}.`,
    TOPIC_PARTITIONS: '1',
  };

  beforeAll(async () => {
    api = await ApiFixture.start(kafkaEnv);
    await createTopics(api.app.get<Kafka>(KAFKA), kafkaSettings.parse(kafkaEnv));
  }, 60_000);
  afterAll(() => api.stop());

  const call = async (
    method: string,
    path: string,
    { json, subject = 'olga' }: { json?: unknown; subject?: string } = {},
  ): Promise<Answer> =>
    api.call(method, PATH + path, {
      token: await api.token(subject, 'notifications:ops'),
      ...(json === undefined ? {} : { json }),
    });
  const list = async (query: Record<string, string> = {}): Promise<DeadLetterPage> =>
    (await call('GET', `?${new URLSearchParams(query).toString()}`)).body as DeadLetterPage;
  const idsOf = ({ items }: { items: readonly { id: string }[] }) => items.map(({ id }) => id);
  const audited = (target: string) =>
    api.database.query(`SELECT actor, action FROM audit WHERE target = $1 ORDER BY at`, [target]);

  async function clear(): Promise<void> {
    await api.database.query(`TRUNCATE dead_letter, rejected_event, audit`);
  }

  async function givenFailed(at = new Date()): Promise<NewNotification> {
    const notification = await givenNotification(api.database, { status: 'failed', reason: 'retries_exhausted' });
    await insertDeadLetters(api.database, [notification.id], at);
    return notification;
  }

  async function givenRejected(at = new Date(), original: Partial<typeof ORIGINAL> = ORIGINAL): Promise<string> {
    const id = v7({ msecs: at.getTime() });
    const position = { topic: TOPICS.orderEvents.name, partition: 0, offset: String((offset += 1)) };
    const keyring = keyringSchema.parse(developmentSettings()['PII_KEYRING']);
    const message = { key: null, value: null, ...original } as KafkaMessage;
    const originalSealed = sealOriginal(keyring, position, message, randomBytes);
    const event = { id, ...position, code: 'invalid_utf8', message: 'The value is not valid UTF-8.', originalSealed };
    await storeRejectedEvents(api.database, [event], at);
    return id;
  }

  /** What is on the order topic, once there are as many messages. */
  async function orderMessages(count: number): Promise<KafkaMessage[]> {
    const consumer = api.app
      .get<Kafka>(KAFKA)
      .consumer({ groupId: `${kafkaEnv.TOPIC_PREFIX}${randomUUID()}`, maxWaitTimeInMs: 100 });
    const messages: KafkaMessage[] = [];
    await consumer.connect();
    try {
      await consumer.subscribe({ topic: kafkaEnv.TOPIC_PREFIX + TOPICS.orderEvents.name, fromBeginning: true });
      await consumer.run({ eachMessage: ({ message }) => Promise.resolve(void messages.push(message)) });
      return await eventually(() => {
        if (messages.length < count) throw new Error(`${messages.length} of ${count} messages`);
        return messages;
      });
    } finally {
      await consumer.disconnect();
    }
  }

  it('are failed notifications and rejected events, newest first', async () => {
    await clear();
    const older = await givenFailed(after(0));
    const event = await givenRejected(after(1));
    const newer = await givenFailed(after(2));
    const page = await list();
    expect(page).toEqual({
      items: [
        expect.objectContaining({ kind: 'notification', id: newer.id, at: after(2).toISOString() }),
        {
          kind: 'event',
          id: event,
          at: after(1).toISOString(),
          code: 'invalid_utf8',
          message: 'The value is not valid UTF-8.',
          topic: 'orders.order-events.v1',
          partition: 0,
          offset: String(offset),
          replayedAt: null,
        },
        {
          kind: 'notification',
          id: older.id,
          at: after(0).toISOString(),
          reason: 'retries_exhausted',
          orderId: older.orderId,
          userId: older.userId,
          type: 'order_shipped',
          channel: 'email',
        },
      ],
      nextCursor: null,
    });
    for (const item of page.items) expect((await call('GET', `/${item.id}`)).body).toEqual(item);
  });

  it('come in pages, each once, also those of the same moment', async () => {
    await clear();
    const expected = new Set<string>();
    for (let i = 0; i < 3; i++) {
      expected.add((await givenFailed(START)).id);
      expected.add(await givenRejected(START));
      expected.add((await givenFailed(after(i))).id);
    }
    const seen: string[][] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: DeadLetterPage = await list({ limit: '4', ...(cursor === '' ? {} : { cursor }) });
      seen.push(idsOf(page));
      cursor = page.nextCursor;
    }
    expect(seen.map(({ length }) => length)).toEqual([4, 4, 1]);
    expect(new Set(seen.flat())).toEqual(expected);
  });

  it.each([
    ['limit', { limit: '0' }],
    ['cursor', { cursor: 'rubbish' }],
    ['kind', { kind: 'event' }],
  ])('name the fault in a query: %s', async (field, query) => {
    expect(await list(query as Record<string, string>)).toMatchObject({ errors: [{ field }] });
  });

  describe('replayed one by one', () => {
    const replay = (id: string, subject?: string) =>
      call('POST', `/${id}/replay`, subject === undefined ? {} : { subject });

    it('a notification gets a new budget of attempts', async () => {
      const { id } = await givenFailed();
      expect(await replay(id, 'olga')).toMatchObject({ status: 202, body: { kind: 'notification', id } });
      const [row] = await api.database.query(`SELECT state, attempts FROM delivery_queue WHERE id = $1`, [id]);
      expect(row).toEqual({ state: 'pending', attempts: 0 });
      expect(await audited(id)).toEqual([{ actor: 'olga', action: 'notification_replayed' }]);
      expect(await call('GET', `/${id}`)).toMatchObject({ status: 404 });
      expect(await replay(id)).toMatchObject({ status: 409, body: { code: 'not_failed' } });
    });

    it('an event is published to its topic again, byte by byte as it was', async () => {
      const id = await givenRejected();
      expect(await replay(id, 'olga')).toMatchObject({ status: 202, body: { kind: 'event', id } });
      const [message] = await orderMessages(1);
      expect(message?.key).toEqual(ORIGINAL.key);
      expect(message?.value).toEqual(ORIGINAL.value);
      expect(message?.headers).toEqual(ORIGINAL.headers);
      expect(await audited(id)).toEqual([{ actor: 'olga', action: 'event_replayed' }]);
      expect(idsOf(await list())).not.toContain(id);
      expect((await call('GET', `/${id}`)).body as DeadLetterDocument).toMatchObject({
        replayedAt: expect.any(String),
      });
      expect(await replay(id)).toMatchObject({ status: 409, body: { code: 'already_replayed' } });
    });

    it('happens once when two people ask at the same time', async () => {
      const [event, { id }] = [await givenRejected(), await givenFailed()];
      for (const target of [event, id]) {
        const answers = await Promise.all([replay(target), replay(target), replay(target)]);
        expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
        expect(await audited(target)).toHaveLength(1);
      }
    });

    it('is refused for what was not given up on, and for what never was', async () => {
      const { id } = await givenNotification(api.database, { status: 'sent' });
      expect(await replay(id)).toMatchObject({ status: 409, body: { code: 'not_failed' } });
      for (const unknown of [NOBODYS_ID, 'no-uuid']) expect(await replay(unknown)).toMatchObject({ status: 404 });
    });
  });

  describe('replayed together', () => {
    it('are those that wait longest, as many as asked for', async () => {
      await clear();
      const [first, second] = [await givenFailed(after(0)), await givenRejected(after(1))];
      const third = await givenFailed(after(2));
      const { status, body } = await call('POST', '/replay', { json: { limit: 2 } });
      expect(status).toBe(202);
      expect(body as ReplayBatch).toEqual({
        replayed: [
          { kind: 'notification', id: first.id },
          { kind: 'event', id: second },
        ],
        skipped: [],
        more: true,
      });
      expect(idsOf(await list())).toEqual([third.id]);
      expect(await audited(second)).toHaveLength(1);
    });

    const damage = (id: string) =>
      api.database.query(`UPDATE rejected_event SET original_sealed = substr(original_sealed, 1, 40) WHERE id = $1`, [
        id,
      ]);

    it('AC-16 are those that open: the others are named and keep nobody from being replayed', async () => {
      await clear();
      const damaged = [await givenRejected(after(0)), await givenRejected(after(1)), await givenRejected(after(2))];
      for (const id of damaged) await damage(id);
      const [third, fourth] = [await givenRejected(after(3)), await givenFailed(after(4))];
      const skipped = (ids: readonly string[]) => ids.map((id) => ({ kind: 'event', id }));
      expect((await call('POST', '/replay', { json: { limit: 2 } })).body).toEqual({
        replayed: [
          { kind: 'event', id: third },
          { kind: 'notification', id: fourth.id },
        ],
        skipped: skipped(damaged),
        more: false,
      });
      expect(idsOf(await list())).toEqual([...damaged].reverse());
      expect(await call('POST', `/${damaged[0] ?? ''}/replay`)).toMatchObject({
        status: 409,
        body: { code: 'original_unreadable' },
      });
      expect(await audited(damaged[0] ?? '')).toEqual([]);
    });

    it('are published together, and stay as they were when Kafka takes too long', async () => {
      await clear();
      for (let i = 0; i < 5; i++) await givenRejected(after(i));
      const publish = jest.spyOn(api.app.get(KafkaPublisher), 'publish');
      try {
        publish.mockImplementationOnce(() => new Promise(() => undefined));
        const asked = performance.now();
        expect(await call('POST', '/replay')).toMatchObject({ status: 503 });
        expect(performance.now() - asked).toBeLessThan(5_000);
        expect(await list()).toMatchObject({ items: { length: 5 } });
        expect(((await call('POST', '/replay')).body as ReplayBatch).replayed).toHaveLength(5);
        expect(publish.mock.calls.map(([messages]) => messages.length)).toEqual([5, 5]);
      } finally {
        publish.mockRestore();
      }
    });

    it('are of one kind where that is asked for', async () => {
      await clear();
      const [failed, rejected] = [await givenFailed(after(0)), await givenRejected(after(1))];
      expect((await call('POST', '/replay', { json: { kind: 'event' } })).body).toEqual({
        replayed: [{ kind: 'event', id: rejected }],
        skipped: [],
        more: false,
      });
      expect(idsOf(await list())).toEqual([failed.id]);
    });

    it('are up to a hundred where nothing is said', async () => {
      await clear();
      for (let i = 0; i < 101; i++) await givenFailed();
      const first = (await call('POST', '/replay')).body as ReplayBatch;
      expect([first.replayed.length, first.more]).toEqual([100, true]);
      const second = (await call('POST', '/replay', { json: {} })).body as ReplayBatch;
      expect([second.replayed.length, second.more]).toEqual([1, false]);
      expect((await call('POST', '/replay')).body).toEqual({ replayed: [], skipped: [], more: false });
    });

    it.each<[string, unknown]>([
      ['limit', { limit: 101 }],
      ['kind', { kind: 'letter' }],
      ['all', { all: true }],
    ])('name the fault in %s', async (field, json) => {
      expect(await call('POST', '/replay', { json })).toMatchObject({ status: 422, body: { errors: [{ field }] } });
    });

    it('read JSON, or nothing', async () => {
      const token = await api.token('olga', 'notifications:ops');
      const headers = { 'content-type': 'text/plain' };
      expect(await api.call('POST', `${PATH}/replay`, { token, headers, body: 'limit=1' })).toMatchObject({
        status: 415,
      });
    });
  });

  it('are replayed at a bounded rate', async () => {
    await clear();
    const ids = [(await givenFailed(after(0))).id, (await givenFailed(after(1))).id];
    await api.database.query(
      `INSERT INTO audit (id, actor, action, target, at)
       SELECT gen_random_uuid(), 'olga', 'event_replayed', 'x', now() FROM generate_series(1, $1::int)`,
      [REPLAYS_PER_WINDOW - 1],
    );
    expect((await call('POST', '/replay')).body).toEqual({
      replayed: [{ kind: 'notification', id: ids[0] }],
      skipped: [],
      more: true,
    });
    const refused = await call('POST', `/${ids[1] ?? ''}/replay`);
    expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(idsOf(await list())).toEqual([ids[1]]);
  });

  it('are for operators only', async () => {
    for (const scope of [undefined, 'notifications:service', 'notifications:support']) {
      const token = await api.token('somebody', scope);
      for (const [method, path] of [
        ['GET', ''],
        ['GET', `/${NOBODYS_ID}`],
        ['POST', '/replay'],
        ['POST', `/${NOBODYS_ID}/replay`],
      ] as const) {
        expect(await api.call(method, PATH + path, { token })).toMatchObject({ status: 403 });
      }
    }
  });
});

describe('without a broker', () => {
  it('an event stays a dead letter, and the caller is told to come back', async () => {
    const api = await ApiFixture.start();
    try {
      const id = v7();
      const position = { topic: TOPICS.orderEvents.name, partition: 0, offset: '1' };
      const keyring = keyringSchema.parse(developmentSettings()['PII_KEYRING']);
      const originalSealed = sealOriginal(keyring, position, ORIGINAL, randomBytes);
      const event = { id, ...position, code: 'invalid_utf8', message: 'The value is not valid UTF-8.', originalSealed };
      await storeRejectedEvents(api.database, [event], new Date());
      const token = await api.token('olga', 'notifications:ops');
      const answer = await api.call('POST', `${PATH}/${id}/replay`, { token });
      expect(answer).toMatchObject({ status: 503, body: { code: 'temporarily_unavailable' } });
      expect(answer.headers.get('retry-after')).not.toBeNull();
      expect(await api.call('GET', PATH, { token })).toMatchObject({ body: { items: [{ id, replayedAt: null }] } });
      expect(await api.database.query(`SELECT 1 FROM audit`)).toEqual([]);
    } finally {
      await api.stop();
    }
  }, 30_000);
});
