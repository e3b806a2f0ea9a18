import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type Explanation, NOTIFICATION_TYPES, explanationSchema } from '#contracts';
import { PreferencesService } from '../../../apps/preferences-api/src/preferences/preferences.service.js';
import { type Answer, ApiFixture } from './api.fixture.js';

const PATH = '/api/v2/notifications/explain';

describe('explaining', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start();
  }, 30_000);
  afterAll(() => api.stop());

  const explain = async (query: Record<string, string>, scope: string | undefined = 'notifications:support') =>
    api.call('GET', `${PATH}?${new URLSearchParams(query).toString()}`, { token: await api.token('agent', scope) });
  const wordsOf = ({ body }: Answer) => (body as Explanation).channels.map(({ explanation }) => explanation);

  it('F7 tells what would happen to a customer nobody knows, and leaves no trace', async () => {
    const userId = `nobody-${randomUUID()}`;
    const answer = await explain({ userId, type: 'order_shipped', at: '2026-11-22T22:10:00+01:00' });
    expect(answer.status).toBe(200);
    expect(explanationSchema.parse(answer.body)).toEqual(answer.body);
    expect(answer.body).toEqual({
      userId,
      type: 'order_shipped',
      at: '2026-11-22T21:10:00.000Z',
      channels: [
        {
          channel: 'email',
          decision: 'wait',
          until: '2026-11-22T21:11:00.000Z',
          reason: 'no_recipient',
          explanation:
            "Email waits: nobody has told us the customer's email address; it is looked for again at 16:11 in New York.",
        },
        {
          channel: 'sms',
          decision: 'suppress',
          until: null,
          reason: 'channel_off',
          explanation: 'SMS is not sent: text messages are off until the customer switches them on.',
        },
        {
          channel: 'in_app',
          decision: 'send',
          until: null,
          reason: null,
          explanation: 'In-app message is sent at once: no rule holds it back.',
        },
      ],
    });
    const tables = ['notification_log', 'order_event', 'daily_count', 'event_inbox', 'audit', 'outbox'];
    for (const table of tables) {
      expect(await api.database.query(`SELECT 1 FROM ${table} LIMIT 1`)).toEqual([]);
    }
    expect(await api.database.query(`SELECT 1 FROM vault.recipient_key LIMIT 1`)).toEqual([]);
  });

  it('F9 names the change that switched a channel off, and the quiet time of the customer', async () => {
    const userId = `customer-${randomUUID()}`;
    const token = await api.token('orders', 'notifications:service');
    const contact = { email: 'ana@example.com', phone: '+34600112233', timeZone: 'Europe/Madrid' };
    await api.call('PUT', `/api/v2/notifications/recipients/${userId}`, { token, json: contact });
    const preferences = api.app.get(PreferencesService, { strict: false });
    const channels = { email: false, sms: true, in_app: true };
    await preferences.change(userId, 'preference_page', (stored) => ({ ...stored.preferences, channels }));
    const tomorrowNight = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const answer = await explain({ userId, type: 'delivered', at: `${tomorrowNight}T22:10:00Z` });
    expect(wordsOf(answer)).toEqual([
      expect.stringMatching(/^Email is not sent: the customer switched emails off on \d+ \w+ \(preference page\)\.$/),
      expect.stringMatching(/^SMS waits: (23:10|00:10) in Madrid, quiet until 08:00\.$/),
      'In-app message is sent at once: no rule holds it back.',
    ]);
    expect(answer.text).not.toMatch(/ana@|600112233/);
  });

  it.each<[Record<string, string>, string]>([
    [{ type: 'delivered' }, 'userId'],
    [{ userId: '', type: 'delivered' }, 'userId'],
    [{ userId: 'x'.repeat(129), type: 'delivered' }, 'userId'],
    [{ userId: 'ana' }, 'type'],
    [{ userId: 'ana', type: 'order_lost' }, 'type'],
    [{ userId: 'ana', type: 'delivered', at: 'tomorrow' }, 'at'],
    [{ userId: 'ana', type: 'delivered', at: '1066-10-14T09:00:00Z' }, 'at'],
    [{ userId: 'ana', type: 'delivered', time: '2026-11-22T22:10:00Z' }, 'time'],
  ])('names the fault in %j', async (query, field) => {
    const { status, body } = await explain(query);
    expect(status).toBe(422);
    expect((body as { errors: { field: string }[] }).errors.map((error) => error.field)).toContain(field);
  });

  it('says which types there are', async () => {
    const { body } = await explain({ userId: 'ana', type: 'order_lost' });
    const [error] = (body as { errors: { message: string }[] }).errors;
    for (const type of NOTIFICATION_TYPES) expect(error?.message).toContain(type);
  });

  it('is for those who serve customers, and for callers of ours', async () => {
    for (const scope of ['notifications:support', 'notifications:ops', 'notifications:service']) {
      expect((await explain({ userId: 'ana', type: 'delivered' }, scope)).status).toBe(200);
    }
    const token = await api.token('ana');
    expect(await api.call('GET', `${PATH}?userId=ana&type=delivered`, { token })).toMatchObject({ status: 403 });
    expect(await api.call('GET', `${PATH}?userId=ana&type=delivered`)).toMatchObject({ status: 401 });
  });
});
