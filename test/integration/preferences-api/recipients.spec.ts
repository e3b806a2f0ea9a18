import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { DirectoryService } from '#dispatch';
import { type Answer, ApiFixture } from './api.fixture.js';

const HOUR = 3_600_000;

const EVERYTHING = {
  email: 'ana@example.com',
  phone: '+14155550123',
  name: 'Ana',
  language: 'es',
  timeZone: 'America/Los_Angeles',
  country: 'US',
};

describe('the recipient directory by request', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start();
  }, 30_000);
  afterAll(() => api.stop());

  const pathOf = (userId: string) => `/api/v2/notifications/recipients/${encodeURIComponent(userId)}`;
  const service = () => api.token('shop', 'notifications:service');
  const put = async (userId: string, json: unknown): Promise<Answer> =>
    api.call('PUT', pathOf(userId), { token: await service(), json });
  const get = async (userId: string): Promise<Answer> => api.call('GET', pathOf(userId), { token: await service() });

  it('tells what it was told', async () => {
    const userId = randomUUID();
    const written = await put(userId, EVERYTHING);
    expect(written).toMatchObject({ status: 200, body: { userId, ...EVERYTHING } });
    expect(await get(userId)).toMatchObject({ status: 200, body: written.body });
  });

  it('keeps what is not mentioned, and clears what is null', async () => {
    const userId = randomUUID();
    await put(userId, EVERYTHING);
    const { body } = await put(userId, { email: 'new@example.com', phone: null, language: null });
    expect(body).toMatchObject({ ...EVERYTHING, email: 'new@example.com', phone: null, language: null });
  });

  it('stores nothing that can be read without the key', async () => {
    const userId = randomUUID();
    await put(userId, EVERYTHING);
    const rows = await api.database.query(`SELECT r::text AS row FROM recipient r WHERE user_id = $1`, [userId]);
    const text = JSON.stringify(rows);
    for (const secret of ['ana@example', '4155550123', 'Ana']) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });

  it('knows customers by any id that upstream gives them', async () => {
    const userId = `guest/42 é?#${randomUUID()}`;
    await put(userId, { name: 'Guest' });
    expect(await get(userId)).toMatchObject({ status: 200, body: { userId, name: 'Guest', email: null } });
  });

  it('says so when something newer is known, and changes nothing', async () => {
    const userId = randomUUID();
    await put(userId, { name: 'Ana' });
    const ahead = new Date(Date.now() + HOUR);
    await api.database.query(`UPDATE recipient SET event_time = $2 WHERE user_id = $1`, [userId, ahead]);
    expect(await put(userId, EVERYTHING)).toMatchObject({ status: 409, body: { code: 'newer_entry' } });
    expect(await get(userId)).toMatchObject({ body: { email: null } });
  });

  it('forgets a customer who was deleted, until there is news of them', async () => {
    const userId = randomUUID();
    await put(userId, EVERYTHING);
    const deletion = { type: 'customer.deleted', id: randomUUID(), time: new Date(), data: { userId } } as const;
    await api.app.get(DirectoryService).apply([deletion]);
    expect(await get(userId)).toMatchObject({ status: 404 });
    expect(await put(userId, { name: 'Ana again' })).toMatchObject({
      status: 200,
      body: { name: 'Ana again', email: null },
    });
  });

  it('does not know everybody', async () => {
    expect(await get(randomUUID())).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it.each<[string, unknown]>([
    ['email', { email: '' }],
    ['name', { name: 'A\u0000na' }],
    ['userId', { userId: 'somebody' }],
    ['fax', { fax: '1' }],
    [
      'consents.0.channel',
      { consents: [{ channel: 'email', purpose: 'p', method: 'm', at: '2026-11-01T09:30:00Z', textVersion: '1' }] },
    ],
  ])('names the fault in %s', async (field, json) => {
    expect(await put(randomUUID(), json)).toMatchObject({ status: 422, body: { errors: [{ field }] } });
  });

  it('refuses an id that cannot be one', async () => {
    for (const answer of [await get('x'.repeat(129)), await put('a\u0000b', {})]) {
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'userId' }] } });
    }
  });

  it('is for services only', async () => {
    for (const scope of [undefined, 'notifications:support', 'notifications:ops']) {
      const token = await api.token('somebody', scope);
      expect(await api.call('GET', pathOf('ana'), { token })).toMatchObject({ status: 403 });
      expect(await api.call('PUT', pathOf('ana'), { token, json: {} })).toMatchObject({ status: 403 });
    }
  });
});
