import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { CHANNELS, NOTIFICATION_TYPES } from '#contracts';
import { Database } from '#database';
import { givenNotification } from '../../builders/notifications.js';
import { type Answer, ApiFixture } from './api.fixture.js';

const PATH = '/api/v2/notifications/controls';
const RUNNING = { paused: false, reason: null, by: null, since: null, waiting: 0 };
const ALL_RUNNING = {
  all: RUNNING,
  channels: Object.fromEntries(CHANNELS.map((channel) => [channel, RUNNING])),
  types: Object.fromEntries(NOTIFICATION_TYPES.map((type) => [type, RUNNING])),
};

describe('controls', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start();
  });
  afterAll(() => api.stop());
  afterEach(() => api.database.query(`TRUNCATE operator_pause, audit`));

  const read = async () => api.call('GET', PATH, { token: await api.token('olga', 'notifications:ops') });
  const put = async (json: unknown, subject = 'olga'): Promise<Answer> =>
    api.call('PUT', PATH, { token: await api.token(subject, 'notifications:ops'), json });
  const audited = () => api.database.query(`SELECT actor, action, target FROM audit ORDER BY at, target`);

  it('are all running before anybody touches them', async () => {
    expect(await read()).toMatchObject({ status: 200, body: ALL_RUNNING });
  });

  it('say who paused what, when and why; both answers are alike', async () => {
    const before = Date.now();
    const answer = await put({ channels: { sms: { paused: true, reason: 'Twilio incident' } } });
    const sms = { paused: true, reason: 'Twilio incident', by: 'olga', since: expect.any(String), waiting: 0 };
    expect(answer).toMatchObject({
      status: 200,
      body: { ...ALL_RUNNING, channels: { ...ALL_RUNNING.channels, sms } },
    });
    const { since } = (answer.body as { channels: { sms: { since: string } } }).channels.sms;
    expect(Date.parse(since)).toBeGreaterThanOrEqual(before - 1_000);
    expect(Date.parse(since)).toBeLessThanOrEqual(Date.now() + 1_000);
    expect((await read()).body).toEqual(answer.body);
  });

  it('pause everything, a channel and a type, each apart from the others', async () => {
    const paused = { paused: true };
    const { body } = await put({ all: paused, channels: { email: paused }, types: { order_shipped: paused } });
    expect(body).toMatchObject({
      all: paused,
      channels: { ...ALL_RUNNING.channels, email: paused },
      types: { ...ALL_RUNNING.types, order_shipped: paused },
    });
    expect((await put({ all: { paused: false } })).body).toMatchObject({
      all: RUNNING,
      channels: { email: paused },
      types: { order_shipped: paused },
    });
  });

  it('say how many notifications on their way each of them concerns', async () => {
    await givenNotification(api.database, { channel: 'email', type: 'order_shipped', queue: {} });
    await givenNotification(api.database, { channel: 'sms', type: 'order_shipped', queue: {} });
    await givenNotification(api.database, { channel: 'email', type: 'delivered', status: 'suppressed' });
    expect((await read()).body).toMatchObject({
      all: { waiting: 2 },
      channels: { email: { waiting: 1 }, sms: { waiting: 1 }, in_app: { waiting: 0 } },
      types: { order_shipped: { waiting: 2 }, delivered: { waiting: 0 } },
    });
    await api.database.query(`DELETE FROM delivery_queue`);
  });

  it('N9 are set before anybody counts what waits: a long queue holds up neither the pause nor another operator', async () => {
    const database = api.app.get(Database, { strict: false });
    const statements: string[] = [];
    const transaction = database.transaction.bind(database);
    const spy = jest.spyOn(database, 'transaction').mockImplementation((work) =>
      transaction((sql) => {
        const query: typeof sql.query = (text, parameters) => {
          statements.push(text);
          return sql.query(text, parameters);
        };
        return work({ ...sql, query });
      }),
    );
    await put({ channels: { sms: { paused: true } } });
    spy.mockRestore();
    expect(statements.join()).toContain('INSERT INTO operator_pause');
    expect(statements.join()).not.toContain('delivery_queue');
  });

  it('that a change does not name stay as they are: two operators do not undo each other’s', async () => {
    await Promise.all([
      put({ channels: { email: { paused: true } } }, 'olga'),
      put({ channels: { sms: { paused: true } }, types: { delivered: { paused: true } } }, 'otto'),
      put({ types: { refund_completed: { paused: true } } }, 'odin'),
    ]);
    expect((await read()).body).toMatchObject({
      channels: { email: { paused: true, by: 'olga' }, sms: { paused: true, by: 'otto' } },
      types: { delivered: { by: 'otto' }, refund_completed: { by: 'odin' } },
    });
  });

  it('paused a second time keep who paused them first, and why', async () => {
    await put({ all: { paused: true, reason: 'the first reason' } }, 'olga');
    const { body } = await put({ all: { paused: true, reason: 'another' } }, 'otto');
    expect(body).toMatchObject({ all: { by: 'olga', reason: 'the first reason' } });
  });

  it('are changed on record', async () => {
    await put({ channels: { email: { paused: true } }, types: { delivered: { paused: true } } }, 'olga');
    await put({ channels: { email: { paused: false } } }, 'otto');
    expect(await audited()).toEqual([
      { actor: 'olga', action: 'delivery_paused', target: 'delivered' },
      { actor: 'olga', action: 'delivery_paused', target: 'email' },
      { actor: 'otto', action: 'delivery_resumed', target: 'email' },
    ]);
  });

  it('change nothing where nothing is named', async () => {
    expect(await put({})).toMatchObject({ status: 200, body: ALL_RUNNING });
    expect(await audited()).toEqual([]);
  });

  it('named by many in any order never deadlock', async () => {
    const scopes = [...NOTIFICATION_TYPES];
    const settings = (names: readonly string[], paused: boolean) => ({
      types: Object.fromEntries(names.map((name) => [name, { paused }])),
    });
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) => put(settings(i % 2 ? scopes : [...scopes].reverse(), i % 3 > 0))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it.each<[string, unknown, string]>([
    ['a channel that does not exist', { channels: { fax: { paused: true } } }, 'channels'],
    ['a type that does not exist', { types: { order_lost: { paused: true } } }, 'types'],
    ['no word on whether it is paused', { all: {} }, 'all.paused'],
    ['something that is neither true nor false', { all: { paused: 'yes' } }, 'all.paused'],
    ['an endless reason', { all: { paused: true, reason: 'x'.repeat(257) } }, 'all.reason'],
    ['an empty reason', { all: { paused: true, reason: '' } }, 'all.reason'],
    ['a NUL in the reason', { all: { paused: true, reason: 'a\0b' } }, 'all.reason'],
    ['a field that does not exist', { everything: { paused: true } }, 'everything'],
    ['no object', [], ''],
  ])('name the fault: %s', async (_what, json, field) => {
    const { status, body } = await put(json);
    expect(status).toBe(422);
    const { errors } = body as { errors: { field: string }[] };
    expect(errors.map((error) => error.field)).toEqual([expect.stringContaining(field)]);
    expect((await read()).body).toEqual(ALL_RUNNING);
  });

  it('are for operators only', async () => {
    for (const scope of [undefined, 'notifications:service', 'notifications:support']) {
      const token = await api.token('somebody', scope);
      expect(await api.call('GET', PATH, { token })).toMatchObject({ status: 403 });
      expect(await api.call('PUT', PATH, { token, json: { all: { paused: true } } })).toMatchObject({ status: 403 });
    }
    expect((await read()).body).toEqual(ALL_RUNNING);
  });
});
