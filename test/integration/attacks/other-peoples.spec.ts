/** Attacks by a customer with a good token of their own on what is another's. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_PREFERENCES } from '#contracts';
import { findPreferences, savePreferences } from '#database';
import { ROUTE_ACCESS, type Route, type RouteAccess } from '../../../apps/preferences-api/src/access/route-access.js';
import { givenNotification } from '../../builders/notifications.js';
import { ApiFixture } from '../preferences-api/api.fixture.js';

const NOBODYS_ID = '0199aaaa-0000-7000-8000-000000000001';
const mayCall = (kind: string) => (access: RouteAccess) => typeof access === 'object' && access.includes(kind as never);
const routes = Object.entries(ROUTE_ACCESS) as [Route, RouteAccess][];
const customersRoutes = routes.filter(([, access]) => mayCall('customer')(access)).map(([route]) => route);
const othersRoutes = routes
  .filter(([, access]) => typeof access === 'object' && !mayCall('customer')(access))
  .map(([route]) => route);

describe('N6 what is another’s', () => {
  const ana = `ana-${randomUUID()}`;
  let api: ApiFixture;
  let id: string;

  beforeAll(async () => {
    api = await ApiFixture.start();
    const preferences = { ...DEFAULT_PREFERENCES, language: 'fr' as const };
    await api.database.transaction((sql) => savePreferences(sql, ana, preferences, new Date()));
    ({ id } = await givenNotification(api.database, { userId: ana, channel: 'in_app', status: 'sent', inInbox: true }));
  });
  afterAll(() => api.stop());

  /** Everything that is stored under Ana's name. */
  async function anasRows(): Promise<unknown> {
    return Promise.all([
      findPreferences(api.database, ana),
      api.database.query(`SELECT CAST(n AS text) AS row FROM notification_log n WHERE user_id = $1`, [ana]),
      api.database.query(`SELECT CAST(r AS text) AS row FROM recipient r WHERE user_id = $1`, [ana]),
      api.database.query(`SELECT CAST(i AS text) AS row FROM inbox_counter i WHERE user_id = $1`, [ana]),
    ]);
  }

  const fill = (path: string, notification: string) => path.replace(':id', notification).replace(':userId', ana);

  async function attack(route: Route, notification: string) {
    const [method = '', path = ''] = route.split(' ');
    const json = method === 'PUT' || method === 'PATCH' ? { userId: ana } : undefined;
    const options = { token: await api.token('mallory'), headers: { 'x-request-id': 'r-1' } };
    return api.call(method, fill(path, notification), json === undefined ? options : { ...options, json });
  }

  it.each(customersRoutes.filter((route) => route.includes('/:')))(
    '%s answers as for an id that never was, and changes nothing',
    async (route) => {
      const before = await anasRows();
      const [hers, nobodys] = [await attack(route, id), await attack(route, NOBODYS_ID)];
      expect(hers.status).toBe(404);
      expect([hers.status, hers.body]).toEqual([nobodys.status, nobodys.body]);
      expect(await anasRows()).toEqual(before);
    },
  );

  it.each(othersRoutes)('%s is closed to customers, whoever’s ids it is asked with', async (route) => {
    const before = await anasRows();
    expect(await attack(route, id)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await anasRows()).toEqual(before);
  });

  it.each(customersRoutes.filter((route) => !route.includes('/:')))(
    '%s is the caller’s own, whoever else is named in the address or a header',
    async (route) => {
      const before = await anasRows();
      const [method = '', path = ''] = route.split(' ');
      const json = method === 'PUT' || method === 'PATCH' ? { language: 'es' } : undefined;
      const headers = { 'x-user-id': ana, 'x-forwarded-user': ana, 'x-original-url': fill(path, ana), from: ana };
      const token = await api.token('mallory');
      for (const query of ['', `?userId=${ana}`, `?sub=${ana}`, `?user_id=${ana}&userId[]=${ana}`]) {
        const { text } = await api.call(method, path + query, { token, headers, ...(json && { json }) });
        expect(text).not.toContain(id);
        expect(text).not.toContain('"fr"');
      }
      expect(await anasRows()).toEqual(before);
    },
  );

  it('is not reached by ids that mean more than they say', async () => {
    const token = await api.token('mallory');
    const before = await anasRows();
    for (const other of [`${id}%00`, `${id}%20`, `${id}'--`, id.toUpperCase(), `{${id}}`, `${NOBODYS_ID},${id}`]) {
      for (const [method, action] of [
        ['GET', ''] as const,
        ['POST', '/read'] as const,
        ['POST', '/archive'] as const,
      ]) {
        const path =
          method === 'GET' ? `/api/v2/notifications/${other}` : `/api/v2/notifications/inbox/${other}${action}`;
        expect((await api.call(method, path, { token })).status).toBe(404);
      }
    }
    expect(await anasRows()).toEqual(before);
  });
});
