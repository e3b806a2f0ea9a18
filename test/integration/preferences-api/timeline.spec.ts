import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { DEFAULT_PREFERENCES, type NotificationDocument, type Preferences } from '#contracts';
import { Database, appendPreferenceChange, insertDeadLetters, suppressAddresses } from '#database';
import { DispatchService } from '#dispatch';
import { AddressHasher } from '#privacy';
import { v7 } from 'uuid';
import { PreferencesService } from '../../../apps/preferences-api/src/preferences/preferences.service.js';
import { givenNotification } from '../../builders/notifications.js';
import { anOrderEvent } from '../../builders/order-events.js';
import { ApiFixture } from './api.fixture.js';

const PATH = '/api/v2/notifications';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Lately, whenever this runs: dates of long ago are told with their year. */
const PLANNED = new Date(Date.now() - 12 * DAY);

const after = (ms: number) => new Date(PLANNED.getTime() + ms);

describe('timelines', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start();
  }, 30_000);
  afterAll(() => api.stop());

  async function read(id: string, subject = 'agent', scope: string | null = 'notifications:support') {
    const { body } = await api.call('GET', `${PATH}/${id}`, { token: await api.token(subject, scope ?? undefined) });
    return body as NotificationDocument;
  }
  const told = async (...args: Parameters<typeof read>) =>
    (await read(...args)).timeline.map(({ event, detail }) => `${event}: ${detail ?? ''}`);

  let version = 0;
  const changed = (userId: string, choice: string, to: boolean, at: Date) =>
    api.database.transaction((sql) =>
      appendPreferenceChange(sql, {
        id: v7(),
        userId,
        version: (version += 1),
        actor: 'customer',
        source: 'preference_page',
        changes: [{ choice, from: !to, to }],
        at,
      }),
    );

  describe('F9 say which change of the customer stood against a notification:', () => {
    const suppressed = { createdAt: PLANNED, status: 'suppressed', reason: 'channel_off' } as const;

    it('the one in force when it was planned, of several', async () => {
      const { id, userId } = await givenNotification(api.database, suppressed);
      await changed(userId, 'channels.email', false, after(-9 * DAY));
      await changed(userId, 'channels.email', true, after(-8 * DAY));
      await changed(userId, 'channels.email', false, after(-7 * DAY));
      await changed(userId, 'channels.email', true, after(1 * DAY));
      await changed(userId, 'channels.sms', false, after(-1 * DAY));
      expect((await told(id)).at(-1)).toBe(
        `suppressed: Not sent: the customer switched emails off on ${dayOf(after(-7 * DAY))} (preference page).`,
      );
    });

    it('the first one after that, where it was on then', async () => {
      const { id, userId } = await givenNotification(api.database, suppressed);
      await changed(userId, 'channels.email', false, after(1 * DAY));
      await changed(userId, 'channels.email', true, after(2 * DAY));
      await changed(userId, 'channels.email', false, after(3 * DAY));
      const document = await read(id);
      expect(document.timeline.at(-1)).toEqual({
        at: after(1 * DAY).toISOString(),
        event: 'suppressed',
        detail: `Not sent: the customer switched emails off on ${dayOf(after(1 * DAY))} (preference page).`,
      });
    });

    it('none, where text messages had never been on, whatever was switched later', async () => {
      const { id, userId } = await givenNotification(api.database, { ...suppressed, channel: 'sms' });
      await changed(userId, 'channels.sms', true, after(1 * DAY));
      await changed(userId, 'channels.sms', false, after(2 * DAY));
      expect((await told(id)).at(-1)).toBe(
        'suppressed: Not sent: text messages are off until the customer switches them on.',
      );
    });

    it('of the type, on this channel', async () => {
      const { id, userId } = await givenNotification(api.database, { ...suppressed, reason: 'type_off' });
      await changed(userId, 'types.order_shipped.sms', false, after(-2 * DAY));
      await changed(userId, 'types.order_shipped.email', false, after(-1 * DAY));
      expect((await told(id)).at(-1)).toBe(
        `suppressed: Not sent: the customer switched emails about “Order shipped” off on ${dayOf(after(-1 * DAY))} (preference page).`,
      );
    });
  });

  it('F9 tell who had it tried again, and who held it back; customers hear no names', async () => {
    // Some seconds ago: the API's clock follows the database's, and may be behind this one by milliseconds.
    const failed = { status: 'failed', reason: 'retries_exhausted', createdAt: new Date(Date.now() - 5_000) } as const;
    const { id, userId } = await givenNotification(api.database, failed);
    await api.database.transaction((sql) => insertDeadLetters(sql, [id], new Date()));
    const ops = (subject: string) => api.token(subject, 'notifications:ops');
    const controls = (paused: boolean) => ({ channels: { email: { paused, reason: 'SendGrid incident' } } });
    await api.call('POST', `${PATH}/dead-letters/${id}/replay`, { token: await ops('otto') });
    await api.call('PUT', `${PATH}/controls`, { token: await ops('olga'), json: controls(true) });
    await api.database.query(`UPDATE delivery_queue SET wait_reason = 'paused' WHERE id = $1`, [id]);
    expect((await told(id)).slice(1)).toEqual([
      'replayed: otto replayed it from the dead letters.',
      'paused: olga paused emails.',
      expect.stringMatching(
        /^waiting: Email waits: olga paused emails at \d\d:\d\d in New York \(SendGrid incident\)\.$/,
      ),
    ]);
    const customers = await told(id, userId, null);
    expect(customers).toContain('waiting: Email waits: sending is paused for the moment.');
    expect(customers.join()).not.toMatch(/otto|olga|incident/);
    await api.call('PUT', `${PATH}/controls`, { token: await ops('olga'), json: controls(false) });
    expect(await told(id)).toContain('resumed: olga resumed emails.');
  });

  it('F9 say why nothing is sent to an address, also where only the sealed event has it', async () => {
    const userId = `customer-${randomUUID()}`;
    const recipient = { email: `${userId}@example.com` };
    const addressHash = api.app.get(AddressHasher, { strict: false }).hashesOf(recipient).emailHash ?? Buffer.alloc(0);
    const bounced = {
      id: v7(),
      channel: 'email',
      addressHash,
      reason: 'bounced',
      source: 'test',
      actor: 'test',
    } as const;
    await api.database.transaction((sql) => suppressAddresses(sql, [bounced], new Date()));
    const event = anOrderEvent('order_confirmed', { data: { userId, recipient } });
    const { notifications } = await api.app.get(DispatchService, { strict: false }).dispatchBehind([event]);
    const email = notifications.find(({ channel }) => channel === 'email');
    expect((await told(email?.id ?? '')).at(-1)).toBe(
      'suppressed: Not sent: the email address is on the suppression list. The mail server of the address refused an email for good.',
    );
  });

  it('N5, F9 ask for the suppressions of a page in one statement, and tell each its own', async () => {
    const orderId = `order-${randomUUID()}`;
    const hasher = api.app.get(AddressHasher, { strict: false });
    for (const reason of ['bounced', 'complained', null] as const) {
      const userId = `customer-${randomUUID()}`;
      const recipient = { email: `${userId}@example.com` };
      const addressHash = hasher.hashesOf(recipient).emailHash ?? Buffer.alloc(0);
      const listed = { id: v7(), channel: 'email', addressHash, source: 'test', actor: 'test' } as const;
      const told = { ...listed, reason: reason ?? 'bounced' } as const;
      await api.database.transaction((sql) => suppressAddresses(sql, [told], new Date()));
      const event = anOrderEvent('order_confirmed', { data: { orderId, userId, recipient } });
      await api.app.get(DispatchService, { strict: false }).dispatchBehind([event]);
      if (reason === null) await api.database.query(`DELETE FROM suppression WHERE id = $1`, [told.id]);
    }
    const asked = jest.spyOn(api.app.get(Database, { strict: false }), 'query');
    const { body } = await api.call('GET', `${PATH}?orderId=${orderId}`, {
      token: await api.token('agent', 'notifications:support'),
    });
    const statements = asked.mock.calls.filter(([text]) => /FROM suppression\s/.test(text));
    asked.mockRestore();
    expect(statements).toHaveLength(1);
    const emails = (body as { items: NotificationDocument[] }).items.filter(({ channel }) => channel === 'email');
    const ends = emails.flatMap(({ timeline }) => timeline.at(-1)?.detail ?? []);
    const listed = 'Not sent: the email address is on the suppression list.';
    expect(ends.sort()).toEqual([
      listed,
      expect.stringMatching(/^Not sent: .* list\. The mail server .*\.$/),
      expect.stringMatching(/^Not sent: .* list\. .*spam.*\.$/),
    ]);
  });

  it('F9 go by the clocks of the customer, also where only the sealed event says where that is; no contact shows', async () => {
    const userId = `customer-${randomUUID()}`;
    const now = Date.now();
    const start = timeIn('Asia/Kathmandu', now - 2 * HOUR);
    const end = timeIn('Asia/Kathmandu', now + 2 * HOUR);
    const preferences: Partial<Preferences> = {
      channels: { ...DEFAULT_PREFERENCES.channels, sms: true },
      quietHours: { enabled: true, start, end },
    };
    const service = api.app.get(PreferencesService, { strict: false });
    await service.change(userId, 'preferences_api', (stored) => ({ ...stored.preferences, ...preferences }));
    const recipient = { email: 'ana@example.com', phone: '+9779841234567', name: 'Ana', timeZone: 'Asia/Kathmandu' };
    const event = anOrderEvent('order_confirmed', { data: { userId, recipient } });
    const { notifications } = await api.app.get(DispatchService, { strict: false }).dispatchBehind([event]);
    const sms = notifications.find(({ channel }) => channel === 'sms');
    const document = await read(sms?.id ?? '');
    expect(document.timeline.at(-1)?.detail).toMatch(
      new RegExp(`^SMS waits: \\d\\d:\\d\\d in Kathmandu, quiet until ${end}\\.$`),
    );
    const { text } = await api.call('GET', `${PATH}?userId=${userId}`, {
      token: await api.token('agent', 'notifications:support'),
    });
    expect(text).not.toMatch(/ana@|9841234567|"Ana"/);
  });
});

/** `3 Nov`, where customers live by default. */
function dayOf(at: Date): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'America/New_York', day: 'numeric', month: 'short' }).format(at);
}

function timeIn(timeZone: string, at: number): string {
  const options = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat('en-GB', options).format(at);
}
