import type { Browser, Page } from 'playwright-core';
import { BrowserWindow, type WindowOptions, launchBrowser } from './browser.js';

/** Windows with the dashboard in them, over whatever serves it. */
export class DashboardWindows {
  private readonly windows: BrowserWindow[] = [];

  private constructor(private readonly browser: Browser) {}

  static async launch(): Promise<DashboardWindows> {
    return new DashboardWindows(await launchBrowser());
  }

  stop(): Promise<void> {
    return this.browser.close();
  }

  /** Closes all windows. @returns what went wrong in them: errors, breaches of the policy, requests to other servers */
  async close(): Promise<string[]> {
    const closing = this.windows.splice(0);
    for (const window of closing) await window.close();
    return closing.flatMap(({ troubles }) => troubles);
  }

  /** At the sign-in. @param url of the server */
  async open(url: string, options?: WindowOptions): Promise<BrowserWindow> {
    const window = await BrowserWindow.open(this.browser, url, options);
    this.windows.push(window);
    await window.page.goto(`${url}/dashboard`);
    return window;
  }

  /** With live figures on it. */
  async openLive(url: string, token: string, options?: WindowOptions): Promise<BrowserWindow> {
    const window = await this.open(url, options);
    await signIn(window.page, token);
    await untilLive(window.page);
    return window;
  }
}

export async function signIn(page: Page, token: string): Promise<void> {
  await page.getByLabel('Access token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

export async function untilLive(page: Page): Promise<void> {
  await connection(page).getByText('Live', { exact: true }).waitFor();
  await page.getByRole('heading', { name: 'Throughput' }).waitFor();
}

export function connection(page: Page) {
  return page.locator('.connection');
}

/** Notifications planned in the minute under way, as the page says. */
export async function plannedThisMinute(page: Page): Promise<number> {
  return numberIn(await page.locator('[data-figure=this-minute]').innerText());
}

export function numberIn(text: string): number {
  return Number(text.replaceAll(',', ''));
}
