import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_PREFERENCES, ORDER_DATA_EXAMPLES } from '#contracts';
import { findPreferenceChanges, findPreferences } from '#database';
import { DirectoryService } from '#dispatch';
import { InvalidTokenError, PreferencePageTokens, keyringSchema } from '#privacy';
import { PreferencePageService } from '../../../apps/preferences-api/src/preference-page/preference-page.service.js';
import { readForm } from '../../../apps/preferences-api/src/preference-page/preference-form.js';
import { CONSENT_TEXT_VERSION } from '../../../apps/preferences-api/src/preference-page/preference-page.wording.js';
import { developmentSettings } from '../../../infra/development-settings.js';
import { ApiFixture } from './api.fixture.js';

const tokens = new PreferencePageTokens(keyringSchema.parse(developmentSettings()['TOKEN_KEYRING']));
const pathOf = (userId: string) => `/preferences/${tokens.issue({ userId, issuedAt: new Date() })}`;

/** What the page sends where nothing was changed. */
const untouched = (version: number) => {
  const on = ['globalEnabled', 'channels.email', 'channels.in_app', 'quietHours.enabled'];
  return new URLSearchParams({
    version: String(version),
    ...Object.fromEntries(on.map((name) => [name, 'on'])),
    'quietHours.start': '22:00',
    'quietHours.end': '08:00',
    timeZone: '',
    language: '',
  });
};

const without = (form: URLSearchParams, name: string) => {
  form.delete(name);
  return form;
};

