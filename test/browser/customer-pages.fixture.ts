import { randomUUID } from 'node:crypto';
import { type CustomerUpserted, DEFAULT_PREFERENCES, type NotificationType, type Preferences } from '#contracts';
import { type StoredPreferences, findPreferences, hasSmsConsent, loadCustomers } from '#database';
import { DirectoryService } from '#dispatch';
import { PreferencePageTokens } from '#privacy';
import type { Browser } from 'playwright-core';
import { PreferencesService } from '../../apps/preferences-api/src/preferences/preferences.service.js';
import { keyringSchema } from '#privacy';
import { developmentSettings } from '../../infra/development-settings.js';
import { ApiFixture } from '../integration/preferences-api/api.fixture.js';
import { BrowserWindow, type WindowOptions, launchBrowser } from './browser.js';

/** The real API on a real database, and a real browser to look at it. */
export class CustomerPages {
  private readonly windows: BrowserWindow[] = [];
  private readonly tokens = new PreferencePageTokens(keyringSchema.parse(developmentSettings()['TOKEN_KEYRING']));

  private constructor(
    readonly api: ApiFixture,
    private readonly browser: Browser,
  ) {}

  static async start(): Promise<CustomerPages> {
    return new CustomerPages(await ApiFixture.start(), await launchBrowser());
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.api.stop();
  }

  /** Closes all windows. @returns what went wrong in them */
  async closeWindows(): Promise<string[]> {
    const closing = this.windows.splice(0);
    for (const window of closing) await window.close();
    return closing.flatMap(({ troubles }) => troubles);
  }

  async open(path: string, options?: WindowOptions): Promise<BrowserWindow> {
    const window = await BrowserWindow.open(this.browser, this.api.url, options);
    this.windows.push(window);
    await window.page.goto(this.api.url + path);
    return window;
  }

  /** A customer in New York whom the directory knows. @returns their id */
  async customer(preferences: Partial<Preferences> = {}): Promise<string> {
    const userId = `customer-${randomUUID()}`;
    const contact = { email: 'ana@example.com', phone: '+14155550123', name: 'Ana', timeZone: 'America/New_York' };
    await this.tell({ userId, ...contact });
    if (Object.keys(preferences).length > 0) await this.change(userId, preferences);
    return userId;
  }

  /** The directory. */
  async tell(data: CustomerUpserted): Promise<void> {
    await this.directory.apply([{ type: 'customer.upserted', id: randomUUID(), time: new Date(), data }]);
  }

  async erase(userId: string): Promise<void> {
    await this.directory.apply([{ type: 'customer.deleted', id: randomUUID(), time: new Date(), data: { userId } }]);
  }

  private get directory(): DirectoryService {
    return this.api.app.get(DirectoryService, { strict: false });
  }

  /** Whether a text may go to the customer's number. */
  async mayBeTexted(userId: string): Promise<boolean> {
    const customer = (await loadCustomers(this.api.database, [userId])).get(userId);
    const phoneHash = customer?.directory?.phoneHash;
    return customer !== undefined && phoneHash != null && hasSmsConsent(customer, [phoneHash]);
  }

  /** What a window sends is answered by a server whose database is away, until the returned function is called. */
  async breakDown({ page }: BrowserWindow, method: 'GET' | 'POST'): Promise<() => Promise<void>> {
    const broken = await ApiFixture.startWithoutDatabase();
    await page.route('**/*', async (route) => {
      if (route.request().method() !== method || route.request().resourceType() === 'stylesheet')
        return route.continue();
      const { pathname } = new URL(route.request().url());
      return route.fulfill({ response: await route.fetch({ url: broken.url + pathname }) });
    });
    return async () => {
      await page.unroute('**/*');
      await broken.stop();
    };
  }

  /** As from the customer's account. */
  async change(userId: string, preferences: Partial<Preferences>): Promise<void> {
    const service = this.api.app.get(PreferencesService, { strict: false });
    await service.change(userId, 'preferences_api', (stored) => ({ ...stored.preferences, ...preferences }));
  }

  stored(userId: string): Promise<StoredPreferences> {
    return findPreferences(this.api.database, userId);
  }

  preferencesPath(userId: string): string {
    return `/preferences/${this.tokens.issue({ userId, issuedAt: new Date() })}`;
  }

  unsubscribePath(userId: string, type: NotificationType | null = 'order_shipped'): string {
    return this.api.unsubscribePath({ userId, type });
  }
}

export const SMS_ON = { channels: { ...DEFAULT_PREFERENCES.channels, sms: true } };
