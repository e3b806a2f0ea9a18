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

/** A window of its own: no cookies, no cache. It notes what goes wrong in it, and what it asks other servers for. */
export class BrowserWindow {
  readonly troubles: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    readonly origin: string,
  ) {}

  static async open(browser: Browser, origin: string, options: WindowOptions = {}): Promise<BrowserWindow> {
    const { viewport = 'desktop', script = true, dark = false, locale = 'en-US' } = options;
    const context = await browser.newContext({
      viewport: VIEWPORTS[viewport],
      javaScriptEnabled: script,
      colorScheme: dark ? 'dark' : 'light',
      locale,
      // Nothing takes time: what is looked at has come to rest.
      reducedMotion: 'reduce',
    });
    const window = new BrowserWindow(context, await context.newPage(), origin);
    window.watch();
    return window;
  }

  close(): Promise<void> {
    return this.context.close();
  }

  /** What the accessibility rules of axe-core find wrong. It is injected past the page's policy, which stays as it is. */
  async accessibilityFaults(): Promise<string[]> {
    await this.page.evaluate(AXE);
    const result = await this.page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run(): Promise<axe.AxeResults> } };
      return (await axe.run()).violations;
    });
    return result.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
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