describe('the preference page', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start();
  });
  afterAll(() => api.stop());

  const stored = async (userId: string) => findPreferences(api.database, userId);

  const tell = (event: object) =>
    api.app
      .get(DirectoryService, { strict: false })
      .apply([{ id: randomUUID(), time: new Date(), ...event } as Parameters<DirectoryService['apply']>[0][number]]);

  it('F3 opens without signing in, changes nothing, and loads nothing from elsewhere', async () => {
    const { status, text, headers } = await api.call('GET', pathOf('opens'));
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('set-cookie')).toBeNull();
    expect(text).not.toMatch(/https?:|style=| on\w+=/);
    expect((await stored('opens')).version).toBe(0);
  });

  it('F3 saves, and records who changed what, when and where', async () => {
    const answer = await api.call('POST', pathOf('saves'), { body: without(untouched(0), 'channels.email') });
    expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('Your choices are saved') });
    const { preferences, version } = await stored('saves');
    expect(version).toBe(1);
    expect(preferences.channels).toEqual({ email: false, sms: false, in_app: true });
    expect(await findPreferenceChanges(api.database, 'saves', 10)).toMatchObject([
      { version: 1, actor: 'customer', source: 'preference_page' },
    ]);
  });

  it('N8 keeps nobody from the switches whose key cannot be read', async () => {
    // Not by the app itself, which would remember the key for some seconds.
    const wrapped = Buffer.from('not a key');
    const damaged = await api.database.query(
      `INSERT INTO vault.recipient_key (user_id, wrapped_key, created_at) VALUES ('locked', $1, now()) RETURNING 1`,
      [wrapped],
    );
    expect(damaged).toHaveLength(1);
    expect((await api.call('GET', pathOf('locked'))).status).toBe(200);
    const answer = await api.call('POST', pathOf('locked'), { body: without(untouched(0), 'channels.email') });
    expect(answer.status).toBe(200);
    expect((await stored('locked')).preferences.channels.email).toBe(false);
  });

  it('F3 refuses a form made from older preferences, shows both, and takes it when it is sent again', async () => {
    const path = pathOf('two-tabs');
    const first = without(untouched(0), 'channels.email');
    await api.call('POST', path, { body: first });
    const second = without(untouched(0), 'channels.in_app');
    const refused = await api.call('POST', path, { body: second });
    expect(refused).toMatchObject({
      status: 409,
      text: expect.stringContaining('your choices were changed elsewhere'),
    });
    expect(refused.text).toContain('name="version" value="1"');
    expect((await stored('two-tabs')).version).toBe(1);
    // The same form once more is no conflict: it says what is stored.
    expect((await api.call('POST', path, { body: first })).status).toBe(200);
    expect((await stored('two-tabs')).version).toBe(1);
  });

  it.each([
    ['quietHours.start', '25:00'],
    ['quietHours.end', ''],
    ['timeZone', 'Mars/Olympus'],
    ['language', 'de'],
  ])('F3 marks %s when it is %j, and keeps the rest as entered', async (name, value) => {
    const form = without(untouched(0), 'channels.email');
    form.set(name, value);
    const { status, text } = await api.call('POST', pathOf('invalid'), { body: form });
    expect(status).toBe(422);
    expect(text).toContain(`id="${name.replace('.', '-')}-fault"`);
    expect(text).toContain('Not saved yet');
    expect((await stored('invalid')).version).toBe(0);
  });

  it.each<[string, URLSearchParams]>([
    ['nothing', new URLSearchParams()],
    ['no version', without(untouched(0), 'version')],
    ['half a form', without(untouched(0), 'language')],
    ['a field twice', new URLSearchParams(`${untouched(0).toString()}&language=fr`)],
    ['a field of a book’s length', new URLSearchParams(`${untouched(0).toString()}&channels.sms=${'x'.repeat(5_000)}`)],
  ])('F3 takes no form that is not its own: %s', async (_, body) => {
    expect(await api.call('POST', pathOf('forged'), { body })).toMatchObject({
      status: 422,
      body: { code: 'invalid_request' },
    });
    expect((await stored('forged')).version).toBe(0);
  });

  it('N7 takes nothing from another web site, whatever its address became known to', async () => {
    for (const site of ['cross-site', 'same-site', 'none']) {
      const headers = { 'sec-fetch-site': site };
      const answer = await api.call('POST', pathOf('other-site'), { body: untouched(0), headers });
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    }
    const headers = { 'sec-fetch-site': 'same-origin' };
    expect((await api.call('POST', pathOf('other-site'), { body: untouched(0), headers })).status).toBe(200);
    expect((await api.call('POST', pathOf('other-site'), { json: {} })).status).toBe(415);
  });

  it('N6 shows contacts masked, and nothing of a customer that could be markup', async () => {
    const data = {
      userId: 'masked',
      email: '<b>@example.com',
      phone: '+14155550123',
      name: '<script>',
      language: 'fr',
    };
    await tell({ type: 'customer.upserted', data });
    const { text } = await api.call('GET', pathOf('masked'));
    expect(text).toContain('&lt;•••@example.com');
    expect(text).toContain('••• 0123');
    expect(text).not.toMatch(/<b>@|4155550123|<script>/);
    expect(text).toContain('<html lang="fr">');
  });

  describe('F3 of a customer whom only order events know', () => {
    const order = async (userId: string, recipient: object) =>
      api.call('POST', '/api/v2/notifications', {
        token: await api.token('shop', 'notifications:service'),
        headers: { 'idempotency-key': randomUUID() },
        json: {
          type: 'order.shipped',
          data: { ...ORDER_DATA_EXAMPLES.order_shipped, orderId: randomUUID(), userId, recipient },
        },
      });

    it('shows what they say, the newest first', async () => {
      const userId = 'by-event';
      const [old, added] = [
        { email: 'old@example.com', phone: '+14155550111', timeZone: 'America/Chicago', language: 'en' },
        { email: 'ana@example.com', timeZone: 'America/Los_Angeles', language: 'es' },
      ];
      for (const recipient of [old, added, {}]) expect((await order(userId, recipient)).status).toBe(202);
      const { text } = await api.call('GET', pathOf(userId));
      expect(text).toContain('a•••@example.com');
      expect(text).toContain('••• 0111');
      expect(text).toContain('<b data-slot="city">Los Ángeles</b>');
      expect(text).toContain('<html lang="es">');
      expect(text).not.toContain('Todavía no tenemos');
    });

    it('shows what the directory says where it says something', async () => {
      const userId = 'by-both';
      await order(userId, { email: 'other@example.com', phone: '+14155550111', timeZone: 'America/Chicago' });
      await tell({ type: 'customer.upserted', data: { userId, email: 'ana@example.com', timeZone: 'Europe/Madrid' } });
      const { text } = await api.call('GET', pathOf(userId));
      expect(text).toContain('a•••@example.com');
      expect(text).toContain('••• 0111');
      expect(text).toContain('<b data-slot="city">Madrid</b>');
    });
  });

  describe('F3 of a customer whose zone nobody names', () => {
    const customerAt = async (phone: string, language: string) => {
      const userId = randomUUID();
      await tell({ type: 'customer.upserted', data: { userId, phone, language } });
      const token = await api.token(userId);
      await api.call('PUT', '/api/v2/notifications/preferences', { token, json: { channels: { sms: true } } });
      return userId;
    };
    const outcomeOf = (text: string) =>
      [...text.matchAll(/<p data-outcome="(\w+)" *>([^]*?)<\/p>/g)].map(([, name, markup]) => [
        name,
        markup?.replaceAll(/<[^>]+>/g, '').trim(),
      ]);

    it.each([
      ['en', /^We do not know your time zone, so texts may wait longer than from 22:00 until 08:00: .*choose yours/],
      ['es', /^No conocemos su zona horaria, .*más que de 22:00 a 08:00: .*Elija la suya/],
      ['fr', /^Nous ne connaissons pas votre fuseau horaire\u00a0: .*que de 22:00 à 08:00, .*choisir le vôtre/],
    ])('names none where the number goes with several: %s', async (language, sentence) => {
      const { text } = await api.call('GET', pathOf(await customerAt('+14155550123', language)));
      expect(outcomeOf(text)).toEqual([['severalZones', expect.stringMatching(sentence)]]);
      const [automatic] = /<option value=""[^]*?<\/option>/.exec(text) ?? [];
      expect(automatic).toMatch(/selected[^]*>Autom[a-zá]+<\/option>/);
      // The history is in one of them, and says in which.
      expect(text).toMatch(/<time [^>]+>[^<]+(ES?D?T|GMT[+-]\d|UTC[−-]\d)<\/time>/);
    });

    it('names the one that several have the time of', async () => {
      const { text } = await api.call('GET', pathOf(await customerAt('+4930123456', 'en')));
      expect(outcomeOf(text)).toEqual([['active', expect.stringContaining('Berlin time')]]);
      expect(text).toContain('Automatic (Berlin)');
    });
  });

  it('N8 records which words were agreed to here, and none for what was agreed to elsewhere', async () => {
    const wordingOf = async (userId: string) =>
      (
        await api.database.query<{ version: string | null }>(
          `SELECT text_version AS version FROM consent_event WHERE user_id = $1 ORDER BY at, id`,
          [userId],
        )
      ).map(({ version }) => version);
    const form = untouched(0);
    form.set('channels.sms', 'on');
    await api.call('POST', pathOf('agrees-here'), { body: form });
    expect(await wordingOf('agrees-here')).toEqual([CONSENT_TEXT_VERSION]);

    for (const method of ['PUT', 'PATCH']) {
      const userId = `agrees-by-${method}`;
      const token = await api.token(userId);
      await api.call(method, '/api/v2/notifications/preferences', { token, json: { channels: { sms: true } } });
      expect(await wordingOf(userId)).toEqual([null]);
    }
  });

  it('N7 gives one answer to every link that is not ours, an unsubscribe link and an erased customer’s included', async () => {
    await tell({ type: 'customer.upserted', data: { userId: 'erased' } });
    await tell({ type: 'customer.deleted', data: { userId: 'erased' } });
    const token = pathOf('victim').split('/').at(-1) ?? '';
    const unsubscribe = api.unsubscribePath({ userId: 'victim' }).split('/').at(-1) ?? '';
    const bad = ['x', token.slice(0, -4), `${token}A`, 'A'.repeat(2_000), unsubscribe].map(
      (each) => `/preferences/${each}`,
    );
    const paths = [...bad, pathOf('erased')];
    for (const options of [undefined, { body: untouched(0) }]) {
      const method = options === undefined ? 'GET' : 'POST';
      const answers = await Promise.all(paths.map((path) => api.call(method, path, options)));
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      expect(answers[0]).toMatchObject({ status: 404, text: expect.stringContaining('This link does not work') });
    }
    const submitting = api.app
      .get(PreferencePageService, { strict: false })
      .submit(pathOf('erased').split('/').at(-1) ?? '', readForm(Object.fromEntries(untouched(0))));
    await expect(submitting).rejects.toThrow(InvalidTokenError);
    expect((await stored('victim')).version).toBe(0);
    expect(await api.call('GET', `/api/v2/notifications/unsubscribe/${token}`)).toMatchObject({ status: 404 });
  });

  it('F3 keeps what the page cannot show: an entry of a type stays as it was made', async () => {
    const token = await api.token('entries');
    const types = { delivered: { enabled: false, channels: ['email'] } };
    await api.call('PUT', '/api/v2/notifications/preferences', { token, json: { types } });
    const form = untouched(1);
    form.set('language', 'es');
    await api.call('POST', pathOf('entries'), { body: form });
    const { preferences } = await stored('entries');
    expect(preferences.types.delivered).toEqual({ enabled: false, channels: ['email'] });
    expect(preferences).toMatchObject({ ...DEFAULT_PREFERENCES, language: 'es', types: expect.anything() });
  });

  it('F6 serves its style and its script, and no other file', async () => {
    for (const name of ['pages.css', 'preference-page.js']) {
      const answer = await api.call('GET', `/preferences/assets/${name}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=3600');
    }
    for (const name of ['other.js', '..%2f..%2fpackage.json', 'constructor']) {
      expect((await api.call('GET', `/preferences/assets/${name}`)).status).toBe(404);
    }
  });
});
