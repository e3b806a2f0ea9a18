import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_PREFERENCES, type Language } from '#contracts';
import { findPreferences, savePreferences } from '#database';
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
    expect(answer.text).toContain('<form method="post">');
    expect((await findPreferences(api.database, 'ana')).version).toBe(0);
  });

  it.each([
    ['en', 'Stop these emails'],
    ['es', 'No quiero más correos'],
    ['fr', 'Arrêter ces e-mails'],
  ] as const)('speaks the language of the customer: %s', async (language, words) => {
    await speak(`speaks-${language}`, language);
    const path = api.unsubscribePath({ userId: `speaks-${language}` });
    const { text } = await api.call('GET', path, { headers: HTML });
    expect(text).toContain(`<html lang="${language}">`);
    expect(text).toContain(words);
    const done = await api.call('POST', path, { headers: HTML });
    expect(done.text).toContain(`<html lang="${language}">`);
  });

  it('speaks English where the customer chose no language', async () => {
    const { text } = await api.call('GET', api.unsubscribePath({ userId: 'no-choice' }), {
      headers: { ...HTML, 'accept-language': 'fr' },
    });
    expect(text).toContain('<html lang="en">');
  });

  it('shows a page that loads nothing, runs nothing and tells nobody where it is', async () => {
    const { text, headers } = await api.call('GET', api.unsubscribePath({ userId: 'ana' }), { headers: HTML });
    const style = /<style>(.*)<\/style>/s.exec(text)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(text).not.toMatch(/https?:|<script|src=/);
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

function multipart(): FormData {
  const form = new FormData();
  form.set('List-Unsubscribe', 'One-Click');
  return form;
}
