import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, createDataSource } from '#database';
import { OpenTokens, keyringSchema } from '#privacy';
import { developmentSettings } from '../../../infra/development-settings.js';
import { MIGRATIONS } from '../../../migrations/index.js';
import { givenNotification } from '../../builders/notifications.js';
import { eventually } from '../../system/eventually.js';
import { type PrivateServer, privatePostgres } from '../../system/private-services.js';
import { ApiFixture } from './api.fixture.js';

const PREFERENCES = '/api/v2/notifications/preferences';

describe('the API when its database dies', () => {
  let postgres: PrivateServer;
  let api: ApiFixture;
  beforeAll(async () => {
    postgres = await privatePostgres();
    await postgres.start();
    const source = await createDataSource(postgres.address, 1, 'tests')
      .setOptions({ migrations: MIGRATIONS })
      .initialize();
    await source.runMigrations({ transaction: 'each' });
    await source.destroy();
    api = await ApiFixture.over(postgres.address);
  }, 60_000);
  afterAll(async () => {
    await api.stop();
    await postgres.remove();
  });

  it('asks to come back, changes nothing, and goes on where it was', async () => {
    const token = await api.token('outage');
    const put = (json: unknown) => api.call('PUT', PREFERENCES, { token, json });
    await eventually(async () => {
      expect((await put({ language: 'es' })).status).toBe(200);
    });
    const before = await api.call('GET', PREFERENCES, { token });

    const email = await givenNotification(api.app.get(Database), { status: 'sent' });
    const pixel = new OpenTokens(keyringSchema.parse(developmentSettings()['TOKEN_KEYRING'])).issue({
      notificationId: email.id,
      attempt: 1,
    });

    await postgres.kill();
    const picture = await fetch(`${api.url}/api/v2/track/email/${pixel}`, { headers: { 'user-agent': 'Thunderbird' } });
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/gif']);
    for (const answer of [await put({ language: 'fr' }), await api.call('GET', PREFERENCES, { token })]) {
      expect(answer).toMatchObject({ status: 503, body: { code: 'temporarily_unavailable', errors: [] } });
      expect(answer.headers.get('retry-after')).toBe('5');
    }

    await postgres.start();
    await eventually(async () => {
      const after = await api.call('GET', PREFERENCES, { token });
      expect([after.status, after.body, after.headers.get('etag')]).toEqual([
        200,
        before.body,
        before.headers.get('etag'),
      ]);
    }, 30_000);
    const support = await api.token('desk', 'notifications:support');
    await eventually(async () => {
      const { body } = await api.call('GET', `/api/v2/notifications/${email.id}`, { token: support });
      expect(body).toMatchObject({ status: 'delivered', openedAt: expect.any(String) });
    }, 30_000);
  }, 90_000);
});
