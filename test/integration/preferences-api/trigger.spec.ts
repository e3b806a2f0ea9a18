import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ORDER_DATA_EXAMPLES } from '#contracts';
import { Database } from '#database';
import { DispatchService } from '#dispatch';
import { OutboxPublisher } from '#messaging';
import type { TriggeredDocument } from '../../../apps/preferences-api/src/trigger/trigger.schema.js';
import { type Answer, ApiFixture } from './api.fixture.js';

const PATH = '/api/v2/notifications';

type Data = Record<string, unknown>;

/** A new order of a new customer. */
const shipped = (data: Data = {}) => ({
  type: 'order.shipped',
  data: { ...ORDER_DATA_EXAMPLES.order_shipped, orderId: randomUUID(), userId: randomUUID(), ...data },
});

describe('a trigger', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start();
  }, 30_000);
  afterAll(() => api.stop());

  const trigger = async (key: string | undefined, json: unknown, subject = 'order-service'): Promise<Answer> =>
    api.call('POST', PATH, {
      token: await api.token(subject, 'notifications:service'),
      headers: key === undefined ? {} : { 'idempotency-key': key },
      json,
    });
  const channelsOf = ({ body }: Answer) =>
    (body as TriggeredDocument).notifications.map(({ channel, status, reason }) => [channel, status, reason]);
  const countOf = async (orderId: unknown) => {
    const [row] = await api.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM notification_log WHERE order_id = $1`,
      [orderId],
    );
    return row?.count;
  };

  it('does what the event would do, and says what that is', async () => {
    const request = shipped();
    const answer = await trigger(randomUUID(), request);
    expect(answer.status).toBe(202);
    expect(channelsOf(answer)).toEqual([
      ['email', 'pending', null],
      ['sms', 'suppressed', 'channel_off'],
      ['in_app', 'pending', null],
    ]);
    const [email] = (answer.body as TriggeredDocument).notifications;
    const found = await api.call('GET', `${PATH}/${email?.id ?? ''}`, {
      token: await api.token('order-service', 'notifications:service'),
    });
    expect(found.body).toMatchObject({
      orderId: request.data.orderId,
      userId: request.data.userId,
      type: 'order_shipped',
      status: 'pending',
    });
  });

  it('takes the type as notifications name it, too, and ignores fields of the data that it does not know', async () => {
    const { data } = shipped({ giftWrap: true });
    expect(channelsOf(await trigger(randomUUID(), { type: 'order_shipped', data }))).toHaveLength(3);
  });

  it('has one effect and one answer under one key', async () => {
    const [key, request] = [randomUUID(), shipped()];
    const first = await trigger(key, request);
    await api.database.query(`UPDATE delivery_queue SET state = 'sending' WHERE user_id = $1`, [request.data.userId]);
    const second = await trigger(key, { data: request.data, type: request.type });
    expect(second).toMatchObject({ status: 202, body: first.body });
    expect(await countOf(request.data.orderId)).toBe(3);
  });

  it('refuses a key that was used for another request', async () => {
    const [key, request] = [randomUUID(), shipped()];
    await trigger(key, request);
    const other = { ...request, data: { ...request.data, orderNumber: 'B-2' } };
    expect(await trigger(key, other)).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused', errors: [] },
    });
    expect(await countOf(request.data.orderId)).toBe(3);
  });

  it('takes the keys of two callers for two keys', async () => {
    const key = randomUUID();
    const [mine, yours] = [shipped(), shipped()];
    expect(await trigger(key, mine, 'order-service')).toMatchObject({ status: 202 });
    expect(await trigger(key, yours, 'payment-service')).toMatchObject({ status: 202 });
  });

  it('has one effect when the same request arrives many times at once', async () => {
    const [key, request] = [randomUUID(), shipped()];
    const answers = await Promise.all(Array.from({ length: 8 }, () => trigger(key, request)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(202);
    expect(await countOf(request.data.orderId)).toBe(3);
  });

  describe('after a crash', () => {
    it('between the key and the dispatch is done by the repetition', async () => {
      const [key, request] = [randomUUID(), shipped()];
      const dispatch = jest.spyOn(api.app.get(DispatchService), 'dispatchBehind');
      dispatch.mockRejectedValueOnce(new Error('killed'));
      expect((await trigger(key, request)).status).toBe(500);
      dispatch.mockRestore();
      expect(channelsOf(await trigger(key, request))).toHaveLength(3);
      expect(await countOf(request.data.orderId)).toBe(3);
    });

    it('between the dispatch and the answer finds what the first request did', async () => {
      const [key, request] = [randomUUID(), shipped()];
      const database = api.app.get(Database);
      const query = database.query.bind(database);
      const killed = jest.spyOn(database, 'query').mockImplementation((sql, parameters) => {
        if (sql.includes('SET answer')) throw new Error('killed');
        return query(sql, parameters);
      });
      expect((await trigger(key, request)).status).toBe(500);
      killed.mockRestore();
      expect(await countOf(request.data.orderId)).toBe(3);
      const again = await trigger(key, request);
      expect(channelsOf(again)).toHaveLength(3);
      expect(await countOf(request.data.orderId)).toBe(3);
      expect((await trigger(key, request)).text).toBe(again.text);
    });
  });

  it('forgets a key after its time, and takes expired ones away', async () => {
    const [key, request] = [randomUUID(), shipped()];
    await trigger(key, request);
    await trigger(randomUUID(), shipped());
    await api.database.query(`UPDATE idempotency_key SET expires_at = now() - interval '1 second'`);
    expect(await trigger(key, shipped())).toMatchObject({ status: 202 });
    for (let i = 0; i < 20; i++) await trigger(randomUUID(), shipped());
    expect(await api.database.query(`SELECT 1 FROM idempotency_key WHERE expires_at < now()`)).toEqual([]);
  });

  it('keeps neither the key nor anything of the body', async () => {
    const [key, request] = ['a-telling-key', shipped({ orderNumber: 'telling-number' })];
    await trigger(key, request);
    const rows = await api.database.query(`SELECT k::text AS row FROM idempotency_key k`);
    expect(JSON.stringify(rows)).not.toMatch(/telling/);
  });

  it.each([undefined, 'x'.repeat(129)])('needs a key of 1 to 128 characters: %j', async (key) => {
    const request = shipped();
    expect(await trigger(key, request)).toMatchObject({ status: 400, body: { code: 'idempotency_key_required' } });
    expect(await countOf(request.data.orderId)).toBe(0);
  });

  it.each<[string, unknown]>([
    ['type', { type: 'order.lost', data: {} }],
    ['type', { data: {} }],
    ['priority', { ...shipped(), priority: 'high' }],
    ['data', { type: 'order.shipped' }],
    ['data.shipment.carrier', shipped({ shipment: { trackingNumber: '1Z' } })],
    ['data.orderId', shipped({ orderId: 'a\u0000b' })],
  ])('names the fault in %s', async (field, json) => {
    expect(await trigger(randomUUID(), json)).toMatchObject({
      status: 422,
      body: { code: 'invalid_request', errors: [{ field }] },
    });
  });

  it('is for services only', async () => {
    for (const scope of [undefined, 'notifications:support', 'notifications:ops']) {
      const token = await api.token('somebody', scope);
      expect(await api.call('POST', PATH, { token, json: shipped() })).toMatchObject({ status: 403 });
    }
  });

  it('reads JSON only', async () => {
    const token = await api.token('order-service', 'notifications:service');
    const headers = { 'content-type': 'text/plain', 'idempotency-key': 'k' };
    expect(await api.call('POST', PATH, { token, headers, body: '{}' })).toMatchObject({ status: 415 });
  });

  it('takes a constant number of statements', async () => {
    const database = api.app.get(Database);
    // Its relay has transactions of its own.
    await api.app.get(OutboxPublisher).beforeApplicationShutdown();
    const statements = jest.spyOn(database, 'query');
    const transactions = jest.spyOn(database, 'transaction');
    await trigger(randomUUID(), shipped());
    const first = [statements.mock.calls.length, transactions.mock.calls.length];
    expect(first[0]).toBeLessThan(10);
    expect(first[1]).toBe(2);
    statements.mockRestore();
    transactions.mockRestore();
  });
});
