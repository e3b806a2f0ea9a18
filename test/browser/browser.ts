import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import type axe from 'axe-core';
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** @throws with what to do about it */
function executable(): string {
  const given = process.env['CHROMIUM_PATH'];
  if (given !== undefined) return given;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
  if (found === undefined) throw new Error('No Chromium found: install one, or name it in CHROMIUM_PATH');
  return found;
}

export function launchBrowser(): Promise<Browser> {
  // Containers run as root and have little shared memory.
  return chromium.launch({ executablePath: executable(), args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

export const VIEWPORTS = { phone: { width: 375, height: 812 }, desktop: { width: 1280, height: 900 } } as const;

export interface WindowOptions {
  readonly viewport?: keyof typeof VIEWPORTS;
  /** Default: true. */
  readonly script?: boolean;
  readonly dark?: boolean;
  readonly locale?: string;
}

function contextOf(browser: Browser, options: WindowOptions): Promise<BrowserContext> {
  const { viewport = 'desktop', script = true, dark = false, locale = 'en-US' } = options;
  return browser.newContext({
    viewport: VIEWPORTS[viewport],
    javaScriptEnabled: script,
    colorScheme: dark ? 'dark' : 'light',
    locale,
    // Nothing takes time: what is looked at has come to rest.
    reducedMotion: 'reduce',
  });
}

/** axe-core is injected past the page's policy, which stays as it is. */
async function faultsIn(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const result = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<axe.AxeResults> } };
    return (await axe.run()).violations;
  });
  return result.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** A window of its own: no cookies, no cache. It notes what goes wrong in it, and what it asks other servers for. */
export class BrowserWindow {
  readonly troubles: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    readonly origin: string,
    private readonly options: WindowOptions,
  ) {}

  static async open(browser: Browser, origin: string, options: WindowOptions = {}): Promise<BrowserWindow> {
    const context = await contextOf(browser, options);
    const window = new BrowserWindow(context, await context.newPage(), origin, options);
    window.watch();
    return window;
  }

  close(): Promise<void> {
    return this.context.close();
  }

  /** What the accessibility rules of axe-core find wrong. */
  async accessibilityFaults(): Promise<string[]> {
    return this.options.script === false ? this.faultsOfCopy() : faultsIn(this.page);
  }

  /** axe-core needs timers, which a page without scripts has not: it looks at the same page elsewhere, where only its own script may run. */
  private async faultsOfCopy(): Promise<string[]> {
    const browser = this.context.browser();
    if (browser === null) throw new Error('The window has no browser');
    const copy = await contextOf(browser, { ...this.options, script: true });
    try {
      const page = await copy.newPage();
      const [address, body] = [this.page.url(), await this.page.content()];
      await page.route('**/*.js', (route) => route.abort());
      await page.route(address, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
      await page.goto(address);
      return await faultsIn(page);
    } finally {
      await copy.close();
    }
  }

  /** Into BROWSER_SCREENSHOTS, where that is set: for people to look at. */
  async screenshot(name: string): Promise<void> {
    const folder = process.env['BROWSER_SCREENSHOTS'];
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  }

  private watch(): void {
    this.page.on('pageerror', (error) => this.troubles.push(`error: ${error.message}`));
    this.page.on('console', (message) => {
      // The browser itself reports answers of 4xx, which are expected.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        this.troubles.push(`console: ${message.text()}`);
      }
    });
    this.page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== this.origin && protocol !== 'data:') this.troubles.push(`request: ${request.url()}`);
    });
  }
}
