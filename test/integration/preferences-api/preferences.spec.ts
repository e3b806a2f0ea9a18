import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type NewQueueRow, START_WINDOW_MS, claimDue, upsertRecipients } from '#database';
import { DirectoryService } from '#dispatch';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { PreferencesService } from '../../../apps/preferences-api/src/preferences/preferences.service.js';
import { givenNotification } from '../../builders/notifications.js';
import { eventually } from '../../system/eventually.js';
import { type Answer, ApiFixture } from './api.fixture.js';

const PATH = '/api/v2/notifications/preferences';

const DEFAULTS = {
  globalEnabled: true,
  channels: { email: true, sms: false, in_app: true },
  types: {},
  quietHours: { enabled: true, start: '22:00', end: '08:00' },
  timeZone: null,
  language: null,
};

describe('preferences', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start();
  });
  afterAll(() => api.stop());

  const get = async (userId: string) => api.call('GET', PATH, { token: await api.token(userId) });
  const put = async (userId: string, json: unknown, headers: Record<string, string> = {}) =>
    api.call('PUT', PATH, { token: await api.token(userId), json, headers });
  const patch = async (userId: string, json: unknown, headers: Record<string, string> = {}) =>
    api.call('PATCH', PATH, {
      token: await api.token(userId),
      body: JSON.stringify(json),
      headers: { 'content-type': 'application/merge-patch+json', ...headers },
    });

  it('are the defaults, version 0, before the first change', async () => {
    const answer = await get('new');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).toBe('"0"');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toEqual({ ...DEFAULTS, updatedAt: null });
  });

  it('AC-01 each channel is switched on and off on its own', async () => {
    for (const channel of ['email', 'sms', 'in_app'] as const) {
      for (const on of [true, false]) {
        expect((await patch('switcher', { channels: { [channel]: on } })).status).toBe(200);
        expect((await get('switcher')).body).toMatchObject({ channels: { [channel]: on } });
      }
    }
    expect((await get('switcher')).body).toMatchObject({ channels: { email: false, sms: false, in_app: false } });
  });

  it('are replaced by PUT: what is left out goes back to its default', async () => {
    const types = { order_shipped: { enabled: true, channels: ['email', 'sms'] }, delivered: { enabled: false } };
    const first = await put('put', { globalEnabled: false, types, timeZone: 'Europe/Madrid', language: 'es' });
    expect(first.status).toBe(200);
    expect(first.headers.get('etag')).toBe('"1"');
    expect(first.body).toMatchObject({ globalEnabled: false, types, timeZone: 'Europe/Madrid', language: 'es' });
    expect(first.body).toEqual((await get('put')).body);

    const second = await put('put', { quietHours: { start: '23:00' } });
    expect(second.headers.get('etag')).toBe('"2"');
    expect((await get('put')).body).toEqual({
      ...DEFAULTS,
      quietHours: { enabled: true, start: '23:00', end: '08:00' },
      updatedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });

  it('can be put back as they were got', async () => {
    const { body } = await put('round-trip', { language: 'fr' });
    expect(await put('round-trip', body)).toMatchObject({ status: 200, body: { language: 'fr' } });
  });

  it('are merged by PATCH: null goes back to the default', async () => {
    await put('patch', { types: { delivered: { enabled: false } }, quietHours: { start: '21:00', end: '07:00' } });
    const change = { types: { delivered: null, order_shipped: { enabled: false } }, quietHours: { start: null } };
    expect((await patch('patch', change)).body).toMatchObject({
      types: { order_shipped: { enabled: false } },
      quietHours: { enabled: true, start: '22:00', end: '07:00' },
    });
    expect((await patch('patch', { types: null, quietHours: null, language: null })).body).toMatchObject(DEFAULTS);
    expect((await patch('patch', {})).headers.get('etag')).toBe('"4"');
  });

  it('are patched with application/json, too', async () => {
    const answer = await patch(
      'patch-json',
      { globalEnabled: false },
      { 'content-type': 'application/json; charset=utf-8' },
    );
    expect(answer).toMatchObject({ status: 200, body: { globalEnabled: false } });
  });

  it('of others stay untouched', async () => {
    await put('one', { globalEnabled: false });
    expect((await get('other')).body).toMatchObject({ globalEnabled: true });
  });

  describe('If-Match', () => {
    it('lets the first of two authors through and stops the second', async () => {
      expect((await put('if-match', { language: 'en' }, { 'if-match': '"0"' })).status).toBe(200);
      const late = await patch('if-match', { language: 'fr' }, { 'if-match': '"0"' });
      expect(late).toMatchObject({ status: 412, body: { code: 'version_mismatch' } });
      expect(late.headers.get('etag')).toBe('"1"');
      expect((await get('if-match')).body).toMatchObject({ language: 'en' });
      expect((await patch('if-match', { language: 'fr' }, { 'if-match': '"1"' })).status).toBe(200);
    });

    it('lets exactly one of many first changes through', async () => {
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => put('race', { language: 'en' }, { 'if-match': '"0"' })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412]);
    });

    it('is refused when malformed', async () => {
      expect(await put('if-match', {}, { 'if-match': '1' })).toMatchObject({
        status: 400,
        body: { code: 'malformed_if_match' },
      });
    });
  });

  describe('that are not valid change nothing', () => {
    it.each<[string, unknown, string[]]>([
      ['a time that does not exist', { quietHours: { start: '25:00' } }, ['quietHours.start']],
      ['a zone that does not exist', { timeZone: 'Mars/Olympus' }, ['timeZone']],
      ['a language we do not write', { language: 'pt' }, ['language']],
      ['unknown fields', { colour: 'red', channels: { push: true } }, ['channels.push', 'colour']],
      ['an unknown type', { types: { order_lost: { enabled: true } } }, ['types.order_lost']],
      ['several faults', { globalEnabled: 'yes', language: 7 }, ['globalEnabled', 'language']],
      ['no object', [1], ['']],
      ['null', null, ['']],
      ['a field called __proto__', JSON.parse('{"__proto__":{"globalEnabled":false}}'), ['__proto__']],
    ])('%s', async (_, document, fields) => {
      const faults = ({ body }: Answer) =>
        (body as { errors: { field: string }[] }).errors.map(({ field }) => field).sort();
      const patched = await patch('invalid', document);
      expect(patched.status).toBe(422);
      expect(faults(patched)).toEqual(fields);
      // Nest drops __proto__ from a body before the schema sees it; a merge patch is read by us.
      if (fields.includes('__proto__')) return;
      const replaced = await put('invalid', document);
      expect(replaced).toMatchObject({ status: 422, body: { code: 'invalid_request' } });
      expect(faults(replaced)).toEqual(fields);
      expect((await get('invalid')).headers.get('etag')).toBe('"0"');
    });

    it('a request without a body', async () => {
      const token = await api.token('invalid');
      for (const method of ['PUT', 'PATCH']) {
        const empty = { token, body: '', headers: { 'content-type': 'application/json' } };
        expect(await api.call(method, PATH, empty)).toMatchObject({ status: 422, body: { errors: [{ field: '' }] } });
        expect(await api.call(method, PATH, { token })).toMatchObject({ status: 415 });
      }
    });

    it('another media type', async () => {
      const token = await api.token('invalid');
      const xml = { token, body: '<on/>', headers: { 'content-type': 'application/xml' } };
      const answer = await api.call('PATCH', PATH, xml);
      expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
      expect(answer.headers.get('accept-patch')).toBe('application/merge-patch+json, application/json');
      const mergePatch = { token, body: '{}', headers: { 'content-type': 'application/merge-patch+json' } };
      expect((await api.call('PUT', PATH, mergePatch)).status).toBe(415);
    });
  });

  describe('consent to SMS', () => {
    const consents = (userId: string) =>
      api.database.query(
        `SELECT action, address_hash, source, text_version FROM consent_event WHERE user_id = $1 ORDER BY at, id`,
        [userId],
      );

    it('is given by switching SMS on, for the number known, and taken by switching it off', async () => {
      const phoneHash = Buffer.alloc(32, 7);
      const recipient = { userId: 'consent', contactSealed: null, emailHash: null, phoneHash, language: null };
      const entry = { ...recipient, timeZone: null, country: null, eventTime: new Date(), deletedAt: null };
      await upsertRecipients(api.database, [entry], new Date());
      await patch('consent', { channels: { sms: true } });
      await patch('consent', { channels: { sms: true }, language: 'es' });
      await put('consent', {});
      expect(await consents('consent')).toEqual([
        { action: 'granted', address_hash: phoneHash, source: 'preferences_api', text_version: null },
        { action: 'revoked', address_hash: phoneHash, source: 'preferences_api', text_version: null },
      ]);
    });

    it('is given for the next number where none is known', async () => {
      await patch('consent-next', { channels: { sms: true } });
      expect(await consents('consent-next')).toMatchObject([{ action: 'granted', address_hash: null }]);
    });

    it('N8 has to be given anew for another number, by whoever says so: not by a change of something else', async () => {
      const numbered = (hash: number, at: number) => ({
        ...{ userId: 'consent-anew', contactSealed: null, emailHash: null, phoneHash: Buffer.alloc(32, hash) },
        ...{ language: null, timeZone: null, country: null, eventTime: new Date(at), deletedAt: null },
      });
      await upsertRecipients(api.database, [numbered(1, 1_000)], new Date());
      await patch('consent-anew', { channels: { sms: true } });
      await upsertRecipients(api.database, [numbered(2, 2_000)], new Date());
      await patch('consent-anew', { language: 'es' });
      await patch('consent-anew', { channels: { email: false } });
      await put('consent-anew', { channels: { sms: true } });
      expect(await consents('consent-anew')).toHaveLength(1);
      await patch('consent-anew', { channels: { sms: true } });
      await patch('consent-anew', { channels: { sms: true } });
      expect(await consents('consent-anew')).toMatchObject([
        { action: 'granted', address_hash: Buffer.alloc(32, 1) },
        { action: 'granted', address_hash: Buffer.alloc(32, 2) },
      ]);
    });

    it('is not recorded for a change that was refused', async () => {
      await patch('consent-refused', { channels: { sms: true }, language: 'pt' });
      await patch('consent-refused', { channels: { sms: true } }, { 'if-match': '"9"' });
      expect(await consents('consent-refused')).toEqual([]);
    });
  });

  describe('N8 of a customer who was erased', () => {
    const tables = ['notification_preferences', 'notification_type_preferences', 'preference_change', 'consent_event'];

    const rowsOf = async (userId: string) => {
      const counts = tables.map((table) =>
        api.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE user_id = $1`, [userId]),
      );
      return (await Promise.all(counts)).map(([row]) => row?.n);
    };

    const tell = (type: 'customer.upserted' | 'customer.deleted', userId: string, time = new Date()) =>
      api.app.get(DirectoryService, { strict: false }).apply([{ type, id: randomUUID(), time, data: { userId } }]);

    it('are not there, and are not written', async () => {
      await put('erased', { language: 'es', types: { delivered: { enabled: false } } });
      await tell('customer.deleted', 'erased');
      const wish = { channels: { email: false, sms: true, in_app: true }, types: { delivered: { enabled: false } } };
      for (const answer of [await get('erased'), await put('erased', wish), await patch('erased', wish)]) {
        expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
        expect(answer.headers.get('etag')).toBeNull();
      }
      expect(await rowsOf('erased')).toEqual([0, 0, 0, 0]);
    });

    it('are there again once the customer comes back', async () => {
      await tell('customer.deleted', 'back', new Date(Date.now() - 10_000));
      await tell('customer.upserted', 'back');
      expect(await put('back', { language: 'fr' })).toMatchObject({ status: 200, body: { language: 'fr' } });
    });

    it('are gone also where a change of them was under way, of a customer nobody had told us about', async () => {
      let erasure = Promise.resolve();
      await api.database.transaction(async (sql) => {
        const service = api.app.get(PreferencesService, { strict: false });
        await service.changeWithin(sql, 'under-way', 'preferences_api', (stored) => stored.preferences);
        erasure = tell('customer.deleted', 'under-way');
        await delay(200);
      });
      await erasure;
      expect(await rowsOf('under-way')).toEqual([0, 0, 0, 0]);
    });
  });

  it('are acknowledged only when a send under way can no longer start', async () => {
    const timed = async (userId: string) => {
      const startedAt = performance.now();
      expect((await patch(userId, { globalEnabled: false })).status).toBe(200);
      return performance.now() - startedAt;
    };
    await givenNotification(api.database, { userId: 'waiting', queue: {} });
    expect(await timed('waiting')).toBeLessThan(START_WINDOW_MS);
    const now = new Date();
    await claimDue(api.database, 'email', 10, now, new Date(now.getTime() + 60_000));
    expect(await timed('waiting')).toBeGreaterThanOrEqual(START_WINDOW_MS - 1);
  });

  describe('when they change', () => {
    const inTheMorning = () => new Date(Date.now() + 8 * 3_600_000);
    const isDue = async ({ id }: { id: string }) => {
      const [row] = await api.database.query<{ due: boolean }>(
        `SELECT due_at <= now() AS due FROM delivery_queue WHERE id = $1`,
        [id],
      );
      return row?.due;
    };
    const aText = (userId: string, queue: Partial<NewQueueRow>) =>
      givenNotification(api.database, { userId, channel: 'sms', queue });

    it('AC-04 texts that wait for the morning are looked at again, retries and those of others are not', async () => {
      const dueAt = inTheMorning();
      const waiting = await aText('moves', { dueAt, waitReason: 'quiet_hours' });
      const retry = await aText('moves', { dueAt });
      const other = await aText('stays', { dueAt, waitReason: 'quiet_hours' });
      expect((await patch('moves', { timeZone: 'Asia/Tokyo' })).status).toBe(200);
      expect([await isDue(waiting), await isDue(retry), await isDue(other)]).toEqual([true, false, false]);
    });

    it('AC-04 so are those that a worker lets wait by what was stored when it claimed them', async () => {
      const text = await aText('moves-meanwhile', {});
      const now = new Date();
      await claimDue(api.database, 'sms', 10, now, new Date(now.getTime() + 60_000));
      const answer = patch('moves-meanwhile', { timeZone: 'Asia/Tokyo' });
      await eventually(async () => expect((await get('moves-meanwhile')).headers.get('etag')).toBe('"1"'));
      await api.database.query(
        `UPDATE delivery_queue SET state = 'pending', wait_reason = 'quiet_hours', due_at = $2 WHERE id = $1`,
        [text.id, inTheMorning()],
      );
      expect((await answer).status).toBe(200);
      expect(await isDue(text)).toBe(true);
    });
  });
});
