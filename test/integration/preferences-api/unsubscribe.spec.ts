import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_PREFERENCES, type Language } from '#contracts';
import { findPreferenceChanges, findPreferences, savePreferences } from '#database';
import { DirectoryService } from '#dispatch';
import { randomUUID } from 'node:crypto';
import { ApiFixture } from './api.fixture.js';

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('the unsubscribe link', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start();
  });
  afterAll(() => api.stop());

  const speak = (userId: string, language: Language) =>
    savePreferences(api.database, userId, { ...DEFAULT_PREFERENCES, language }, new Date());

  it('AC-05 opens a page without signing in, and that changes nothing', async () => {
    const answer = await api.call('GET', api.unsubscribePath({ userId: 'ana' }), { headers: HTML });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.text).toContain('<form method="post" class="choices">');
    expect((await findPreferences(api.database, 'ana')).version).toBe(0);
  });

  it.each([
    ['en', 'All emails about my orders'],
    ['es', 'Todos los correos sobre mis pedidos'],
    ['fr', 'Tous les e-mails sur mes commandes'],
  ] as const)('speaks the language of the customer: %s', async (language, words) => {
    await speak(`speaks-${language}`, language);
    const path = api.unsubscribePath({ userId: `speaks-${language}` });
    const { text } = await api.call('GET', path, { headers: HTML });
    expect(text).toContain(`<html lang="${language}">`);
    expect(text).toContain(words);
    const done = await api.call('POST', path, { headers: HTML });
    expect(done.text).toContain(`<html lang="${language}">`);
  });

  it('speaks the language of the browser where nobody named the customer’s, else English', async () => {
    const path = api.unsubscribePath({ userId: 'no-choice' });
    const french = await api.call('GET', path, { headers: { ...HTML, 'accept-language': 'fr' } });
    expect(french.text).toContain('<html lang="fr">');
    const german = await api.call('GET', path, { headers: { ...HTML, 'accept-language': 'de' } });
    expect(german.text).toContain('<html lang="en">');
  });

  it('shows a page that loads nothing from elsewhere, runs nothing and tells nobody where it is', async () => {
    const { text, headers } = await api.call('GET', api.unsubscribePath({ userId: 'ana' }), { headers: HTML });
    expect(headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(text).not.toMatch(/https?:|<script|src=/);
    const style = /<link rel="stylesheet" href="([^"]+)"/.exec(text)?.[1] ?? '';
    const sheet = await api.call('GET', style);
    expect(sheet.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(sheet.text).not.toMatch(/url\(|@import/);
  });

  it.each<[string, Parameters<ApiFixture['call']>[2]]>([
    ['a form, as mail clients do', { body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) }],
    ['multipart', { body: multipart() }],
    ['JSON', { json: { 'List-Unsubscribe': 'One-Click' } }],
    ['nothing', {}],
  ])('AC-05 one click with %s turns email off for all types, without sign-in or redirect', async (kind, options) => {
    const userId = `one-click ${kind}`;
    const answer = await api.call('POST', api.unsubscribePath({ userId, type: 'order_shipped' }), options);
    expect(answer).toMatchObject({ status: 200, body: { unsubscribed: true, channel: 'email', scope: 'all' } });
    const { preferences } = await findPreferences(api.database, userId);
    expect(preferences).toEqual({ ...DEFAULT_PREFERENCES, channels: { email: false, sms: false, in_app: true } });
  });

  it('AC-05 pressing it again changes nothing', async () => {
    const path = api.unsubscribePath({ userId: 'twice' });
    const first = await api.call('POST', path);
    const second = await api.call('POST', path);
    expect(second).toMatchObject({ status: 200, body: first.body });
    expect((await findPreferences(api.database, 'twice')).version).toBe(1);
  });

  it('keeps the rest of the preferences', async () => {
    await speak('keeps', 'fr');
    await api.call('POST', api.unsubscribePath({ userId: 'keeps' }));
    expect((await findPreferences(api.database, 'keeps')).preferences.language).toBe('fr');
  });

  it('answers a browser with a page', async () => {
    const answer = await api.call('POST', api.unsubscribePath({ userId: 'browser' }), { headers: HTML });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('You are unsubscribed');
  });

  it.each([
    ['type', { types: { order_shipped: { enabled: true, channels: ['sms', 'in_app'] } } }],
    ['all', { channels: { email: false, sms: false, in_app: true } }],
    ['everything', { globalEnabled: false }],
  ])('AC-05 the scope chosen on the page is what is turned off, however it is sent: %s', async (scope, changed) => {
    const form = new FormData();
    form.set('scope', scope);
    const ways: Parameters<ApiFixture['call']>[2][] = [
      { body: new URLSearchParams({ scope }) },
      { body: form },
      { json: { scope } },
    ];
    for (const [index, way] of ways.entries()) {
      const userId = `scope ${scope} ${index}`;
      const answer = await api.call('POST', api.unsubscribePath({ userId, type: 'order_shipped' }), way);
      expect(answer).toMatchObject({ status: 200, body: { unsubscribed: true, channel: 'email', scope } });
      expect((await findPreferences(api.database, userId)).preferences).toEqual({ ...DEFAULT_PREFERENCES, ...changed });
    }
  });

  it.each<[string, Parameters<ApiFixture['call']>[2]]>([
    ['a scope that there is not', { json: { scope: 'world' } }],
    ['a type that the link does not name', { json: { scope: 'type' } }],
    ['JSON that is no object', { json: ['type'] }],
    ['a body of some other kind', { body: 'scope=type', headers: { 'content-type': 'text/plain' } }],
  ])('AC-05 %s means the whole channel', async (what, options) => {
    const answer = await api.call('POST', api.unsubscribePath({ userId: `means ${what}` }), options);
    expect(answer).toMatchObject({ status: 200, body: { unsubscribed: true, scope: 'all' } });
  });

  it('AC-05 refuses multipart that cannot be read or holds more than a form does', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=y' };
    const file = new FormData();
    file.set('scope', new Blob(['x'.repeat(100_000)]), 'scope.txt');
    const long = new FormData();
    long.set('scope', 'x'.repeat(100_000));
    for (const options of [{ body: 'x', headers }, { body: file }, { body: long }]) {
      const { status } = await api.call('POST', api.unsubscribePath({ userId: 'multipart' }), options);
      expect([400, 413]).toContain(status);
    }
    expect((await findPreferences(api.database, 'multipart')).version).toBe(0);
  });

  it('AC-05 can be undone, once, and not over a later choice', async () => {
    const path = api.unsubscribePath({ userId: 'undo' });
    await api.call('POST', path);
    const undo = { json: { scope: 'all', undo: true, version: 1 } };
    expect((await api.call('POST', path, undo)).body).toEqual({ unsubscribed: false, channel: 'email', scope: 'all' });
    expect((await findPreferences(api.database, 'undo')).preferences).toEqual(DEFAULT_PREFERENCES);

    await api.call('POST', path);
    expect(await api.call('POST', path, undo)).toMatchObject({ status: 412, body: { code: 'version_mismatch' } });
    const page = await api.call('POST', path, {
      body: new URLSearchParams({ scope: 'all', undo: '1', version: '1' }),
      headers: HTML,
    });
    expect(page).toMatchObject({ status: 412, text: expect.stringContaining('changed elsewhere') });
    expect((await findPreferences(api.database, 'undo')).preferences.channels.email).toBe(false);
  });

  describe('N8 of a customer who was erased', () => {
    const erased = async (userId: string) => {
      const event = { type: 'customer.deleted', id: randomUUID(), time: new Date(), data: { userId } } as const;
      await api.app.get(DirectoryService, { strict: false }).apply([event]);
      return api.unsubscribePath({ userId, type: 'order_shipped' });
    };

    it('answers as any other, and writes nothing', async () => {
      const living = api.unsubscribePath({ userId: 'living', type: 'order_shipped' });
      const gone = await erased('gone');
      const ways: Parameters<ApiFixture['call']>[2][] = [
        { body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) },
        { json: { scope: 'type' } },
        { body: new URLSearchParams({ scope: 'everything' }) },
      ];
      for (const way of ways) {
        const [expected, answer] = [await api.call('POST', living, way), await api.call('POST', gone, way)];
        expect([answer.status, answer.body]).toEqual([expected.status, expected.body]);
      }
      const undo = { json: { scope: 'all', undo: true, version: 0 } };
      expect((await api.call('POST', gone, undo)).status).toBe(200);
      for (const table of ['notification_preferences', 'notification_type_preferences', 'preference_change']) {
        expect(await api.database.query(`SELECT 1 FROM ${table} WHERE user_id = 'gone'`)).toEqual([]);
      }
    });

    it('shows the pages that any other shows', async () => {
      const [living, gone] = [api.unsubscribePath({ userId: 'alive', type: 'order_shipped' }), await erased('dead')];
      for (const [method, body] of [['GET'], ['POST', new URLSearchParams({ scope: 'type' })]] as const) {
        const [expected, answer] = await Promise.all(
          [living, gone].map((path) => api.call(method, path, { headers: HTML, ...(body && { body }) })),
        );
        expect([answer?.status, withoutVersion(answer?.text)]).toEqual([200, withoutVersion(expected?.text)]);
      }
    });
  });

  it('F5 every change is on record: who, when, what, where', async () => {
    const path = api.unsubscribePath({ userId: 'recorded' });
    for (let times = 0; times < 2; times++) await api.call('POST', path);
    expect(await findPreferenceChanges(api.database, 'recorded', 10)).toEqual([
      {
        id: expect.any(String),
        userId: 'recorded',
        version: 1,
        actor: 'customer',
        source: 'unsubscribe_link',
        changes: [{ choice: 'channels.email', from: true, to: false }],
        at: expect.any(Date),
      },
    ]);
  });

  describe('that is not ours', () => {
    const bad = () => {
      const path = api.unsubscribePath({ userId: 'victim' });
      const base = path.slice(0, path.lastIndexOf('/') + 1);
      const token = path.slice(base.length);
      const flipped = token.slice(0, 30) + (token[30] === 'A' ? 'B' : 'A') + token.slice(31);
      return ['x', token.slice(0, -4), flipped, `${token}A`, 'A'.repeat(2_000)].map((other) => base + other);
    };

    it('gets one answer, whatever is wrong with it', async () => {
      for (const method of ['GET', 'POST']) {
        const pages = await Promise.all(bad().map((path) => api.call(method, path, { headers: HTML })));
        expect(new Set(pages.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
        expect(pages[0]).toMatchObject({ status: 404, text: expect.stringContaining('This link does not work') });
        const problems = await Promise.all(
          bad().map((path) => api.call(method, path, { headers: { accept: 'application/json' } })),
        );
        for (const { status, body } of problems)
          expect({ status, body }).toMatchObject({ status: 404, body: { code: 'not_found' } });
      }
      expect((await findPreferences(api.database, 'victim')).version).toBe(0);
    });

    it('is told so in a language of the browser', async () => {
      const { text } = await api.call('GET', bad()[0] ?? '', {
        headers: { ...HTML, 'accept-language': 'de, es;q=0.8' },
      });
      expect(text).toContain('<html lang="es">');
    });
  });
});

const withoutVersion = (page = '') => page.replace(/name="version" value="\d+"/, '');

function multipart(): FormData {
  const form = new FormData();
  form.set('List-Unsubscribe', 'One-Click');
  return form;
}
