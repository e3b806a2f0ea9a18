/** Attacks by fields that are not the caller's to set. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ORDER_DATA_EXAMPLES } from '#contracts';
import { ApiFixture } from '../preferences-api/api.fixture.js';

const BASE = '/api/v2/notifications';

describe('N6 fields that are not the caller’s', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start();
  });
  afterAll(() => api.stop());

  it.each<[string, string]>([
    ['userId', '"ana"'],
    ['user_id', '"ana"'],
    ['id', '"0199aaaa-0000-7000-8000-000000000001"'],
    ['version', '99'],
    ['createdAt', '"2020-01-01T00:00:00Z"'],
    ['consent', '{"sms":true}'],
    ['isAdmin', 'true'],
    ['scope', '"notifications:ops"'],
    ['__proto__', '{"globalEnabled":false}'],
    ['constructor', '{"prototype":{"globalEnabled":false}}'],
  ])('of preferences: %s', async (field, value) => {
    const token = await api.token('mallory');
    const body = `{"language":"en","${field}":${value}}`;
    for (const [method, type] of [
      ['PUT', 'application/json'] as const,
      ['PATCH', 'application/merge-patch+json'] as const,
    ]) {
      const answer = await api.call(method, `${BASE}/preferences`, { token, body, headers: { 'content-type': type } });
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: expect.stringContaining(field) }] } });
    }
    expect({}).not.toHaveProperty('globalEnabled');
    expect(await api.database.query(`SELECT 1 FROM notification_preferences`)).toEqual([]);
  });

  it('of preferences: when they were changed', async () => {
    const token = await api.token('time-traveller');
    const json = { language: 'en', updatedAt: '2001-01-01T00:00:00.000Z' };
    const { body } = await api.call('PUT', `${BASE}/preferences`, { token, json });
    expect(Date.parse((body as { updatedAt: string }).updatedAt)).toBeGreaterThan(Date.now() - 60_000);
  });

  it.each(['userId', 'deletedAt', 'eventTime', 'emailHash', 'contactSealed', '__proto__', 'updatedAt'])(
    'of the directory: %s',
    async (field) => {
      const token = await api.token('crm', 'notifications:service');
      const body = `{"name":"Ana","${field}":"2020-01-01T00:00:00Z"}`;
      const headers = { 'content-type': 'application/json' };
      const answer = await api.call('PUT', `${BASE}/recipients/ana`, { token, body, headers });
      expect(answer.status).toBe(422);
      expect(await api.database.query(`SELECT 1 FROM recipient`)).toEqual([]);
    },
  );

  it('of a notification: what it is to become', async () => {
    const token = await api.token('shop', 'notifications:service');
    const order = { ...ORDER_DATA_EXAMPLES.order_shipped, orderId: randomUUID(), userId: randomUUID() };
    const wishes = {
      id: NOBODYS_ID,
      status: 'sent',
      sentAt: '2020-01-01T00:00:00Z',
      channel: 'sms',
      channels: ['sms'],
    };
    const post = (json: unknown) =>
      api.call('POST', BASE, { token, json, headers: { 'idempotency-key': randomUUID() } });

    expect((await post({ type: 'order.shipped', data: order, ...wishes })).status).toBe(422);
    // What upstream adds to its events is ignored, here as on the topic.
    const { status, body } = await post({ type: 'order.shipped', data: { ...order, ...wishes } });
    expect(status).toBe(202);
    const { notifications } = body as { notifications: { id: string; channel: string; status: string }[] };
    expect(notifications.map(({ channel }) => channel).sort()).toEqual(['email', 'in_app', 'sms']);
    expect(notifications.map(({ id }) => id)).not.toContain(NOBODYS_ID);
    expect(notifications.find(({ channel }) => channel === 'sms')?.status).toBe('suppressed');
  });

  it.each([
    ['PUT', '/controls', { paused: [], actor: 'ana', updatedAt: '2020-01-01T00:00:00Z' }],
    ['POST', '/dead-letters/replay', { limit: 1, actor: 'ana' }],
    ['POST', '/suppressions/search', { channel: 'email', address: 'ana@example.com', lift: true }],
  ])('of an operator: %s %s', async (method, path, json) => {
    const token = await api.token('operator', 'notifications:ops');
    expect((await api.call(method, BASE + path, { token, json })).status).toBe(422);
  });
});

const NOBODYS_ID = '0199aaaa-0000-7000-8000-000000000001';
