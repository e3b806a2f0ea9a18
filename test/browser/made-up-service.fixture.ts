/** The built dashboard over made-up figures: for its looks, for much traffic, and for what a real service does too rarely. */
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Alert,
  type Analytics,
  FIGURE_INTERVALS,
  type LiveFigures,
  analyticsSchema,
  liveFiguresSchema,
} from '#contracts';
import { z } from 'zod';
import {
  DASHBOARD_PAGE_HEADERS,
  type DashboardFiles,
  readDashboardFiles,
} from '../../apps/preferences-api/src/dashboard/dashboard-files.js';
import { MadeUpFigures } from './made-up-figures.fixture.js';

const API = '/api/v2/notifications';
const DEFAULT_EVENTS_EVERY_MS = 1_000;

const analyticsQuery = z.object({ from: z.string(), to: z.string(), interval: z.enum(FIGURE_INTERVALS) });

interface MadeUpOptions {
  readonly perSecond: number;
  readonly eventsEveryMs?: number;
  readonly alerts?: readonly Alert[];
  /** Of what is made up, these parts are as given. */
  readonly analytics?: Partial<Analytics>;
  readonly live?: Partial<LiveFigures>;
}

/** Signs anybody in. What it answers is checked against the schemas, as the real one's answers are. */
export class MadeUpService {
  private readonly figures: MadeUpFigures;
  private readonly server: Server;
  private readonly streams = new Set<ServerResponse>();
  private silent = false;
  private troubledSince: Date | undefined;
  private away = false;

  private constructor(
    private readonly files: DashboardFiles,
    private readonly options: MadeUpOptions,
  ) {
    this.figures = new MadeUpFigures(options.perSecond);
    this.server = createServer((request, response) => this.answer(request, response));
  }

  /** @throws where the dashboard has not been built */
  static async start(options: MadeUpOptions): Promise<MadeUpService> {
    const files = readDashboardFiles();
    if (files === undefined) throw new Error('The dashboard has not been built: run npm run build:dashboard');
    const service = new MadeUpService(files, options);
    await new Promise<void>((resolve) => service.server.listen(0, '127.0.0.1', resolve));
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Streams stay open and say nothing. */
  fallSilent(): void {
    this.silent = true;
  }

  /** As where the database is away. */
  loseFigures(): void {
    this.troubledSince = new Date();
  }

  /** Open streams break off, and nothing is answered until it comes back. */
  goAway(): void {
    this.away = true;
    for (const stream of this.streams) stream.destroy();
  }

  comeBack(): void {
    this.away = false;
    this.silent = false;
    this.troubledSince = undefined;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    if (this.away) {
      response.destroy();
      return;
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    const asset = this.files.assets.get(pathname.replace('/dashboard/assets/', ''));
    if (pathname === '/dashboard') response.writeHead(200, DASHBOARD_PAGE_HEADERS).end(this.files.page);
    else if (asset !== undefined) response.writeHead(200, { 'content-type': asset.type }).end(asset.content);
    else if (pathname === `${API}/analytics/stream`) this.stream(response);
    else if (pathname === `${API}/analytics`) json(response, this.analytics(Object.fromEntries(searchParams)));
    else if (pathname === `${API}/alerts`)
      json(response, { items: [...(this.options.alerts ?? []), ...pastAlerts(Date.now())] });
    else if (pathname === `${API}/controls`) json(response, {});
    else json(response, { code: 'not_found', detail: 'Nothing is here' }, 404);
  }

  private analytics(query: Record<string, string>): unknown {
    const { from, to, interval } = analyticsQuery.parse(query);
    return analyticsSchema.parse({
      ...this.figures.analytics(Date.parse(from), Date.parse(to), interval),
      ...this.options.analytics,
    });
  }

  private event(): string {
    if (this.troubledSince !== undefined) {
      const data = { code: 'temporarily_unavailable', detail: 'The database is away', since: this.troubledSince };
      return `event: trouble\ndata: ${JSON.stringify(data)}\n\n`;
    }
    const figures = liveFiguresSchema.parse({ ...this.figures.live(this.options.alerts), ...this.options.live });
    return `event: figures\ndata: ${JSON.stringify(figures)}\n\n`;
  }

  private stream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const send = (): void => {
      if (!this.silent) response.write(this.event());
    };
    const timer = setInterval(send, this.options.eventsEveryMs ?? DEFAULT_EVENTS_EVERY_MS);
    this.streams.add(response);
    response.on('close', () => {
      clearInterval(timer);
      this.streams.delete(response);
    });
    send();
  }
}

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const HOUR_MS = 3_600_000;

function pastAlerts(now: number): Alert[] {
  const past = [
    ['OldestWaiting', 'email', 3, 7, 'The oldest email was due 94 s ago; 60 s are allowed.'],
    ['N1BurningFast', 'sms', 26, 18, 'SMS used its budget of N1 15.2 times as fast as it may; 14.4 is the limit.'],
    ['ConsumerLag', 'notifications.in-app.v1', 51, 4, 'in-app-worker was 12,480 messages behind.'],
  ] as const;
  return past.map(([name, subject, hoursAgo, minutes, detail], i) => ({
    id: `0196f5a2-7c1e-7d00-8a00-00000000010${i}`,
    name,
    subject,
    severity: 'page',
    state: 'resolved',
    detail,
    value: null,
    threshold: null,
    raisedAt: new Date(now - hoursAgo * HOUR_MS).toISOString(),
    resolvedAt: new Date(now - hoursAgo * HOUR_MS + minutes * 60_000).toISOString(),
  }));
}
