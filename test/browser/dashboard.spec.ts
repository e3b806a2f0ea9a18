import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Alert, NOTIFICATION_TYPES } from '#contracts';
import type { Page } from 'playwright-core';
import { eventually } from '../system/eventually.js';
import { VIEWPORTS } from './browser.js';
import { DashboardWindows, connection, plannedThisMinute, signIn, untilLive } from './dashboard.fixture.js';
import { MadeUpService } from './made-up-service.fixture.js';
import { PageWork } from './page-work.fixture.js';

const SIZES = Object.keys(VIEWPORTS) as (keyof typeof VIEWPORTS)[];
const ALERT: Alert = {
  id: '0196f5a2-7c1e-7d00-8a00-000000000001',
  name: 'ProviderCallsFailing',
  subject: 'sms',
  severity: 'page',
  state: 'raised',
  detail: '12.4 % of the calls to Twilio failed in the last 5 minutes; 5 % are allowed.',
  value: 0.124,
  threshold: 0.05,
  raisedAt: new Date(Date.now() - 240_000).toISOString(),
  resolvedAt: null,
};

/** Much is made up here; dashboard-figures.spec.ts looks at real figures. */
describe('the dashboard in a browser', () => {
  let windows: DashboardWindows;
  let service: MadeUpService;
  beforeAll(async () => {
    windows = await DashboardWindows.launch();
    service = await MadeUpService.start({ perSecond: 40, alerts: [ALERT] });
  });
  afterAll(async () => {
    await windows.stop();
    await service.stop();
  });
  // A script error, a breach of the policy or a request to another server fails the test it happens in.
  afterEach(async () => expect(await windows.close()).toEqual([]));

  describe.each(SIZES)('on a %s', (viewport) => {
    it.each([
      ['light', false],
      ['dark', true],
    ])('F5 is free of faults of accessibility and fits: %s', async (theme, dark) => {
      const window = await windows.open(service.url, { viewport, dark });
      expect(await window.accessibilityFaults()).toEqual([]);
      await window.screenshot(`dashboard-sign-in-${viewport}-${theme}`);
      await signIn(window.page, 'any');
      await window.page.getByRole('heading', { name: 'Types and languages' }).waitFor();
      for (const summary of await window.page.getByText('As a table').all()) await summary.click();
      expect(await window.accessibilityFaults()).toEqual([]);
      expect(await window.page.evaluate('document.documentElement.scrollWidth')).toBe(VIEWPORTS[viewport].width);
      await window.screenshot(`dashboard-${viewport}-${theme}`);
    });
  });

  it('F5 says how the service stands in words', async () => {
    const { page } = await windows.openLive(service.url, 'any');
    expect(await page.title()).toBe('▲ Within objectives, at risk – Order notifications');
    const verdict = await page.getByRole('region', { name: 'Verdict' }).innerText();
    expect(verdict).toMatch(/Within objectives, at risk.*Calls to Twilio fail/s);
    for (const fact of [
      'Budget left',
      'Oldest waiting',
      'Consumer lag',
      'Dead letters',
      'Providers',
      'Pauses',
      'Alerts',
    ]) {
      expect(verdict).toContain(fact);
    }
    const alerts = page.getByRole('list', { name: 'Alerts that are raised' });
    expect(await alerts.innerText()).toContain('ProviderCallsFailing, sms 12.4 %');
  });

  it('F5 shows figures by channel, type, reason and code, with samples to look up', async () => {
    const { page } = await windows.openLive(service.url, 'any');
    const channels = page.getByRole('region', { name: 'Channels: table' });
    expect(await channels.getByRole('rowheader').allInnerTexts()).toEqual(['Email', 'SMS', 'In-app', 'All']);
    expect(await page.getByRole('region', { name: 'Types and languages: table' }).getByRole('row').count()).toBe(
      1 + NOTIFICATION_TYPES.length + 4,
    );
    expect(await page.getByRole('heading', { name: 'Why notifications were not sent' }).count()).toBe(1);
    const samples = page.getByRole('region', { name: 'Errors of providers: table' }).getByRole('link');
    expect(await samples.first().getAttribute('href')).toMatch(/^#\/search\?q=[0-9a-f-]{36}$/);
  });

  it('F5 shows the same figures in a table as in a chart', async () => {
    const { page } = await windows.openLive(service.url, 'any');
    await page.getByRole('button', { name: '15 m' }).click();
    await page.getByText('As a table').first().click();
    const table = page.getByRole('region', { name: 'Notifications a minute: table' });
    expect(await table.getByRole('columnheader').allInnerTexts()).toEqual([
      'From',
      'Sent',
      'Not sent, by rule',
      'Failed',
      'Delivered',
      'Retried',
    ]);
  });

  it('F5 looks at other windows, closer, and back', async () => {
    const { page } = await windows.openLive(service.url, 'any');
    const asked = (interval: string) =>
      page.waitForResponse((response) => response.url().includes('/analytics?') && response.url().includes(interval));
    await Promise.all([asked('interval=1h'), page.getByRole('button', { name: '7 d' }).click()]);
    expect(await page.getByRole('button', { name: '7 d' }).getAttribute('aria-pressed')).toBe('true');

    const chart = await page.locator('.u-over').first().boundingBox();
    if (chart === null) throw new Error('There is no chart');
    const y = chart.y + chart.height / 2;
    await page.mouse.move(chart.x + chart.width * 0.5, y);
    await page.mouse.down();
    await page.mouse.move(chart.x + chart.width * 0.6, y, { steps: 5 });
    await Promise.all([asked('interval=15m'), page.mouse.up()]);
    await page.getByRole('button', { name: 'Back to the last 7 d' }).click();
    expect(await page.getByRole('button', { name: '7 d' }).getAttribute('aria-pressed')).toBe('true');
  });

  it('F5 stands still while it is paused, and goes on', async () => {
    const { page } = await windows.openLive(service.url, 'any');
    await page.getByRole('button', { name: 'Pause' }).click();
    const before = await plannedThisMinute(page);
    await page.waitForTimeout(2_500);
    expect(await plannedThisMinute(page)).toBe(before);
    await connection(page).getByText('Paused').waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await eventually(async () => expect(await plannedThisMinute(page)).not.toBe(before));
  });

  it('F5 says that the connection is lost and since when, and recovers by itself', async () => {
    const { page } = await windows.openLive(service.url, 'any');
    service.goAway();
    await connection(page)
      .getByText(/Reconnecting since \d\d:\d\d:\d\d/)
      .waitFor();
    await page.getByText('Not known now.').waitFor();
    expect(await page.locator('.figures.stale').count()).toBe(1);
    service.comeBack();
    await connection(page).getByText('Live', { exact: true }).waitFor();
    await page.getByText('Within objectives, at risk').waitFor();
    expect(await page.locator('.figures.stale').count()).toBe(0);
  });

  it('F5 says how old the figures are where the stream is open and silent', async () => {
    const window = await windows.openLive(service.url, 'any');
    service.fallSilent();
    await connection(window.page).getByText('Stale').waitFor();
    expect(await connection(window.page).innerText()).toMatch(/Figures 1\d s old/);
    expect(await window.accessibilityFaults()).toEqual([]);
    await window.screenshot('dashboard-stale');
    service.comeBack();
    await connection(window.page).getByText('Live', { exact: true }).waitFor();
  });

  it('F5 says that the server has no figures', async () => {
    const { page } = await windows.openLive(service.url, 'any');
    service.loseFigures();
    await connection(page)
      .getByText(/No new figures since \d\d:\d\d:\d\d/)
      .waitFor();
    expect(await page.locator('.figures.stale').count()).toBe(1);
    service.comeBack();
    await connection(page).getByText('Live', { exact: true }).waitFor();
  });

  describe('over figures of its own', () => {
    const own: MadeUpService[] = [];
    afterAll(() => Promise.all(own.map((each) => each.stop())));

    async function openOver(options: Partial<Parameters<typeof MadeUpService.start>[0]>): Promise<Page> {
      const service = await MadeUpService.start({ perSecond: 40, ...options });
      own.push(service);
      const { page } = await windows.openLive(service.url, 'any');
      return page;
    }

    const group = 'dispatcher';
    const topic = 'orders.order-events.v1';
    it.each([
      ['of a broker that says nothing', [], 'Unknown', 'Unknown: Kafka does not answer.'],
      ['of groups that it says nothing of', [{ group, topic, lag: null }], 'Unknown', 'Unknown'],
      [
        'of some of them',
        [
          { group, topic, lag: 0 },
          { group: 'email-worker', topic: 'notifications.email.v1', lag: null },
        ],
        '0 + unknown',
        'Unknown',
      ],
    ])('F5 does not take a lag for 0 that is not known, %s', async (_, consumers, fact, cell) => {
      const page = await openOver({ live: { consumers } });
      const verdict = page.locator('.facts .warn').filter({ hasText: 'Consumer lag' });
      expect(await verdict.innerText()).toMatch(new RegExp(`Consumer lag\\s+${fact.replace('+', '\\+')}\n`));
      const panel = page.getByRole('region', { name: 'Consumers', exact: true });
      await panel
        .locator('.warn')
        .getByText(cell, { exact: true })
        .or(panel.locator('.warn', { hasText: cell }))
        .waitFor();
    });

    it('F5 says how many more there are where a list is cut, and cuts no failure before what a rule kept back', async () => {
      const amounts = Array.from({ length: 15 }, (_, i) => 100 - i);
      const instants = { firstSeenAt: ALERT.raisedAt, lastSeenAt: ALERT.raisedAt };
      const page = await openOver({
        alerts: Array.from({ length: 31 }, (_, i) => ({ ...ALERT, id: ALERT.id.replace(/..$/, String(10 + i)) })),
        analytics: {
          reasons: amounts.map((count, i) => ({
            channel: 'sms',
            ...(i < 14
              ? ({ status: `suppressed ${i}`, reason: 'channel_off' } as const)
              : ({ status: 'failed', reason: 'bounced' } as const)),
            count,
          })),
          errors: amounts.map((count) => ({
            channel: 'sms',
            code: `c${count}`,
            meaning: '',
            count,
            ...instants,
            samples: [],
          })),
          preferenceChanges: amounts.map((count) => ({ choice: `c${count}`, to: 'on', count })),
          suppressions: amounts.map((added) => ({ channel: 'sms', reason: `r${added}`, added, lifted: 0 })),
        },
      });
      const panel = (name: string) => page.getByRole('region', { name, exact: true });
      const more = async (name: string) =>
        (
          await panel(name)
            .getByText(/^and \d+ more$/)
            .allInnerTexts()
        ).join();
      const reasons = panel('Why notifications were not sent');
      expect(await reasons.getByRole('rowheader').first().innerText()).toMatch(/Bounced/);
      expect(await more('Why notifications were not sent')).toBe('and 7 more');
      expect(await more('Errors of providers')).toBe('and 3 more');
      expect(await more('What customers changed')).toBe('and 7 more,and 7 more');
      await panel('Alerts').getByText('and 4 more').waitFor();
    });

    it('F5 never rounds an objective up that is missed', async () => {
      const of = { channel: 'sms', burnRate: 1, budgetLeft: -0.001 } as const;
      const missed = [{ ...of, id: 'N2' as const, target: 0.999, value: 0.998_99 }];
      const page = await openOver({ live: { verdict: { state: 'breached', summary: '', objectives: missed } } });
      const row = page.getByRole('region', { name: 'Objectives: table' }).getByRole('row').last();
      expect(await row.getByRole('cell').allInnerTexts()).toEqual([
        'SMS',
        expect.stringContaining('99.89'),
        '1×',
        '-1\u00a0%',
      ]);
    });
  });

  it('F5 follows notifications from the event on', async () => {
    const { page } = await windows.openLive(service.url, 'any');
    const stages = page.getByRole('region', { name: 'From event to reader' }).getByRole('rowheader');
    expect((await stages.allInnerTexts()).map((text) => text.split(' ')[0])).toEqual([
      'Events',
      'Planned',
      'Sent',
      'Delivered',
      'Opened',
      'Clicked',
    ]);
  });

  it('F5 goes by the clock of the server', async () => {
    const { page } = await windows.open(service.url);
    await page.addInitScript('const now = Date.now; Date.now = () => now() - 3 * 3_600_000');
    await page.reload();
    const asked = page.waitForRequest((request) => {
      const { pathname, searchParams } = new URL(request.url());
      const to = Date.parse(searchParams.get('to') ?? '');
      return pathname.endsWith('/analytics') && Math.abs(to - Date.now()) < 120_000;
    });
    await signIn(page, 'any');
    await asked;
    await page.locator('[data-figure=rate]').getByText(/\d/).waitFor();
  });

  it('N6 says what is wrong with a token that no header may hold', async () => {
    const { page } = await windows.open(service.url);
    await signIn(page, '“any…”');
    await page.getByRole('alert').getByText('characters that no access token has').waitFor();
    await signIn(page, 'any');
    await untilLive(page);
  });

  it('F5 can be worked with the keyboard', async () => {
    const { page } = await windows.open(service.url);
    await page.locator('textarea:focus').waitFor();
    await page.keyboard.type('any');
    await page.keyboard.press('Enter');
    await untilLive(page);
    const window = page.getByRole('button', { name: '24 h' });
    await window.focus();
    await page.keyboard.press('Space');
    expect(await window.getAttribute('aria-pressed')).toBe('true');
    await page.getByText('As a table').first().press('Enter');
    await page.getByRole('region', { name: 'Notifications a minute: table' }).waitFor();
  });

  it('F5 keeps the chosen colours', async () => {
    const { page } = await windows.openLive(service.url, 'any');
    await page.getByRole('button', { name: 'Dark' }).click();
    await page.reload();
    await page.getByRole('heading', { name: 'Throughput' }).waitFor();
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
  });

  it('N4 draws 2,000 notifications a second without stumbling', async () => {
    const busy = await MadeUpService.start({ perSecond: 2_000, eventsEveryMs: 250 });
    try {
      const { page } = await windows.openLive(busy.url, 'any');
      const work = await PageWork.watch(page);
      const before = await plannedThisMinute(page);
      await page.waitForTimeout(8_000);
      const { processorShare, longestMs } = await work.measure();
      expect(await plannedThisMinute(page)).not.toBe(before);
      console.log(`${(processorShare * 100).toFixed(1)} % of a processor; longest task ${longestMs.toFixed(0)} ms`);
      // Processor time, not time: how long a task takes also depends on what else the machine does.
      expect(processorShare).toBeLessThan(0.25);
    } finally {
      await busy.stop();
    }
  });
});
