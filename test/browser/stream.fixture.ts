import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { signAccessToken } from '../../infra/access-token.js';
import { EXAMPLE_FOLDER } from '../../infra/demo/example-build.js';
import { exampleServer } from '../../infra/demo/example-server.js';
import { developmentSettings } from '../../infra/development-settings.js';
import { PortPicker } from '../../infra/free-port.js';
import { anOrderEvent } from '../builders/order-events.js';
import { TestSystem } from '../system/test-system.js';
import { BrowserWindow, type WindowOptions, launchBrowser } from './browser.js';
import { CuttableWire } from './cuttable-wire.js';

/** What does not come by then will not come. */
const PAGE_WITHIN_MS = 10_000;

export type ExamplePage = 'plain' | 'react';

/** The example of the stream's client over the real system, in a real browser. */
export class StreamPages {
  private readonly windows: BrowserWindow[] = [];
  private server: Server | undefined;
  /** Tokens given, in order, by whom they are for. */
  readonly signIns: string[] = [];
  /** How long the next tokens are valid. */
  tokenValidFor = '1h';

  private constructor(
    readonly system: TestSystem,
    readonly wire: CuttableWire,
    private readonly browser: Browser,
    readonly origin: string,
  ) {}

  static async start(): Promise<StreamPages> {
    const port = await new PortPicker().pick();
    const origin = `http://127.0.0.1:${port}`;
    const system = await TestSystem.start({ CORS_ORIGINS: origin });
    const pages = new StreamPages(system, await CuttableWire.to(system.urls.stream), await launchBrowser(), origin);
    await pages.serve(port);
    return pages;
  }

  private async serve(port: number): Promise<void> {
    const customers = [
      {
        userId: 'ana-1',
        name: 'Ana',
        about: 'wants everything, on all three channels',
        language: 'es',
        timeZone: 'Europe/Madrid',
      },
      { userId: 'ben-1', name: 'Ben', about: 'never chose anything', language: 'en', timeZone: 'America/New_York' },
    ];
    const signIn = (subject: string) => {
      this.signIns.push(subject);
      return signAccessToken(developmentSettings(), { subject, validFor: this.tokenValidFor });
    };
    this.server = exampleServer({
      folder: EXAMPLE_FOLDER,
      apiUrl: this.system.urls.api,
      streamUrl: this.wire.url,
      customers,
      signIn,
    });
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async stop(): Promise<void> {
    await this.browser.close();
    this.server?.closeAllConnections();
    this.server?.close();
    await this.wire.close();
    await this.system.stop();
  }

  /** Closes all windows. @returns what went wrong in them; connections that a cut wire breaks are none of it */
  async closeWindows(): Promise<string[]> {
    this.wire.mend();
    this.tokenValidFor = '1h';
    const closing = this.windows.splice(0);
    for (const window of closing) await window.close();
    return closing
      .flatMap(({ troubles }) => troubles)
      .filter((trouble) => !trouble.startsWith(`request: ${this.system.urls.api}/`))
      .filter((trouble) => !trouble.startsWith('console: WebSocket connection to'));
  }

  /** @param path from the root of the server */
  async openPath(path: string, options?: WindowOptions): Promise<BrowserWindow> {
    const window = await BrowserWindow.open(this.browser, this.origin, options);
    this.windows.push(window);
    window.page.setDefaultTimeout(PAGE_WITHIN_MS);
    await window.page.goto(`${this.origin}${path}`);
    return window;
  }

  /** With the connection open. */
  async open(which: ExamplePage, userId: string, options?: WindowOptions): Promise<BrowserWindow> {
    const window = await this.openPath(`/${which}.html#${encodeURIComponent(userId)}`, options);
    await untilConnection(window.page, 'Live');
    return window;
  }

  newCustomer(): string {
    return `customer-${randomUUID().slice(0, 8)}`;
  }

  /** Something happens to one of the customer's orders. @returns the order's number, which is in the message */
  async happens(userId: string): Promise<string> {
    const orderNumber = `A-${randomUUID().slice(0, 6)}`;
    await this.system.publish(anOrderEvent('order_shipped', { data: { userId, orderNumber } }));
    return orderNumber;
  }

  /** Until it is in the inbox. */
  async arrives(userId: string): Promise<string> {
    const before = await this.unreadOf(userId);
    const orderNumber = await this.happens(userId);
    for (const deadline = Date.now() + 20_000; (await this.unreadOf(userId)) === before;) {
      if (Date.now() > deadline) throw new Error('Nothing arrived in the inbox');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return orderNumber;
  }

  /** As the API says. */
  async unreadOf(userId: string): Promise<number> {
    const token = await this.system.token(userId);
    const answer = await this.system.call('GET', '/notifications/inbox/unread-count', { token });
    return ((await answer.json()) as { count: number }).count;
  }
}

export async function untilConnection(page: Page, words: string): Promise<void> {
  await page.locator('#connection').getByText(words, { exact: true }).waitFor();
}

/** The message about an order. */
export function messageAbout(page: Page, orderNumber: string) {
  return page.getByRole('listitem').filter({ hasText: orderNumber });
}

/** Beside the bell; nothing unread is not shown. */
export async function unreadShown(page: Page): Promise<number> {
  const count = page.locator('#count');
  return (await count.isVisible()) ? Number(await count.innerText()) : 0;
}
