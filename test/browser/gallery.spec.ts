import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LANGUAGES, NOTIFICATION_TYPES } from '#contracts';
import type { Browser } from 'playwright-core';
import { SCHEMES } from '../../infra/gallery/email-page.js';
import { BrowserWindow, VIEWPORTS, launchBrowser } from './browser.js';
import { RunningGallery } from './gallery.fixture.js';

/** An email is shown inside a mail client's page, which has landmarks of its own. */
const RULES_OF_PAGES = /^(landmark-one-main|region):/;

const EMAILS = NOTIFICATION_TYPES.flatMap((type) => LANGUAGES.map((language) => ({ type, language })));

describe('in a browser', () => {
  let gallery: RunningGallery;
  let browser: Browser;
  let window: BrowserWindow;

  beforeAll(async () => {
    gallery = await RunningGallery.start();
    browser = await launchBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await gallery.stop();
  });
  beforeEach(async () => {
    window = await BrowserWindow.open(browser, gallery.origin, { viewport: 'phone' });
  });
  afterEach(async () => {
    expect(window.troubles).toEqual([]);
    await window.close();
  });

  it.each(EMAILS)(
    'AC-07 the email $type in $language is accessible, in light and in dark',
    async ({ type, language }) => {
      for (const scheme of SCHEMES) {
        for (const dataSet of ['realistic', 'minimal', 'extreme']) {
          await window.page.goto(`${gallery.origin}/emails/${scheme}/${type}.${language}.${dataSet}.html`);
          const faults = await window.accessibilityFaults();
          expect(faults.filter((fault) => !RULES_OF_PAGES.test(fault))).toEqual([]);
          expect(await window.page.evaluate('document.documentElement.scrollWidth')).toBe(VIEWPORTS.phone.width);
          await window.screenshot(`email-${type}-${language}-${dataSet}-${scheme}`);
        }
      }
    },
  );

  it('the gallery shows what its filters choose, and asks no other server for anything', async () => {
    const { page } = window;
    await page.goto(`${gallery.origin}/#type=delivered&language=es&data=extreme&scheme=dark`);
    expect(await page.locator('article:visible h2').allInnerTexts()).toEqual(['Delivered Spanish, extreme']);
    expect(await window.accessibilityFaults()).toEqual([]);
    expect(await page.locator('iframe:visible').getAttribute('src')).toBe('emails/dark/delivered.es.extreme.html');
    await page.getByLabel('Type').selectOption('all');
    await page.getByLabel('Channel').selectOption('sms');
    expect(await page.locator('article:visible').count()).toBe(NOTIFICATION_TYPES.length);
    expect(await page.locator('iframe:visible').count()).toBe(0);
    expect(page.url()).toContain('channel=sms');
  });
});
