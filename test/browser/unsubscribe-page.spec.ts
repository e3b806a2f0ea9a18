import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { LANGUAGES } from '#contracts';
import { VIEWPORTS } from './browser.js';
import { CustomerPages } from './customer-pages.fixture.js';

const SIZES = Object.keys(VIEWPORTS) as (keyof typeof VIEWPORTS)[];

describe('the unsubscribe page in a browser', () => {
  let pages: CustomerPages;
  beforeAll(async () => {
    pages = await CustomerPages.start();
  }, 60_000);
  afterAll(() => pages.stop());
  afterEach(async () => expect(await pages.closeWindows()).toEqual([]));

  describe.each(LANGUAGES)('AC-05 in %s', (language) => {
    it.each(SIZES)('asks, acts and can be undone, accessibly, on a %s', async (viewport) => {
      const userId = await pages.customer({ language });
      const window = await pages.open(pages.unsubscribePath(userId), { viewport });
      const { page } = window;
      const look = async (name: string) => {
        expect(await page.locator('html').getAttribute('lang')).toBe(language);
        expect(await window.accessibilityFaults()).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(VIEWPORTS[viewport].width);
        await window.screenshot(`unsubscribe-${name}-${language}-${viewport}`);
      };
      await look('question');
      expect((await pages.stored(userId)).version).toBe(1);

      await page.locator('button[value="all"]').click();
      await look('done');
      expect((await pages.stored(userId)).preferences.channels.email).toBe(false);

      await page.locator('button[name="undo"]').click();
      await look('undone');
      expect((await pages.stored(userId)).preferences.channels.email).toBe(true);
    });
  });

  it.each([true, false])('AC-05 offers this type, email altogether and everything (JavaScript: %s)', async (script) => {
    const userId = await pages.customer();
    const { page } = await pages.open(pages.unsubscribePath(userId), { script });
    await page.getByRole('button', { name: 'Emails like this one: Order on its way' }).click();
    expect((await pages.stored(userId)).preferences.types).toEqual({
      order_shipped: { enabled: true, channels: ['sms', 'in_app'] },
    });
    await page.getByRole('button', { name: 'Everything about my orders' }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('We have stopped everything');
    expect((await pages.stored(userId)).preferences.globalEnabled).toBe(false);
    await page.getByRole('button', { name: 'Undo' }).click();
    expect((await pages.stored(userId)).preferences).toMatchObject({ globalEnabled: true, channels: { email: true } });
  });

  it('F6 an outage shows a page that can send the choice again', async () => {
    const userId = await pages.customer();
    const window = await pages.open(pages.unsubscribePath(userId), { script: false });
    const repair = await pages.breakDown(window, 'POST');
    await window.page.getByRole('button', { name: 'Everything about my orders' }).click();
    await window.page.getByRole('heading', { name: 'We cannot do this right now' }).waitFor();
    expect((await pages.stored(userId)).version).toBe(0);
    await repair();
    await window.page.getByRole('button', { name: 'Send again' }).click();
    await window.page.getByRole('heading', { name: 'We have stopped everything' }).waitFor();
    expect((await pages.stored(userId)).preferences.globalEnabled).toBe(false);
  });

  it('N7 a link that is not ours leads to one neutral page', async () => {
    const window = await pages.open('/preferences/AAAA', { locale: 'es-MX' });
    expect(await window.page.getByRole('heading', { level: 1 }).innerText()).toBe('Este enlace no funciona');
    expect(await window.accessibilityFaults()).toEqual([]);
  });
});
