import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { DEFAULT_PREFERENCES, type NotificationType, TOPICS } from '#contracts';
import { type NewNotification, type Settlement, insertDeadLetters, settle, storeRejectedEvents } from '#database';
import { DispatchService } from '#dispatch';
import { sealOriginal } from '#messaging';
import { keyringSchema } from '#privacy';
import type { Page } from 'playwright-core';
import { v7 } from 'uuid';
import { PreferencesService } from '../../apps/preferences-api/src/preferences/preferences.service.js';
import { developmentSettings } from '../../infra/development-settings.js';
import { givenNotification } from '../builders/notifications.js';
import { anOrderEvent } from '../builders/order-events.js';
import { ApiFixture } from '../integration/preferences-api/api.fixture.js';
import { VIEWPORTS, type WindowOptions } from './browser.js';
import { DashboardWindows, signIn } from './dashboard.fixture.js';

const OPS = 'notifications:ops';
const SUPPORT = 'notifications:support';

/** The built page over the real API and a real PostgreSQL; no broker, so what is published waits. */
describe('customer service and operators in a browser', () => {
  let windows: DashboardWindows;
  let api: ApiFixture;
  beforeAll(async () => {
    [windows, api] = await Promise.all([DashboardWindows.launch(), ApiFixture.start()]);
  }, 60_000);
  afterAll(async () => {
    await windows.stop();
    await api.stop();
  });
  beforeEach(() => api.database.query(`TRUNCATE dead_letter, rejected_event, audit, operator_pause`));
  // A script error, a breach of the policy or a request to another server fails the test it happens in.
  afterEach(async () => expect(await windows.close()).toEqual([]));

  async function openAs(scope: string, view: string, options?: WindowOptions) {
    const window = await windows.open(api.url, options);
    await signIn(window.page, await api.token('olga', scope));
    await window.page.getByRole('navigation', { name: 'Views' }).waitFor();
    await window.page.evaluate(`location.hash = '#/${view}'`);
    return window;
  }

  async function searchFor(page: Page, text: string): Promise<void> {
    const field = page.getByRole('searchbox');
    await field.fill(text);
    await field.press('Enter');
  }

  /** A customer in Madrid who switched emails off, and for whom it is night. */
  async function toldByNight(type: NotificationType = 'order_shipped') {
    const userId = `customer-${randomUUID()}`;
    const quietHours = { enabled: true, start: timeIn('Europe/Madrid', -2), end: timeIn('Europe/Madrid', 2) };
    const channels = { ...DEFAULT_PREFERENCES.channels, email: false, sms: true };
    const preferences = api.app.get(PreferencesService, { strict: false });
    await preferences.change(userId, 'preference_page', ({ preferences: before }) => ({
      ...before,
      quietHours,
      channels,
    }));
    const recipient = { email: 'ana@example.com', phone: '+34600112233', name: 'Ana', timeZone: 'Europe/Madrid' };
    const event = anOrderEvent(type, { data: { userId, recipient } });
    const { notifications } = await api.app.get(DispatchService, { strict: false }).dispatchBehind([event]);
    return { userId, orderId: event.data.orderId, end: quietHours.end, notifications };
  }

  async function givenFailed(at = new Date()): Promise<NewNotification> {
    const notification = await givenNotification(api.database, { status: 'failed', reason: 'retries_exhausted' });
    await insertDeadLetters(api.database, [notification.id], at);
    return notification;
  }

  /** By its provider, at the second attempt. */
  async function givenRefused(overrides: Partial<NewNotification>): Promise<void> {
    const { id } = await givenNotification(api.database, { ...overrides, queue: {}, createdAt: ago(61_000) });
    const [first, second] = [ago(60_000), ago(0)];
    const attempt = { durationMs: 212, providerMessageId: null };
    const retryable = { ...attempt, number: 1, at: first, outcome: 'retryable', code: 'sendgrid_503' } as const;
    const permanent = { ...attempt, number: 2, at: second, outcome: 'permanent', code: 'sendgrid_400' } as const;
    const later = { kind: 'requeued', state: 'pending', dueAt: second, waitReason: null } as const;
    const failed = { kind: 'settled', status: 'failed', reason: 'provider_rejected' } as const;
    const settling = async (settlement: Omit<Settlement, 'id' | 'claimNo'>) => {
      await api.database.query(`UPDATE delivery_queue SET state = 'sending' WHERE id = $1`, [id]);
      await api.database.transaction((sql) => settle(sql, [{ id, claimNo: 0, ...settlement }], second));
    };
    await settling({ attempt: retryable, outcome: later });
    await settling({ attempt: permanent, outcome: failed });
  }

  async function givenRejected(): Promise<string> {
    const id = v7();
    const position = { topic: TOPICS.orderEvents.name, partition: 0, offset: '7' };
    const keyring = keyringSchema.parse(developmentSettings()['PII_KEYRING']);
    const message = { key: null, value: Buffer.from('{'), headers: {} };
    const fault = { code: 'invalid_json', message: 'The value is not JSON' };
    const originalSealed = sealOriginal(keyring, position, message, randomBytes);
    await storeRejectedEvents(api.database, [{ id, ...position, ...fault, originalSealed }], new Date());
    return id;
  }

  const audited = () => api.database.query(`SELECT actor, action, target FROM audit ORDER BY at, target`);
  const statusOf = async (id: string) => {
    const { body } = await api.call('GET', `/api/v2/notifications/${id}`, { token: await api.token('olga', OPS) });
    return (body as { status: string }).status;
  };

  describe('a search', () => {
    it.each(['orderId', 'userId'] as const)('F9 finds by %s what the customer was told, and why not', async (by) => {
      const told = await toldByNight();
      const { page } = await openAs(SUPPORT, 'search');
      await searchFor(page, told[by]);
      const event = page.getByRole('region', { name: 'Order shipped' });
      await event.waitFor();
      const rows = await event
        .getByRole('listitem')
        .filter({ has: page.locator('summary') })
        .allInnerTexts();
      expect(rows).toHaveLength(3);
      expect(rows[0]).toMatch(
        /Email.*Suppressed.*Not sent: the customer switched emails off on \d+ \w+ \(preference page\)\./s,
      );
      expect(rows[1]).toMatch(
        new RegExp(`SMS.*Pending.*SMS waits: \\d\\d:\\d\\d in Madrid, quiet until ${told.end}\\.`, 's'),
      );
      expect(rows[2]).toMatch(/In-app.*Pending/s);
      // Contacts are kept sealed: what customer service sees holds none.
      expect(await page.content()).not.toMatch(/ana@|600112233/);
    });

    it('F9 finds a notification by its id and opens its timeline; keys are enough', async () => {
      const { notifications } = await toldByNight();
      const sms = notifications.find(({ channel }) => channel === 'sms');
      const { page } = await openAs(SUPPORT, 'search');
      await page.getByRole('searchbox').waitFor();
      await page.keyboard.type(sms?.id ?? '');
      await page.keyboard.press('Enter');
      const timeline = page.getByRole('list', { name: 'Timeline, SMS' });
      await timeline.waitFor();
      expect(await timeline.innerText()).toMatch(
        /For the order event “Order shipped” of \d\d:\d\d in Madrid\..*SMS waits/s,
      );
      const summary = page.locator('summary').first();
      await summary.focus();
      await page.keyboard.press('Enter');
      expect(await timeline.isVisible()).toBe(false);
    });

    it('F9 says what it can find where it found nothing', async () => {
      const { page } = await openAs(SUPPORT, 'search');
      await searchFor(page, 'A-10023');
      await page.getByText(/Nothing is kept under A-10023.*order number/).waitFor();
    });

    it('F9 pages through a long story, event by event', async () => {
      const orderId = `order-${randomUUID()}`;
      for (let n = 0; n < 100; n++) await givenNotification(api.database, { orderId, status: 'sent' });
      const { page } = await openAs(SUPPORT, 'search');
      await searchFor(page, orderId);
      await page.getByRole('button', { name: 'Older ones' }).click();
      await page.locator('.event').nth(99).waitFor();
      expect(await page.getByRole('button', { name: 'Older ones' }).count()).toBe(0);
    });
  });

  it('F7 explains whether a customer would be told', async () => {
    const { userId, end } = await toldByNight();
    const { page } = await openAs(SUPPORT, 'search');
    await searchFor(page, userId);
    const form = page.getByRole('region', { name: 'Would this customer be told?' });
    await form.getByRole('button', { name: 'Explain' }).click();
    expect(await form.getByLabel('Customer id').inputValue()).toBe(userId);
    await form.getByText(`quiet until ${end}.`).waitFor();
    const answer = await form.getByRole('listitem').allInnerTexts();
    expect(answer[0]).toMatch(/Email.*Would not be sent.*switched emails off/s);
    expect(answer[1]).toMatch(/SMS.*Would wait/s);
    expect(answer[2]).toMatch(/In-app.*Would be sent.*no rule holds it back/s);
  });

  describe('a retry', () => {
    it('F4 is asked for, confirmed, done and recorded', async () => {
      const { id, orderId } = await givenFailed();
      const { page } = await openAs(OPS, 'search');
      await searchFor(page, orderId);
      await page.locator('summary').filter({ hasText: 'Given up: every attempt failed' }).click();
      await page.getByRole('button', { name: 'Try again…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Try this one again?' });
      expect(await dialog.innerText()).toMatch(/One notification: Email, “Order shipped”/);
      await page.keyboard.press('Escape');
      expect(await dialog.count()).toBe(0);
      expect(await statusOf(id)).toBe('failed');
      await page.getByRole('button', { name: 'Try again…' }).click();
      await dialog.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('It is back at work.').waitFor();
      expect(await page.getByRole('list', { name: 'Timeline, Email' }).innerText()).toContain(
        'olga had it tried again.',
      );
      expect(await statusOf(id)).toBe('pending');
      expect(await audited()).toEqual([{ actor: 'olga', action: 'notification_retried', target: id }]);
    });

    it('F9 is not for customer service, who are told so', async () => {
      const { orderId } = await givenFailed();
      const { page } = await openAs(SUPPORT, 'search');
      await searchFor(page, orderId);
      await page.locator('summary').filter({ hasText: 'Given up' }).click();
      expect(await page.getByRole('button', { name: 'Try again…' }).isDisabled()).toBe(true);
      await page.getByText('Only an operator can have it tried again.').waitFor();
      expect(await page.getByRole('link', { name: 'Operate' }).count()).toBe(0);
    });

    it('F4 that comes too late says why nothing was done', async () => {
      const { id, orderId } = await givenFailed();
      const { page } = await openAs(OPS, 'search');
      await searchFor(page, orderId);
      await page.locator('summary').filter({ hasText: 'Given up' }).click();
      await page.getByRole('button', { name: 'Try again…' }).click();
      await api.call('POST', `/api/v2/notifications/${id}/retry`, { token: await api.token('otto', OPS) });
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Try again' }).click();
      await dialog.getByRole('alert').filter({ hasText: 'Its status is pending' }).waitFor();
    });
  });

  describe('from a timeline', () => {
    it('F9 an operator gets to what holds the channel back, asked about at once', async () => {
      const { orderId } = await toldByNight();
      const { page } = await openAs(OPS, 'search');
      await searchFor(page, orderId);
      const row = page.getByRole('listitem').filter({ has: page.locator('summary', { hasText: 'SMS' }) });
      await row.locator('summary').click();
      expect(await row.getByRole('link').allInnerTexts()).toEqual(['Pause or resume SMS…', 'Dead letters']);
      await row.getByRole('link', { name: 'Pause or resume SMS…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Pause text messages?' });
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect(await page.evaluate('location.hash')).toBe('#/operate');
      expect(await audited()).toEqual([]);
    });

    it('F4 an operator gets to its replay', async () => {
      const { id, orderId } = await givenFailed();
      const { page } = await openAs(OPS, 'search');
      await searchFor(page, orderId);
      await page.locator('summary').filter({ hasText: 'Given up' }).click();
      await page.getByRole('link', { name: 'Replay from the dead letters…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Replay this failed notification?' });
      expect(await dialog.innerText()).toContain(id);
      await dialog.getByRole('button', { name: 'Replay', exact: true }).click();
      await page.getByText('Replayed: 1 failed notification.').waitFor();
      expect(await statusOf(id)).toBe('pending');
    });

    it('F9 customer service gets nowhere', async () => {
      const { orderId } = await givenFailed();
      const { page } = await openAs(SUPPORT, 'search');
      await searchFor(page, orderId);
      const row = page.getByRole('listitem').filter({ has: page.locator('summary', { hasText: 'Given up' }) });
      await row.locator('summary').click();
      await row.getByText('Only an operator can have it tried again.').waitFor();
      expect(await row.getByRole('link').count()).toBe(0);
    });
  });

  describe('dead letters', () => {
    it('F4 are replayed one by one', async () => {
      const [first, second] = [await givenFailed(), await givenFailed()];
      const { page } = await openAs(OPS, 'operate');
      await page.getByRole('button', { name: `Replay ${first.id}` }).click();
      const dialog = page.getByRole('dialog', { name: 'Replay this failed notification?' });
      expect(await dialog.innerText()).toContain(first.id);
      await dialog.getByRole('button', { name: 'Replay', exact: true }).click();
      await page.getByText('Replayed: 1 failed notification.').waitFor();
      await page.getByRole('button', { name: `Replay ${first.id}` }).waitFor({ state: 'detached' });
      expect([await statusOf(first.id), await statusOf(second.id)]).toEqual(['pending', 'failed']);
      expect(await audited()).toEqual([{ actor: 'olga', action: 'notification_replayed', target: first.id }]);
    });

    it('F4 are replayed together, and the dialog says how many', async () => {
      const failed = [await givenFailed(), await givenFailed(), await givenFailed()];
      const { page } = await openAs(OPS, 'operate');
      await page.getByRole('button', { name: 'Replay 3 failed notifications…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Replay 3 failed notifications?' });
      await dialog.getByRole('button', { name: 'Replay 3 failed notifications' }).click();
      await page.getByText('Replayed: 3 failed notifications.').waitFor();
      await page.getByText('None: everything was sent').waitFor();
      expect(await Promise.all(failed.map(({ id }) => statusOf(id)))).toEqual(['pending', 'pending', 'pending']);
    });

    it('AC-16 of events that cannot be published now stay, and the dialog says why', async () => {
      const id = await givenRejected();
      const { page } = await openAs(OPS, 'operate');
      await page.getByText('The value is not JSON').waitFor();
      await page.getByRole('button', { name: `Replay ${id}` }).click();
      const dialog = page.getByRole('dialog', { name: 'Replay this rejected event?' });
      await dialog.getByRole('button', { name: 'Replay', exact: true }).click();
      await dialog.getByRole('alert').filter({ hasText: 'cannot answer for the moment' }).waitFor();
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('button', { name: `Replay ${id}` }).waitFor();
      expect(await audited()).toEqual([]);
    });
  });

  it('F9 pauses a channel and resumes it, after saying what that does to how many; on record, and in the timeline', async () => {
    const told = await toldByNight('delivered');
    const { page } = await openAs(OPS, 'operate');
    await page.getByRole('button', { name: 'Pause text messages' }).click();
    const pausing = page.getByRole('dialog', { name: 'Pause text messages?' });
    expect(await pausing.innerText()).toMatch(
      /\d+ notifications? (is|are) on their way and will wait|1 notification is/,
    );
    await pausing.getByLabel('Why, for your colleagues').fill('Twilio incident');
    await pausing.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText('Paused: text messages.').waitFor();
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'SMS' }) });
    await row.getByText('by olga since').waitFor();
    expect(await row.innerText()).toContain('Twilio incident');

    await page.getByRole('button', { name: 'Resume text messages' }).click();
    const resuming = page.getByRole('dialog', { name: 'Resume text messages?' });
    expect(await resuming.innerText()).toMatch(/olga paused it.*Twilio incident.*what is due goes out at once/s);
    await resuming.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('Resumed: text messages.').waitFor();
    expect(await audited()).toEqual([
      { actor: 'olga', action: 'delivery_paused', target: 'sms' },
      { actor: 'olga', action: 'delivery_resumed', target: 'sms' },
    ]);

    await page.getByRole('link', { name: 'Search' }).click();
    await searchFor(page, told.orderId);
    await page.locator('summary').filter({ hasText: 'SMS' }).click();
    const timeline = page.getByRole('list', { name: 'Timeline, SMS' });
    expect(await timeline.innerText()).toMatch(/olga paused text messages\..*olga resumed text messages\./s);
  });

  describe.each(Object.keys(VIEWPORTS) as (keyof typeof VIEWPORTS)[])('on a %s', (viewport) => {
    it.each([
      ['light', false],
      ['dark', true],
    ])('F9 is free of faults of accessibility and fits: %s', async (theme, dark) => {
      await givenFailed();
      await givenRejected();
      const { orderId, userId } = await toldByNight();
      await givenRefused({ orderId, userId, type: 'order_confirmed' });
      const window = await openAs(OPS, 'search', { viewport, dark });
      const { page } = window;
      await searchFor(page, orderId);
      const confirmed = page.getByRole('region', { name: 'Order confirmed' });
      await confirmed.waitFor();
      for (const summary of await page.locator('summary').all()) await summary.click();
      expect(await confirmed.getByRole('list', { name: 'Timeline, Email' }).innerText()).toMatch(
        /First attempt at \d\d:\d\d in New York: SendGrid answered 503\..*Given up: the provider refused/s,
      );
      const calls = confirmed.getByRole('region', { name: 'Provider calls, Email' });
      expect(await calls.innerText()).toMatch(/Failed for now\s+sendgrid_503.*Failed for good\s+sendgrid_400/s);
      await page.getByRole('button', { name: 'Explain' }).click();
      await page.getByText('Would wait').waitFor();
      expect(await window.accessibilityFaults()).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(VIEWPORTS[viewport].width);
      await window.screenshot(`dashboard-search-${viewport}-${theme}`);
      await page.getByRole('link', { name: 'Operate' }).click();
      await page.getByText('The value is not JSON').waitFor();
      expect(await window.accessibilityFaults()).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(VIEWPORTS[viewport].width);
      await window.screenshot(`dashboard-operate-${viewport}-${theme}`);
      await page.getByRole('button', { name: 'Pause every notification' }).click();
      await page.getByRole('dialog').waitFor();
      expect(await window.accessibilityFaults()).toEqual([]);
      await window.screenshot(`dashboard-pause-${viewport}-${theme}`);
    });
  });
});

const ago = (ms: number) => new Date(Date.now() - ms);

/** @param hours from now */
function timeIn(timeZone: string, hours: number): string {
  const options = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat('en-GB', options).format(Date.now() + hours * 3_600_000);
}
