import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type LiveFigures, liveFiguresSchema } from '#contracts';
import { addFigures, createDataSource } from '#database';
import { counted } from '#notifications';
import { setTimeout as delay } from 'node:timers/promises';
import { LiveFiguresReader } from '../../../apps/preferences-api/src/analytics/live-figures.reader.js';
import { MIGRATIONS } from '../../../migrations/index.js';
import { givenNotification } from '../../builders/notifications.js';
import { eventually } from '../../system/eventually.js';
import { type PrivateServer, privatePostgres } from '../../system/private-services.js';
import { MINUTE, TestClock } from '../../system/test-clock.js';
import { ApiFixture } from './api.fixture.js';

const STREAM = '/api/v2/notifications/analytics/stream';

interface ServerEvent {
  readonly name: string;
  readonly id: string | undefined;
  readonly data: unknown;
}

/** Listens until it is closed, or the server ends it. */
class Listener {
  readonly events: ServerEvent[] = [];
  private text = '';
  private readonly leaving = new AbortController();
  private constructor(readonly response: Response) {}

  static async open(api: ApiFixture, token: string): Promise<Listener> {
    const leaving = new AbortController();
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(api.url + STREAM, { headers, signal: leaving.signal });
    const listener = new Listener(response);
    listener.leaving.signal.addEventListener('abort', () => leaving.abort());
    return listener;
  }

  /** Everything that came, as it came. */
  get raw(): string {
    return this.text;
  }

  /** @returns once the server has ended the stream */
  async listen(): Promise<void> {
    try {
      for await (const chunk of this.response.body ?? []) {
        this.text += Buffer.from(chunk).toString();
        this.events.splice(0, Infinity, ...eventsIn(this.text));
      }
    } catch (error) {
      if (!this.leaving.signal.aborted) throw error;
    }
  }

  leave(): void {
    this.leaving.abort();
  }

  named(name: string): ServerEvent[] {
    return this.events.filter((event) => event.name === name);
  }

  latest(): LiveFigures {
    return liveFiguresSchema.parse(this.named('figures').at(-1)?.data);
  }
}

function eventsIn(text: string): ServerEvent[] {
  const blocks = text.split('\n\n').slice(0, -1);
  return blocks.flatMap((block) => {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
    const name = field('event');
    return name === undefined ? [] : [{ name, id: field('id'), data: JSON.parse(field('data') ?? 'null') as unknown }];
  });
}

describe('the stream of figures', () => {
  const clock = new TestClock();
  let api: ApiFixture;
  let ops: string;
  beforeAll(async () => {
    api = await ApiFixture.start({}, { clock });
    api.doNotCheckFigures();
    ops = await api.token('olga', 'notifications:ops');
  }, 60_000);
  afterAll(() => api.stop());

  it('AC-06: moves while something happens, with everything the dashboard shows', async () => {
    const listener = await Listener.open(api, ops);
    const listening = listener.listen();
    expect(Object.fromEntries(listener.response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    await eventually(() => expect(listener.named('figures')).not.toEqual([]));
    expect(listener.raw).toMatch(/^retry: 2000\n\n/);
    expect(listener.latest()).toMatchObject({ verdict: { state: expect.any(String) }, alerts: expect.any(Array) });
    expect(listener.latest().minutes).toHaveLength(15);

    await givenNotification(api.database, { queue: {} });
    await api.database.transaction((sql) => {
      addFigures(sql, [counted('preference', { label: 'channels.sms', detail: 'on' })], clock.now());
      return Promise.resolve();
    });
    await eventually(() => {
      const { waiting, minutes } = listener.latest();
      expect(waiting.find(({ channel }) => channel === 'email')?.due).toBe(1);
      expect(minutes.slice(-2).reduce((sum, step) => sum + step.planned, 0)).toBe(1);
      expect(minutes.slice(-2).reduce((sum, step) => sum + step.preferenceChanges, 0)).toBe(1);
    });
    const ids = listener.named('figures').map(({ id }) => Number(id));
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    listener.leave();
    await listening;
  });

  it('N5: reads once a second however many listen, and nothing while nobody does', async () => {
    const read = jest.spyOn(api.app.get(LiveFiguresReader), 'read');
    const listeners = await Promise.all([1, 2, 3, 4, 5].map(() => Listener.open(api, ops)));
    const listening = listeners.map((listener) => listener.listen());
    await eventually(() => {
      for (const listener of listeners) expect(listener.named('figures').length).toBeGreaterThanOrEqual(3);
    });
    const reads = read.mock.calls.length;
    expect(reads).toBeLessThanOrEqual(Math.max(...listeners.map((listener) => listener.events.length)) + 1);
    for (const listener of listeners) listener.leave();
    await Promise.all(listening);

    // The one under way ends.
    await delay(1_500);
    const before = read.mock.calls.length;
    await delay(2_000);
    expect(read.mock.calls.length).toBe(before);
    read.mockRestore();
  });

  it('N6: says when the access token expires, and ends', async () => {
    const listener = await Listener.open(api, ops);
    const listening = listener.listen();
    await eventually(() => expect(listener.named('figures')).not.toEqual([]));
    clock.advance(6 * MINUTE);
    await listening;
    expect(listener.events.at(-1)).toMatchObject({ name: 'expired', data: { code: 'expired_token' } });
    clock.advance(-6 * MINUTE);
  });

  it('answers HEAD without a stream', async () => {
    const { status, text } = await api.call('HEAD', STREAM, { token: ops });
    expect([status, text]).toEqual([200, '']);
  });
});

describe('the stream of figures, when the process ends', () => {
  it('N9: says so and ends at once', async () => {
    const api = await ApiFixture.start();
    const listener = await Listener.open(api, await api.token('olga', 'notifications:ops'));
    const listening = listener.listen();
    await eventually(() => expect(listener.named('figures')).not.toEqual([]));
    const begun = performance.now();
    await Promise.all([api.stop(), listening]);
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect(listener.events.at(-1)).toMatchObject({ name: 'closing' });
  }, 60_000);
});

describe('the stream of figures, when the database dies', () => {
  let postgres: PrivateServer;
  let api: ApiFixture;
  beforeAll(async () => {
    postgres = await privatePostgres();
    await postgres.start();
    const source = createDataSource(postgres.address, 1, 'tests').setOptions({ migrations: MIGRATIONS });
    await source.initialize();
    await source.runMigrations({ transaction: 'each' });
    await source.destroy();
    api = await ApiFixture.over(postgres.address);
  }, 60_000);
  afterAll(async () => {
    await api.stop();
    await postgres.remove();
  });

  it('N9: tells of the trouble, and goes on by itself', async () => {
    const token = await api.token('olga', 'notifications:ops');
    const listener = await eventually(async () => {
      const opened = await Listener.open(api, token);
      expect(opened.response.status).toBe(200);
      return opened;
    });
    const listening = listener.listen();
    await eventually(() => expect(listener.named('figures')).not.toEqual([]));

    await postgres.kill();
    await eventually(() => expect(listener.events.at(-1)).toMatchObject({ name: 'trouble' }));
    expect(listener.events.at(-1)?.data).toEqual({
      code: 'temporarily_unavailable',
      detail: expect.any(String),
      since: expect.any(String),
    });

    await postgres.start();
    await eventually(() => expect(listener.events.at(-1)).toMatchObject({ name: 'figures' }), 30_000);
    listener.leave();
    await listening;
  }, 90_000);
});
