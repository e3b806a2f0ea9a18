import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../system/eventually.js';
import { VIEWPORTS } from './browser.js';
import { type ExamplePage, StreamPages, messageAbout, unreadShown, untilConnection } from './stream.fixture.js';

const SIZES = Object.keys(VIEWPORTS) as (keyof typeof VIEWPORTS)[];
const PAGES: readonly ExamplePage[] = ['plain', 'react'];

/** All real apps on real Kafka and PostgreSQL, and the example of the stream's client. */
describe('the inbox in a browser', () => {
  let pages: StreamPages;
  beforeAll(async () => {
    pages = await StreamPages.start();
  }, 90_000);
  afterAll(() => pages.stop(), 30_000);
  // A script error, a breach of the policy or a request to another server fails the test it happens in.
  afterEach(async () => expect(await pages.closeWindows()).toEqual([]));

  describe.each(PAGES)('%s page', (which) => {
    it('F8 shows a message on both devices at once, and what is read on one is read on the other', async () => {
      const userId = pages.newCustomer();
      const phone = await pages.open(which, userId, { viewport: 'phone' });
      const laptop = await pages.open(which, userId);
      const devices = [phone.page, laptop.page];
      const order = await pages.happens(userId);
      for (const page of devices) {
        await messageAbout(page, order).waitFor();
        await eventually(async () => expect(await unreadShown(page)).toBe(1));
        expect(await page.title()).toMatch(/^\(1\) /);
      }
      await messageAbout(phone.page, order).getByRole('button', { name: 'Mark as read' }).click();
      for (const page of devices) {
        await messageAbout(page, order).getByRole('button', { name: 'Mark as read' }).waitFor({ state: 'hidden' });
        await eventually(async () => expect(await unreadShown(page)).toBe(0));
      }
      expect(await pages.unreadOf(userId)).toBe(0);
    });

    it('F8 archives and marks everything as read on all devices', async () => {
      const userId = pages.newCustomer();
      const orders = [await pages.arrives(userId), await pages.arrives(userId), await pages.arrives(userId)];
      const [one, other] = [await pages.open(which, userId), await pages.open(which, userId)];
      for (const order of orders) await messageAbout(other.page, order).waitFor();
      await messageAbout(one.page, orders[1] ?? '')
        .getByRole('button', { name: 'Archive' })
        .click();
      await messageAbout(other.page, orders[1] ?? '').waitFor({ state: 'detached' });
      await eventually(async () => expect(await unreadShown(other.page)).toBe(2));
      await one.page.getByRole('button', { name: 'Mark all as read' }).click();
      await eventually(async () => {
        expect(await other.page.getByRole('button', { name: 'Mark as read' }).count()).toBe(0);
        expect(await unreadShown(other.page)).toBe(0);
      });
      expect(await one.page.getByRole('button', { name: 'Archive' }).count()).toBe(2);
    });

    it('AC-18 misses nothing while the network is cut, and sends what was marked meanwhile', async () => {
      const userId = pages.newCustomer();
      const first = await pages.arrives(userId);
      const { page } = await pages.open(which, userId);
      await messageAbout(page, first).waitFor();
      pages.wire.cut();
      await untilConnection(page, 'Offline, trying again');
      const missed = [await pages.arrives(userId), await pages.arrives(userId)];
      await messageAbout(page, first).getByRole('button', { name: 'Mark as read' }).click();
      await messageAbout(page, first).getByRole('button', { name: 'Mark as read' }).waitFor({ state: 'hidden' });
      expect(await pages.unreadOf(userId)).toBe(3);
      // From here on the list is not answered: what comes, the stream has brought.
      await page.route('**/notifications/inbox?*', () => undefined);
      pages.wire.mend();
      await untilConnection(page, 'Live');
      for (const order of missed) await messageAbout(page, order).waitFor();
      await eventually(async () => expect(await pages.unreadOf(userId)).toBe(2));
      await eventually(async () => expect(await unreadShown(page)).toBe(2));
      expect(await page.locator('#list li').count()).toBe(3);
      expect(await messageAbout(page, first).getByRole('button', { name: 'Mark as read' }).isVisible()).toBe(false);
    }, 60_000);

    it('AC-18 renews its token without anybody noticing', async () => {
      const userId = pages.newCustomer();
      pages.tokenValidFor = '4s';
      const { page } = await pages.open(which, userId);
      pages.tokenValidFor = '1h';
      const before = pages.signIns.filter((id) => id === userId).length;
      await page.evaluate(`
        statesSeen = [];
        new MutationObserver(() => statesSeen.push(document.querySelector('#connection').dataset.state))
          .observe(document.querySelector('#connection'), { attributes: true });
      `);
      const orders = [await pages.arrives(userId)];
      await eventually(() => expect(pages.signIns.filter((id) => id === userId).length).toBeGreaterThan(before));
      orders.push(await pages.arrives(userId), await pages.arrives(userId));
      for (const order of orders) await messageAbout(page, order).waitFor();
      expect(await page.locator('#list li').count()).toBe(orders.length);
      await eventually(async () => expect(await page.evaluate('statesSeen.at(-1)')).toBe('online'));
      expect(await page.getByRole('alert').count()).toBe(0);
    }, 60_000);

    describe.each(SIZES)('on a %s', (viewport) => {
      it.each([
        ['light', false],
        ['dark', true],
      ])('F8 is free of faults of accessibility and fits: %s', async (theme, dark) => {
        const userId = `${which}-${viewport}-${theme}`;
        const window = await pages.open(which, userId, { viewport, dark });
        expect(await window.accessibilityFaults()).toEqual([]);
        await window.screenshot(`stream-empty-${userId}`);
        const orders = [await pages.arrives(userId), await pages.arrives(userId), await pages.arrives(userId)];
        for (const order of orders) await messageAbout(window.page, order).waitFor();
        await messageAbout(window.page, orders[0] ?? '')
          .getByRole('button', { name: 'Mark as read' })
          .click();
        await eventually(async () => expect(await unreadShown(window.page)).toBe(2));
        expect(await window.accessibilityFaults()).toEqual([]);
        expect(await window.page.evaluate('document.documentElement.scrollWidth')).toBe(VIEWPORTS[viewport].width);
        await window.screenshot(`stream-${userId}`);
      });
    });
  });

  it('F8 the keyboard does not lose its place', async () => {
    const userId = pages.newCustomer();
    const orders = [await pages.arrives(userId), await pages.arrives(userId)];
    for (const which of PAGES) {
      const { page } = await pages.open(which, userId);
      const focused = () => page.evaluate<string>('document.activeElement.textContent');
      const [order = ''] = orders.splice(0, 1);
      await messageAbout(page, order).getByRole('button', { name: 'Mark as read' }).press('Enter');
      expect(await focused()).toBe('Archive');
      await page.keyboard.press('Enter');
      await messageAbout(page, order).waitFor({ state: 'detached' });
      expect(await focused()).toBe('Notifications');
    }
  });

  it('F8 the bell folds the list away', async () => {
    for (const which of PAGES) {
      const { page } = await pages.open(which, pages.newCustomer());
      const bell = page.getByRole('button', { name: /^Notifications/ });
      await bell.click();
      expect([await bell.getAttribute('aria-expanded'), await page.locator('#inbox').isVisible()]).toEqual([
        'false',
        false,
      ]);
      await bell.click();
      expect(await page.locator('#inbox').isVisible()).toBe(true);
    }
  });

  it.each([
    ['light', false],
    ['dark', true],
  ])('F8 a customer of the demo is chosen, or named: %s', async (theme, dark) => {
    const window = await pages.openPath('/', { viewport: 'phone', dark });
    const { page } = window;
    await page.getByRole('link', { name: 'Ana: Plain page' }).waitFor();
    expect(await window.accessibilityFaults()).toEqual([]);
    await window.screenshot(`stream-sign-in-${theme}`);
    await page.getByRole('link', { name: 'Ana: With React' }).click();
    await untilConnection(page, 'Live');
    expect(await page.getByText('Signed in as').innerText()).toContain('Ana');
    await page.getByRole('link', { name: 'Somebody else' }).click();
    await page.getByLabel('Somebody else').fill('zoé/1');
    await page.getByRole('button', { name: 'Plain page' }).click();
    await untilConnection(page, 'Live');
    expect(await page.getByText('Signed in as').innerText()).toContain('zoé/1');
  });
});
