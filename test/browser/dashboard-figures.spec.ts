import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { anOrderEvent } from '../builders/order-events.js';
import { eventually } from '../system/eventually.js';
import { TestSystem } from '../system/test-system.js';
import { DashboardWindows, numberIn, signIn, untilLive } from './dashboard.fixture.js';

const ALL_ON = { channels: { email: true, sms: true, in_app: true }, quietHours: { enabled: false } };
const EVENTS = 5;
const CHANNELS = 3;

/** All real apps on real Kafka and PostgreSQL. */
describe('figures on the dashboard', () => {
  let system: TestSystem;
  let windows: DashboardWindows;
  beforeAll(async () => {
    system = await TestSystem.start();
    windows = await DashboardWindows.launch();
  }, 90_000);
  afterAll(async () => {
    await windows.stop();
    await system.stop();
  }, 30_000);
  // A script error, a breach of the policy or a request to another server fails the test it happens in.
  afterEach(async () => expect(await windows.close()).toEqual([]));

  const operator = () => system.token('olga', 'notifications:ops');

  async function publishOrders(): Promise<void> {
    const events = Array.from({ length: EVENTS }, () => anOrderEvent('order_shipped'));
    for (const { data } of events) await system.setPreferences(data.userId, ALL_ON);
    await system.publish(...events);
    for (const { data } of events)
      await system.untilStatuses(data.orderId, { email: 'sent', sms: 'sent', in_app: 'sent' });
  }

  it('AC-06 move while events flow, without anybody asking', async () => {
    const window = await windows.openLive(system.urls.api, await operator());
    const { page } = window;
    await page.getByText('As a table').first().click();
    // From here on the history is not answered: what moves, the stream has told of.
    await page.route('**/analytics?*', () => undefined);
    const before = await notificationsIn(page);
    await publishOrders();
    // Of the whole hour: a new minute alone changes nothing in it.
    await eventually(async () => expect(await notificationsIn(page)).toBe(before + EVENTS * CHANNELS), 10_000);
    await page.unrouteAll();
    await page.getByRole('button', { name: '15 m' }).click();
    await eventually(async () => expect(await notificationsIn(page)).toBe(before + EVENTS * CHANNELS), 10_000);
    await window.screenshot('dashboard-real');
  }, 60_000);

  it('AC-06 of channels and types follow', async () => {
    const { page } = await windows.openLive(system.urls.api, await operator());
    const planned = async (): Promise<number> => {
      const row = page.getByRole('region', { name: 'Channels: table' }).getByRole('row', { name: 'All' });
      return numberIn(await row.getByRole('cell').nth(2).innerText());
    };
    const before = await planned();
    await publishOrders();
    await eventually(async () => expect(await planned()).toBe(before + EVENTS * CHANNELS), 20_000);
    expect(await page.getByRole('row', { name: 'Order shipped' }).last().innerText()).toMatch(/Order shipped\s+[1-9]/);
  }, 60_000);

  it('N6 is served with a strict policy, and its parts for ever', async () => {
    const page = await fetch(`${system.urls.api}/dashboard`);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'self'; require-trusted-types-for 'script'; style-src 'self';/,
    );
    expect(policy).not.toMatch(/unsafe|https?:|data:|\*/);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const parts = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
    expect(parts).toHaveLength(3);
    for (const path of parts) {
      const part = await fetch(system.urls.api + path);
      expect(part.status).toBe(200);
      expect(part.headers.get('content-type')).toMatch(/^(text\/(javascript|css)|image\/svg)/);
      expect(part.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    }
    expect((await fetch(`${system.urls.api}/dashboard/assets/..%2findex.html`)).status).toBe(404);
  });

  it('F9 asks for a token and says what is wrong with one', async () => {
    const { page } = await windows.open(system.urls.api);
    const refusal = page.getByRole('alert');
    await signIn(page, 'nonsense');
    await refusal.getByText('This access token is not valid here.').waitFor();
    await signIn(page, await system.token('ana'));
    await refusal.getByText('it needs the scope notifications:ops').waitFor();
    await signIn(page, `Bearer ${await operator()}`);
    await untilLive(page);
  });

  it('F9 lets customer service search, and no more', async () => {
    const { page } = await windows.open(system.urls.api);
    await signIn(page, await system.token('sue', 'notifications:support'));
    const views = page.getByRole('navigation', { name: 'Views' }).getByRole('link');
    await views.first().waitFor();
    expect(await views.allInnerTexts()).toEqual(['Search']);
  });

  it('N6 keeps the token in the tab alone, until somebody signs out', async () => {
    const token = await operator();
    const { page } = await windows.openLive(system.urls.api, token);
    await page.reload();
    await untilLive(page);
    expect(await page.evaluate('localStorage.length + document.cookie.length')).toBe(0);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.getByLabel('Access token').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Access token').waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
  });

  it('F9 asks again once the token has expired, and says so', async () => {
    const { page } = await windows.openLive(system.urls.api, await operator());
    await page.route('**/analytics?*', (route) =>
      route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{"code":"expired_token"}' }),
    );
    await page.getByRole('button', { name: '24 h' }).click();
    await page.getByRole('alert').getByText('This access token has expired.').waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
  });
});

/** All that the open table says of the window. */
async function notificationsIn(page: Page): Promise<number> {
  const table = page.getByRole('region', { name: 'Notifications a minute: table' });
  await table.waitFor();
  const cells = await table
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...(row as unknown as { cells: { innerText: string }[] }).cells].map((cell) => cell.innerText),
      ),
    );
  // What was sent, was not, and failed; deliveries and retries count notifications again.
  return cells.reduce(
    (sum, [, ...counts]) => sum + counts.slice(0, 3).reduce((all, text) => all + numberIn(text), 0),
    0,
  );
}
