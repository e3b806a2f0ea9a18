import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_PREFERENCES, LANGUAGES, type Preferences } from '#contracts';
import { type BrowserWindow, VIEWPORTS } from './browser.js';
import { CustomerPages, SMS_ON } from './customer-pages.fixture.js';

const SIZES = Object.keys(VIEWPORTS) as (keyof typeof VIEWPORTS)[];
const HEADINGS = {
  en: 'Your order notifications',
  es: 'Avisos sobre sus pedidos',
  fr: 'Nos messages sur vos commandes',
} as const;

describe('the preference page in a browser', () => {
  let pages: CustomerPages;
  beforeAll(async () => {
    pages = await CustomerPages.start();
  }, 60_000);
  afterAll(() => pages.stop());
  // A script error, a breach of the policy or a request to another server fails the test it happens in.
  afterEach(async () => expect(await pages.closeWindows()).toEqual([]));

  describe.each(LANGUAGES)('in %s', (language) => {
    it.each(SIZES)(
      'F3 is free of faults of accessibility, fits its %s and shows masked addresses',
      async (viewport) => {
        const userId = await pages.customer({ ...SMS_ON, language });
        const window = await pages.open(pages.preferencesPath(userId), { viewport });
        const { page } = window;
        expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(HEADINGS[language]);
        expect(await page.locator('html').getAttribute('lang')).toBe(language);
        await page.locator('summary').click();
        expect(await window.accessibilityFaults()).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(VIEWPORTS[viewport].width);
        const text = await page.locator('body').innerText();
        expect(text).toContain('a•••@example.com');
        expect(text).toContain('••• 0123');
        expect(await page.content()).not.toMatch(/ana@example|4155550123/);
        await window.screenshot(`preferences-${language}-${viewport}`);
      },
    );
  });

  it('F3 is free of faults of accessibility in the dark', async () => {
    const userId = await pages.customer(SMS_ON);
    const window = await pages.open(pages.preferencesPath(userId), { dark: true, viewport: 'phone' });
    expect(await window.accessibilityFaults()).toEqual([]);
    await window.screenshot('preferences-dark');
  });

  describe.each([
    ['with JavaScript', true],
    ['without JavaScript', false],
  ])('%s', (_, script) => {
    it('F3 saves every kind of choice', async () => {
      const userId = await pages.customer();
      const window = await pages.open(pages.preferencesPath(userId), { script });
      const { page } = window;
      await page.getByRole('switch', { name: 'Text messages' }).check();
      await page.getByRole('switch', { name: 'In your account' }).uncheck();
      await page.getByRole('checkbox', { name: 'Order on its way: Email' }).uncheck();
      await page.getByLabel('From').fill('21:30');
      await page.getByLabel('Until').fill('07:15');
      await page.getByLabel('Time zone').selectOption('Europe/Madrid');
      await page.getByLabel('We write to you in').selectOption('fr');
      await page.getByRole('button', { name: 'Save changes' }).click();
      await page.getByText('Vos choix sont enregistrés').waitFor();
      expect(await page.title()).toBe('Vos choix sont enregistrés – Nos messages sur vos commandes');
      expect(await page.locator('html').getAttribute('lang')).toBe('fr');
      expect((await pages.stored(userId)).preferences).toEqual({
        globalEnabled: true,
        channels: { email: true, sms: true, in_app: false },
        types: { order_shipped: { enabled: true, channels: ['sms', 'in_app'] } },
        quietHours: { enabled: true, start: '21:30', end: '07:15' },
        timeZone: 'Europe/Madrid',
        language: 'fr',
      });
      expect(await page.locator('[data-outcome]:visible').innerText()).toBe(
        'Les SMS attendent de 21:30 à 07:15, heure de Madrid. Les e-mails et les messages dans votre compte n’attendent pas.',
      );
      expect(await window.accessibilityFaults()).toEqual([]);
      await window.screenshot(`saved-${script ? 'script' : 'plain'}`);
    });

    describe('N8 where the number changed since texts were agreed to', () => {
      const NEW_NUMBER = '+14155550124';
      const customerOfAnotherNumber = async (preferences: Partial<Preferences> = {}) => {
        const userId = await pages.customer({ ...SMS_ON, ...preferences });
        await pages.tell({ userId, phone: NEW_NUMBER });
        return userId;
      };
      const boxOf = ({ page }: BrowserWindow) => page.locator('.consent input');

      it.each(LANGUAGES)('says so, with the terms, and takes consent for the new one: %s', async (language) => {
        const userId = await customerOfAnotherNumber({ language });
        const window = await pages.open(pages.preferencesPath(userId), { script, viewport: 'phone' });
        const { page } = window;
        const asked = page.locator('.consent');
        expect(await asked.innerText()).toMatch(/••• 0124.*STOP.*HELP.*••• 0124/s);
        expect(await page.content()).not.toMatch(/5550124/);
        expect(await boxOf(window).isChecked()).toBe(false);
        expect(await window.accessibilityFaults()).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(VIEWPORTS.phone.width);
        await window.screenshot(`other-number-${language}-${script ? 'script' : 'plain'}`);
        expect(await pages.mayBeTexted(userId)).toBe(false);

        await boxOf(window).check();
        await page.locator('.save button').click();
        await page.locator('#notice.saved').waitFor();
        expect(await asked.count()).toBe(0);
        expect(await pages.mayBeTexted(userId)).toBe(true);
      });

      it('takes nothing else for consent', async () => {
        const userId = await customerOfAnotherNumber();
        const window = await pages.open(pages.preferencesPath(userId), { script });
        await window.page.getByRole('switch', { name: 'In your account' }).uncheck();
        await window.page.getByRole('button', { name: 'Save changes' }).click();
        await window.page.getByText('Your choices are saved').waitFor();
        expect(await boxOf(window).isVisible()).toBe(true);
        expect(await pages.mayBeTexted(userId)).toBe(false);
      });

      it('does not ask while texts are being turned off, and takes no consent with that', async () => {
        const userId = await customerOfAnotherNumber();
        const window = await pages.open(pages.preferencesPath(userId), { script });
        await boxOf(window).check();
        await window.page.getByRole('switch', { name: 'Text messages' }).uncheck();
        expect(await boxOf(window).isVisible()).toBe(false);
        await window.page.getByRole('button', { name: 'Save changes' }).click();
        await window.page.getByText('Your choices are saved').waitFor();
        expect((await pages.stored(userId)).preferences.channels.sms).toBe(false);
        expect(await pages.mayBeTexted(userId)).toBe(false);
      });

      it('keeps a box that was ticked where the rest is not valid, or was changed elsewhere', async () => {
        const userId = await customerOfAnotherNumber();
        const window = await pages.open(pages.preferencesPath(userId), { script });
        await boxOf(window).check();
        await window.page.getByLabel('Until').fill('');
        await window.page.getByRole('button', { name: 'Save changes' }).click();
        await window.page.locator('#notice.invalid').waitFor();
        expect(await boxOf(window).isChecked()).toBe(true);

        await window.page.getByLabel('Until').fill('07:00');
        await pages.change(userId, { language: 'en' });
        await window.page.getByRole('button', { name: 'Save changes' }).click();
        await window.page.locator('#notice.conflict').waitFor();
        expect(await boxOf(window).isChecked()).toBe(true);
        expect(await pages.mayBeTexted(userId)).toBe(false);
        await window.page.getByRole('button', { name: 'Save changes' }).click();
        await window.page.getByText('Your choices are saved').waitFor();
        expect(await pages.mayBeTexted(userId)).toBe(true);
      });

      it('takes no consent for a number that the page did not show', async () => {
        const userId = await customerOfAnotherNumber();
        const window = await pages.open(pages.preferencesPath(userId), { script });
        await boxOf(window).check();
        await pages.tell({ userId, phone: '+14155550125' });
        await window.page.getByRole('button', { name: 'Save changes' }).click();
        await window.page.getByText('Your choices are saved').waitFor();
        expect(await window.page.locator('.consent').innerText()).toContain('••• 0125');
        expect(await pages.mayBeTexted(userId)).toBe(false);
      });
    });

    it('F3 two tabs: the second is told what the first changed, and nothing is lost', async () => {
      const userId = await pages.customer();
      const path = pages.preferencesPath(userId);
      const [first, second] = [await pages.open(path, { script }), await pages.open(path, { script })];
      await first.page.getByRole('switch', { name: 'Email' }).uncheck();
      await first.page.getByRole('button', { name: 'Save changes' }).click();
      await first.page.getByText('Your choices are saved').waitFor();

      await second.page.getByRole('switch', { name: 'In your account' }).uncheck();
      await second.page.getByRole('button', { name: 'Save changes' }).click();
      const alert = second.page.locator('#notice');
      await alert.getByText('Not saved yet: your choices were changed elsewhere').waitFor();
      expect(await alert.locator('li').allInnerTexts()).toEqual(['Email: on → off']);
      expect((await pages.stored(userId)).preferences.channels).toMatchObject({ email: false, in_app: true });
      expect(await second.page.getByRole('switch', { name: 'Email' }).isChecked()).toBe(false);
      expect(await second.page.getByRole('switch', { name: 'In your account' }).isChecked()).toBe(false);
      expect(await second.accessibilityFaults()).toEqual([]);
      await second.screenshot(`conflict-${script ? 'script' : 'plain'}`);

      await second.page.getByRole('button', { name: 'Save changes' }).click();
      await second.page.getByText('Your choices are saved').waitFor();
      expect((await pages.stored(userId)).preferences.channels).toMatchObject({ email: false, in_app: false });
    });

    it('F3 a time that is none is marked, and the other choices are kept', async () => {
      const userId = await pages.customer();
      const window = await pages.open(pages.preferencesPath(userId), { script });
      const { page } = window;
      await page.getByLabel('Until').fill('');
      await page.getByRole('switch', { name: 'Email' }).uncheck();
      await page.getByRole('button', { name: 'Save changes' }).click();
      await page.getByText('Not saved yet: please check what is marked').waitFor();
      expect(await page.getByLabel('Until').getAttribute('aria-invalid')).toBe('true');
      expect(await page.getByRole('switch', { name: 'Email' }).isChecked()).toBe(false);
      expect((await pages.stored(userId)).version).toBe(0);
      expect(await window.accessibilityFaults()).toEqual([]);
      await window.screenshot(`invalid-${script ? 'script' : 'plain'}`);
    });
  });

  it.each(LANGUAGES)('F6 without JavaScript, an outage loses nothing that was chosen: %s', async (language) => {
    const locale = { en: 'en-US', es: 'es-MX', fr: 'fr-CA' }[language];
    const userId = await pages.customer({ language });
    const window = await pages.open(pages.preferencesPath(userId), { script: false, locale, viewport: 'phone' });
    const { page } = window;
    await page.locator('[name="channels.email"]').uncheck();
    await page.locator('[name="quietHours.end"]').fill('07:15');
    const repair = await pages.breakDown(window, 'POST');
    const answering = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.locator('.save button').click();
    const answer = await answering;
    expect([answer.status(), answer.headers()['retry-after']]).toEqual([503, '5']);
    await page.getByRole('button').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    await window.screenshot(`outage-${language}`);
    await page.getByRole('button').click();
    await page.getByRole('button').waitFor();
    expect((await pages.stored(userId)).preferences.channels.email).toBe(true);

    await repair();
    await page.getByRole('button').click();
    await page.locator('#notice.saved').waitFor();
    expect((await pages.stored(userId)).preferences).toMatchObject({
      channels: { email: false },
      quietHours: { end: '07:15' },
    });
  });

  it.each([true, false])('F6 a page that cannot be opened says so (JavaScript: %s)', async (script) => {
    const userId = await pages.customer();
    const window = await pages.open('/preferences/AAAA', { script });
    const repair = await pages.breakDown(window, 'GET');
    await window.page.goto(pages.api.url + pages.preferencesPath(userId));
    expect(await window.page.getByRole('heading', { level: 1 }).innerText()).toBe('We cannot do this right now');
    expect(await window.accessibilityFaults()).toEqual([]);
    await window.screenshot(`outage-${script ? 'script' : 'plain'}`);
    await repair();
    await window.page.getByRole('link', { name: 'Try again' }).click();
    await window.page.getByRole('button', { name: 'Save changes' }).waitFor();
  });

  it('F6 with JavaScript, an outage leaves the page as it is', async () => {
    const userId = await pages.customer();
    const window = await pages.open(pages.preferencesPath(userId));
    const { page } = window;
    const repair = await pages.breakDown(window, 'POST');
    await page.getByRole('switch', { name: 'Email' }).uncheck();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('This could not be saved.').waitFor();
    expect(await page.getByRole('switch', { name: 'Email' }).isChecked()).toBe(false);
    await repair();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Your choices are saved').waitFor();
  });

  it.each(LANGUAGES)('F3 names no time zone where the number goes with several: %s', async (language) => {
    const userId = await pages.customer({ ...SMS_ON, language });
    await pages.tell({ userId, timeZone: null });
    const window = await pages.open(pages.preferencesPath(userId), { viewport: 'phone' });
    const { page } = window;
    const shown = page.locator('[data-outcome]:visible');
    expect(await shown.getAttribute('data-outcome')).toBe('severalZones');
    expect(await shown.locator('b').allInnerTexts()).toEqual(['22:00', '08:00']);
    expect(await window.accessibilityFaults()).toEqual([]);
    await window.screenshot(`several-zones-${language}`);

    await page.locator('[name="quietHours.start"]').fill('21:00');
    expect(await shown.locator('b').allInnerTexts()).toEqual(['21:00', '08:00']);
    await page.locator('[name="timeZone"]').selectOption('Europe/Madrid');
    expect(await shown.locator('b').allInnerTexts()).toEqual(['21:00', '08:00', 'Madrid']);
    await page.locator('[name="timeZone"]').selectOption('');
    expect(await shown.getAttribute('data-outcome')).toBe('severalZones');
  });

  it('N8 whoever saves over a link that works no longer reads that, and nothing else', async () => {
    const userId = await pages.customer();
    const { page } = await pages.open(pages.preferencesPath(userId));
    await pages.erase(userId);
    await page.getByRole('switch', { name: 'Email' }).uncheck();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('This link does not work').waitFor();
    expect(await page.locator('body').innerText()).not.toContain('null');
    expect(await page.locator('footer').count()).toBe(0);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('This link does not work');
  });

  it('F3 says what quiet hours will do while they are being chosen', async () => {
    const { page } = await pages.open(pages.preferencesPath(await pages.customer()));
    const outcome = () => page.locator('[data-outcome]:visible').innerText();
    expect(await outcome()).toBe('Texts are turned off, so there is nothing to hold back.');
    await page.getByRole('switch', { name: 'Text messages' }).check();
    expect(await outcome()).toContain('Texts wait from 22:00 until 08:00, New York time.');
    await page.getByLabel('Until').fill('09:30');
    await page.getByLabel('Time zone').selectOption('Europe/Madrid');
    expect(await outcome()).toContain('Texts wait from 22:00 until 09:30, Madrid time.');
    await page.getByRole('switch', { name: 'No texts at night' }).uncheck();
    expect(await outcome()).toBe('Texts may arrive at any time of day or night.');
  });

  it('F3 can be worked with the keyboard alone, and the news take the focus', async () => {
    const userId = await pages.customer();
    const { page } = await pages.open(pages.preferencesPath(userId));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.name')).toBe('channels.email');
    await page.keyboard.press('Space');
    expect(await page.locator('.unsaved').innerText()).toBe('You have changes that are not saved.');
    await page.keyboard.press('Enter');
    await page.getByText('Your choices are saved').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('notice');
    expect(await page.locator('.unsaved').innerText()).toBe('');
    expect((await pages.stored(userId)).preferences.channels.email).toBe(false);
  });

  it('F3 keeps the choices where the server does not answer', async () => {
    const userId = await pages.customer();
    const { page } = await pages.open(pages.preferencesPath(userId));
    await page.route('**/*', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
    await page.getByRole('switch', { name: 'Email' }).uncheck();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('This could not be saved.').waitFor();
    expect(await page.getByRole('switch', { name: 'Email' }).isChecked()).toBe(false);
    await page.unroute('**/*');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Your choices are saved').waitFor();
    expect((await pages.stored(userId)).preferences.channels.email).toBe(false);
  });

  it('F5 shows the history, in the customer’s time and words', async () => {
    const userId = await pages.customer({ ...SMS_ON, globalEnabled: false });
    await pages.change(userId, {
      ...DEFAULT_PREFERENCES,
      types: { delivered: { enabled: true, channels: ['sms', 'in_app'] } },
    });
    const { page } = await pages.open(pages.preferencesPath(userId));
    await page.locator('summary').click();
    expect(await page.locator('.history ol > li ul').allInnerTexts()).toEqual([
      'Order notifications: off → on\nText messages: on → off\nDelivered (Email): on → off',
      'Order notifications: on → off\nText messages: off → on',
    ]);
  });
});
