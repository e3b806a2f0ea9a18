import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NotificationDocument } from '#contracts';
import { Database, type NewNotification, findReporting, upsertRecipients } from '#database';
import { Keyring, type OpenClaims, OpenTokens, keyringSchema } from '#privacy';
import { developmentSettings } from '../../../infra/development-settings.js';
import { givenNotification } from '../../builders/notifications.js';
import { eventually } from '../../system/eventually.js';
import { TestClock } from '../../system/test-clock.js';
import { ApiFixture } from './api.fixture.js';
import { WebhookSender, aSendgridEvent } from './webhook-sender.js';

const PERSON = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)';
const APPLE = 'Mozilla/5.0';
/** Longer than one fetch counts for. */
const LATER = 10_000;
const UNKNOWN = '0199aaaa-0000-7000-8000-000000000001';

const tokens = new OpenTokens(keyringSchema.parse(developmentSettings()['TOKEN_KEYRING']));
const foreign = new OpenTokens(new Keyring('dev', [['dev', Buffer.alloc(32, 7)]]));
const pathOf = (claims: OpenClaims, by = tokens) => `/api/v2/track/email/${by.issue(claims)}`;

describe('F5 opens and clicks of emails', () => {
  const clock = new TestClock();
  let api: ApiFixture;
  let webhooks: WebhookSender;
  beforeAll(async () => {
    api = await ApiFixture.start({}, { clock });
    webhooks = new WebhookSender(api);
  }, 30_000);
  afterAll(() => api.stop());

  const sql = <T>(text: string, parameters: unknown[] = []) => api.database.query<T>(text, parameters);

  /** An email that SendGrid took. Each test that counts has a type of its own. */
  const anEmail = (overrides: Partial<NewNotification> = {}) =>
    givenNotification(api.database, { createdAt: clock.now(), status: 'sent', ...overrides });

  async function anotherReplica(): Promise<ApiFixture> {
    const replica = await ApiFixture.over(api.databaseUrl, { clock });
    await replica.app.get(Database).open();
    return replica;
  }

  /** Without it, a test could begin at the end of one window and end in the next. */
  const atStartOfWindow = () => clock.advance(LATER - (clock.now().getTime() % LATER));

  const fetchPixel = (path: string, userAgent = PERSON, method = 'GET') =>
    fetch(api.url + path, { method, headers: { 'user-agent': userAgent } });

  async function documentOf({ id }: { id: string }): Promise<NotificationDocument> {
    const token = await api.token('desk', 'notifications:support');
    return (await api.call('GET', `/api/v2/notifications/${id}`, { token })).body as NotificationDocument;
  }

  async function countsOf(type: string): Promise<Record<string, number>> {
    const rows = await sql<{ name: string; amount: string }>(
      `SELECT label || ' ' || detail AS name, sum(amount) AS amount FROM delivery_figure
        WHERE kind = 'engagement' AND channel = 'email' AND notification_type = $1 AND language = 'en' GROUP BY 1`,
      [type],
    );
    return Object.fromEntries(rows.map(({ name, amount }) => [name, Number(amount)]));
  }

  const untilCounted = (type: string, counts: Record<string, number>) =>
    eventually(async () => expect(await countsOf(type)).toEqual(counts));

  async function effectsOf(): Promise<Record<string, number>> {
    const { text } = await api.call('GET', '/metrics');
    const lines = [...text.matchAll(/^notification_pixel_fetches_total\{[^}]*effect="(\w+)"[^}]*\} (\d+)$/gm)];
    return Object.fromEntries(lines.map(([, effect = '', count]) => [effect, Number(count)] as const));
  }

  it.each<[string, string]>([
    ['a token that is none', '/api/v2/track/email/nonsense'],
    ['a token that cannot be decoded', '/api/v2/track/email/%E0%A4%A'],
    ['a token that somebody made up', pathOf({ notificationId: UNKNOWN, attempt: 1 }, foreign)],
    ['a token of nothing that we know', pathOf({ notificationId: UNKNOWN, attempt: 1 })],
    ['far too long a token', `/api/v2/track/email/${'A'.repeat(10_000)}`],
  ])('answers with the same picture for %s', async (_, path) => {
    const email = await anEmail();
    const [given, known] = [await fetchPixel(path), await fetchPixel(pathOf({ notificationId: email.id, attempt: 1 }))];
    expect(await given.arrayBuffer()).toEqual(await known.arrayBuffer());
    for (const { status, headers } of [given, known]) {
      expect(status).toBe(200);
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-type': 'image/gif',
        'content-length': '42',
        'cache-control': 'no-store',
        'cross-origin-resource-policy': 'cross-origin',
      });
      expect(headers.has('etag')).toBe(false);
      expect(headers.has('ratelimit')).toBe(false);
    }
    expect([...given.headers.keys()].sort()).toEqual([...known.headers.keys()].sort());
  });

  it('a fetch by a person opens the email, which is delivered then; more of them count, and do not open it again', async () => {
    const email = await anEmail({ type: 'order_confirmed' });
    const path = pathOf({ notificationId: email.id, attempt: 1 });
    await fetchPixel(path);
    await untilCounted('order_confirmed', { 'open person': 1, 'first_open person': 1 });
    const first = await documentOf(email);
    expect(first).toMatchObject({ status: 'delivered', openedAt: expect.any(String) });
    expect(first.deliveredAt).toBe(first.openedAt);

    clock.advance(LATER);
    await fetchPixel(path);
    await untilCounted('order_confirmed', { 'open person': 2, 'first_open person': 1 });
    expect(await documentOf(email)).toMatchObject({ openedAt: first.openedAt });
  });

  it('a fetch by a machine says that the email arrived, and counts apart', async () => {
    const email = await anEmail({ type: 'payment_processed' });
    const path = pathOf({ notificationId: email.id, attempt: 1 });
    await fetchPixel(path, APPLE);
    await untilCounted('payment_processed', { 'open machine': 1, 'first_open machine': 1 });
    expect(await documentOf(email)).toMatchObject({ status: 'delivered', openedAt: null });

    // Moments later by a person: that is another reader, and no repeat.
    await fetchPixel(path);
    await untilCounted('payment_processed', {
      'open machine': 1,
      'first_open machine': 1,
      'open person': 1,
      'first_open person': 1,
    });
    expect((await documentOf(email)).openedAt).not.toBeNull();
  });

  it('however often a picture is fetched, it is written once in ten seconds', async () => {
    const email = await anEmail({ type: 'out_for_delivery' });
    const before = await effectsOf();
    atStartOfWindow();
    const path = pathOf({ notificationId: email.id, attempt: 1 });
    await Promise.all(Array.from({ length: 200 }, () => fetchPixel(path)));
    await untilCounted('out_for_delivery', { 'open person': 1, 'first_open person': 1 });
    const after = await effectsOf();
    expect((after['recorded'] ?? 0) - (before['recorded'] ?? 0)).toBe(1);
    expect((after['repeated'] ?? 0) - (before['repeated'] ?? 0)).toBe(199);
    const keys = await sql(`SELECT 1 FROM webhook_inbox WHERE provider = 'pixel' AND dedupe_key LIKE $1`, [
      `${email.id}%`,
    ]);
    expect(keys).toHaveLength(1);
  });

  it('two replicas count a fetch of both once', async () => {
    const email = await anEmail({ type: 'refund_initiated' });
    const other = await anotherReplica();
    atStartOfWindow();
    try {
      const path = pathOf({ notificationId: email.id, attempt: 1 });
      await Promise.all([api, other].map(({ url }) => fetch(url + path, { headers: { 'user-agent': PERSON } })));
    } finally {
      // Waits for what it records.
      await other.stop();
    }
    await untilCounted('refund_initiated', { 'open person': 1, 'first_open person': 1 });
  });

  it('HEAD, another channel’s notification and that of an erased customer count nothing', async () => {
    const type = 'refund_completed';
    const [email, text, erased] = [
      await anEmail({ type }),
      await anEmail({ type, channel: 'sms' }),
      await anEmail({ type }),
    ];
    const tombstone = { userId: erased.userId, eventTime: clock.now(), deletedAt: clock.now() };
    const nothing = {
      contactSealed: null,
      emailHash: null,
      phoneHash: null,
      language: null,
      timeZone: null,
      country: null,
    };
    await upsertRecipients(api.database, [{ ...nothing, ...tombstone }], clock.now());

    const head = await fetchPixel(pathOf({ notificationId: email.id, attempt: 1 }), PERSON, 'HEAD');
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '42', '']);
    const before = await effectsOf();
    for (const { id } of [text, erased]) await fetchPixel(pathOf({ notificationId: id, attempt: 1 }));
    await eventually(async () => {
      expect((await effectsOf())['recorded']).toBe((before['recorded'] ?? 0) + 2);
    });
    await webhooks.sendgrid(aSendgridEvent('open', erased), aSendgridEvent('click', erased));

    expect(await countsOf(type)).toEqual({});
    for (const one of [email, text, erased])
      expect(await documentOf(one)).toMatchObject({ status: 'sent', openedAt: null });
  });

  it('SendGrid’s events count the same, once each, in any order; a click opens, and is told', async () => {
    const email = await anEmail({ type: 'delivered' });
    const useragent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
    const click = aSendgridEvent('click', email, { useragent, url: 'https://ups.example/track' });
    const opens = [
      aSendgridEvent('open', email, { useragent, sg_machine_open: false }),
      aSendgridEvent('open', email, { useragent: APPLE, sg_machine_open: true }),
      aSendgridEvent('click', email, { useragent: 'Barracuda Sentinel (EE)' }),
    ];
    await webhooks.sendgrid(click, click);
    await webhooks.sendgrid(...opens.toReversed(), click);
    await webhooks.sendgrid(...opens, aSendgridEvent('click', email, { useragent }));

    expect(await countsOf('delivered')).toEqual({
      'open person': 1,
      'open machine': 1,
      'click person': 2,
      'click machine': 1,
      'first_open person': 1,
      'first_open machine': 1,
      'first_click person': 1,
    });
    const { openedAt, timeline } = await documentOf(email);
    expect(openedAt).not.toBeNull();
    expect(timeline.map(({ event }) => event)).toContain('clicked');
  });

  it('two replicas that hear of one email at once count one first open', async () => {
    const email = await anEmail({ type: 'delivery_failed' });
    const events = Array.from({ length: 20 }, () => aSendgridEvent('open', email));
    const other = await anotherReplica();
    try {
      const another = new WebhookSender(other);
      await Promise.all(events.map((event, index) => (index % 2 === 0 ? webhooks : another).sendgrid(event)));
    } finally {
      await other.stop();
    }
    expect(await countsOf('delivery_failed')).toEqual({ 'open person': 20, 'first_open person': 1 });
  });

  it('AC-17 a picture that is fetched does not pass for a report of SendGrid’s', async () => {
    atStartOfWindow();
    const since = clock.now();
    const reporting = () => findReporting(api.database, ['sendgrid', 'twilio'], since);
    const email = await anEmail();
    await fetchPixel(pathOf({ notificationId: email.id, attempt: 1 }));
    await eventually(async () => expect(await documentOf(email)).toMatchObject({ status: 'delivered' }));
    expect([...(await reporting())]).toEqual([]);
    await webhooks.sendgrid(aSendgridEvent('delivered', email));
    expect([...(await reporting())]).toEqual(['sendgrid']);
  });

  it('as many are counted as first as the log has times of', async () => {
    const [row] = await sql<Record<string, string>>(
      `SELECT count(opened_at) AS "first_open person", count(machine_opened_at) AS "first_open machine",
              count(clicked_at) AS "first_click person" FROM notification_log`,
    );
    const counted = await sql<{ name: string; amount: string }>(
      `SELECT label || ' ' || detail AS name, sum(amount)::text AS amount FROM delivery_figure
        WHERE kind = 'engagement' AND label LIKE 'first%' GROUP BY 1`,
    );
    await eventually(() => expect(Object.fromEntries(counted.map(({ name, amount }) => [name, amount]))).toEqual(row));
  });
});

describe.each(['off', 'sendgrid'])('F5 where opens are counted by %s', (setting) => {
  it('a picture in an email from before is shown, and nothing is recorded', async () => {
    const api = await ApiFixture.start({ EMAIL_OPEN_TRACKING: setting });
    try {
      const { id } = await givenNotification(api.database, { status: 'sent' });
      const { status, headers } = await fetch(api.url + pathOf({ notificationId: id, attempt: 1 }));
      expect([status, headers.get('content-length')]).toEqual([200, '42']);
      const { text } = await api.call('GET', '/metrics');
      expect(text).toMatch(/^notification_pixel_fetches_total\{[^}]*effect="off"[^}]*\} 1$/m);
      expect(await api.database.query(`SELECT 1 FROM webhook_inbox`)).toEqual([]);
    } finally {
      await api.stop();
    }
  });
});

describe('F5 a picture of an API without its database', () => {
  it('is shown all the same', async () => {
    const api = await ApiFixture.startWithoutDatabase();
    try {
      const response = await fetch(api.url + pathOf({ notificationId: UNKNOWN, attempt: 1 }));
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/gif']);
    } finally {
      await api.stop();
    }
  });
});
