import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Analytics, type DeliveryRate, analyticsSchema, deliveryRateSchema } from '#contracts';
import {
  type NewQueueRow,
  addFigures,
  countDeadLetters,
  countObjectives,
  countReleases,
  countWaiting,
  findHalts,
  findOldestDue,
  haltChannel,
  moveFigures,
  pause,
} from '#database';
import { type Figure, counted, figuresOfLatency, figuresOfNoAcceptance } from '#notifications';
import { givenNotification } from '../../builders/notifications.js';
import { HOUR, MINUTE, SECOND, TestClock } from '../../system/test-clock.js';
import { ApiFixture } from './api.fixture.js';

const ANALYTICS = '/api/v2/notifications/analytics';
const DAY = 24 * HOUR;

describe('analytics', () => {
  const NOW = new Date('2026-11-22T10:07:30Z');
  const clock = new TestClock(NOW);
  let api: ApiFixture;
  let ops: string;
  beforeAll(async () => {
    api = await ApiFixture.start({}, { clock });
    // These are put in without the rows that they count.
    api.doNotCheckFigures();
    ops = await api.token('olga', 'notifications:ops');
  }, 60_000);
  afterAll(() => api.stop());
  beforeEach(async () => {
    await api.database.query(
      `TRUNCATE delivery_figure, figure_summary, notification_log, inbox_counter, notification_attempt, order_event, delivery_queue, channel_state, operator_pause, dead_letter`,
    );
    clock.travelTo(NOW);
  });

  const ago = (ms: number) => new Date(clock.now().getTime() - ms);
  const given = (at: Date, ...figures: Figure[]) =>
    api.database.transaction((sql) => {
      addFigures(sql, figures, at);
      return Promise.resolve();
    });
  const status = (label: string, amount: number, of: Partial<Figure> = {}): Figure => ({
    ...{
      kind: 'status',
      channel: 'email',
      type: 'order_shipped',
      language: 'en',
      label,
      detail: '',
      amount,
      departed: 0,
    },
    ...of,
  });
  const left = (label: string, departed: number, of: Partial<Figure> = {}) => status(label, 0, { departed, ...of });

  async function read(query = ''): Promise<Analytics> {
    const { status: code, body } = await api.call('GET', `${ANALYTICS}${query}`, { token: ops });
    expect([code, body]).toEqual([200, expect.anything()]);
    return analyticsSchema.parse(body);
  }

  it('F5: tells outcomes by channel, type and language, the delivery rate among them', async () => {
    const sms = { channel: 'sms', type: 'delivered', language: 'es' } as const;
    await given(
      ago(2 * MINUTE),
      ...[status('pending', 100), left('pending', 100), status('sent', 98), left('sent', 90), status('delivered', 90)],
      ...[status('failed', 2, { detail: 'bounced' }), status('suppressed', 7, { detail: 'type_off' })],
      ...[status('pending', 9, sms), status('superseded', 1, { ...sms, detail: 'overtaken' })],
    );
    const figures = await read();
    const email = { planned: 107, sent: 98, delivered: 90, failed: 2, suppressed: 7, superseded: 0, expired: 0 };
    expect(figures.totals).toMatchObject({ ...email, planned: 117, superseded: 1, deliveryRate: 90 / 92 });
    expect(figures.channels.map(({ channel, provider, planned }) => [channel, provider, planned])).toEqual([
      ['email', 'sendgrid', 107],
      ['sms', 'twilio', 10],
      ['in_app', 'inbox', 0],
    ]);
    expect(figures.types.find(({ type }) => type === 'order_shipped')).toEqual({
      type: 'order_shipped',
      ...email,
      deliveryRate: 90 / 92,
    });
    expect(figures.languages.map(({ language, planned, deliveryRate }) => [language, planned, deliveryRate])).toEqual([
      ['en', 107, 90 / 92],
      ['es', 10, null],
      ['fr', 0, null],
    ]);
    expect(figures.reasons).toEqual([
      { channel: 'email', status: 'suppressed', reason: 'type_off', count: 7 },
      { channel: 'email', status: 'failed', reason: 'bounced', count: 2 },
      { channel: 'sms', status: 'superseded', reason: 'overtaken', count: 1 },
    ]);
  });

  it('F5: gives a series without a gap, which adds up to the totals', async () => {
    await given(
      ago(30 * MINUTE),
      status('delivered', 5),
      counted('preference', { label: 'channels.sms', detail: 'on' }),
    );
    await given(
      ago(MINUTE),
      status('delivered', 3),
      counted('attempt', { channel: 'email', label: 'accepted', detail: '2', amount: 4 }),
      counted('attempt', { channel: 'email', label: 'accepted', detail: '1', amount: 9 }),
    );
    const { from, to, interval, series, totals } = await read();
    expect([from, to, interval]).toEqual(['2026-11-22T09:07:00.000Z', '2026-11-22T10:08:00.000Z', '1m']);
    expect(series).toHaveLength(61);
    expect(series.map(({ at }) => Date.parse(at))).toEqual(series.map((_, i) => Date.parse(from) + i * MINUTE));
    expect(series.reduce((sum, step) => sum + step.delivered, 0)).toBe(totals.delivered);
    expect(series.at(-2)).toMatchObject({ at: '2026-11-22T10:06:00.000Z', delivered: 3, retried: 4 });
    expect(series.find(({ preferenceChanges }) => preferenceChanges > 0)?.at).toBe('2026-11-22T09:37:00.000Z');
    expect(totals).toMatchObject({ delivered: 8, retried: 4 });
  });

  it.each(['1m', '15m', '1h', '1d'])(
    'F5: says the same by steps of %s before and after figures are added up',
    async (interval) => {
      const waits = { channel: 'email', since: ago(90 * MINUTE), waited: false } as const;
      await given(
        ago(80 * MINUTE),
        ...[status('pending', 30), status('sent', 20), left('pending', 20), status('failed', 1, { detail: 'bounced' })],
        ...figuresOfLatency('acceptance', { ...waits, until: ago(80 * MINUTE) }),
        counted('engagement', { channel: 'email', type: 'order_shipped', label: 'open', detail: 'machine' }),
      );
      await given(ago(SECOND), status('delivered', 20), left('sent', 20));
      const query = `?from=${ago(2 * HOUR).toISOString()}&interval=${interval}`;
      const before = await read(query);
      expect(await moveFigures(api.database, ago(0))).toBeGreaterThan(0);
      expect(await read(query)).toEqual(before);
      expect(before.totals).toMatchObject({ planned: 31, sent: 20, delivered: 20, acceptance: { count: 1 } });
    },
  );

  it('F5: puts days, hours and minutes together to a span of any length', async () => {
    for (const back of [0, 3 * HOUR, DAY, 40 * HOUR, 6 * DAY, 40 * DAY]) await given(ago(back), status('delivered', 1));
    await moveFigures(api.database, ago(-MINUTE));
    const counts = [];
    for (const length of [HOUR, 4 * HOUR, 25 * HOUR, 41 * HOUR, 7 * DAY, 90 * DAY]) {
      const { totals, series } = await read(`?from=${ago(length).toISOString()}`);
      counts.push([totals.delivered, series.reduce((sum, step) => sum + step.delivered, 0)]);
    }
    expect(counts).toEqual([1, 2, 3, 4, 5, 6].map((count) => [count, count]));
  });

  it('F5: shows how long it took, without what had to wait', async () => {
    const elapsed = { channel: 'sms', since: ago(10 * SECOND) } as const;
    const quick = figuresOfLatency('acceptance', { ...elapsed, until: ago(8 * SECOND), waited: false });
    const late = figuresOfLatency('acceptance', { ...elapsed, since: ago(9 * HOUR), until: ago(0), waited: true });
    await given(
      ago(0),
      ...quick,
      ...quick,
      ...late,
      ...figuresOfNoAcceptance({ ...elapsed, waited: false }),
      ...figuresOfLatency('delivery', { ...elapsed, until: ago(0), waited: false }),
    );
    const { channels, series } = await read();
    expect(channels.find(({ channel }) => channel === 'sms')).toMatchObject({
      acceptance: { p50: 1.75, count: 2 },
      delivery: { count: 1 },
    });
    expect(series.at(-1)?.acceptance).toMatchObject({ p50: 1.75, count: 2 });
  });

  it('F5, F9: names errors with their meaning, when they were seen, and whom to look at', async () => {
    const { id, channel } = await givenNotification(api.database, { createdAt: ago(50 * MINUTE), status: 'failed' });
    const other = await givenNotification(api.database, {
      createdAt: ago(40 * MINUTE),
      channel: 'sms',
      status: 'failed',
    });
    await api.database.query(
      `INSERT INTO notification_attempt (notification_id, number, at, duration_ms, outcome, code)
       SELECT n.id, 1, $2, 5, 'retryable', 'connection_failed' FROM unnest($1::uuid[]) AS n(id)`,
      [[id, other.id], ago(40 * MINUTE)],
    );
    const failed = counted('error', { channel, label: 'connection_failed', detail: 'retryable' });
    await given(ago(50 * MINUTE), failed, failed);
    await moveFigures(api.database, ago(0));
    await given(ago(MINUTE), failed);
    for (const interval of ['1m', '1h', '1d']) {
      const { errors } = await read(`?interval=${interval}`);
      expect(errors).toEqual([
        {
          channel: 'email',
          code: 'connection_failed',
          meaning: 'The provider could not be reached.',
          count: 3,
          firstSeenAt: '2026-11-22T09:17:00.000Z',
          lastSeenAt: '2026-11-22T10:06:00.000Z',
          samples: [id],
        },
      ]);
    }
  });

  it('F5: tells readers from programs, and opens from clicks', async () => {
    const engaged = (label: string, detail: string, amount: number) =>
      counted('engagement', { channel: 'email', type: 'order_shipped', language: 'en', label, detail, amount });
    await given(
      ago(0),
      status('delivered', 40),
      ...[engaged('open', 'person', 30), engaged('first_open', 'person', 20), engaged('first_open', 'machine', 9)],
      ...[engaged('open', 'machine', 12), engaged('click', 'person', 6), engaged('first_click', 'person', 4)],
    );
    const { engagement } = await read();
    const expected = {
      delivered: 40,
      opens: { unique: 20, total: 30 },
      machineOpens: { unique: 9, total: 12 },
      clicks: { unique: 4, total: 6 },
      openRate: 0.5,
      clickRate: 0.1,
    };
    expect(engagement.all).toEqual({ type: null, ...expected });
    expect(engagement.types.find(({ type }) => type === 'order_shipped')).toEqual({
      type: 'order_shipped',
      ...expected,
    });
    expect(engagement.types.find(({ type }) => type === 'delivered')).toMatchObject({ delivered: 0, openRate: null });
  });

  it('F5: shows retries by attempt, preferences that changed, suppressions, segments and events', async () => {
    await given(
      ago(0),
      counted('attempt', { channel: 'sms', type: 'delivered', label: 'retryable', detail: '1', amount: 3 }),
      counted('attempt', { channel: 'sms', type: 'delivered', label: 'accepted', detail: '2', amount: 2 }),
      counted('preference', { channel: 'sms', label: 'channels.sms', detail: 'off', amount: 2 }),
      counted('suppression', { channel: 'sms', label: 'stop', detail: 'added', amount: 5 }),
      counted('suppression', { channel: 'sms', label: 'stop', detail: 'lifted', amount: 1 }),
      counted('segments', { channel: 'sms', label: '', amount: 11 }),
      counted('event', { type: 'delivered', label: '', amount: 4 }),
      counted('event', { type: 'order_shipped', label: '', amount: 3 }),
    );
    const figures = await read();
    const none = { accepted: 0, retryable: 0, permanent: 0, unconfirmed: 0 };
    expect(figures.retries).toEqual([
      { channel: 'sms', attempt: 1, calls: { ...none, retryable: 3 } },
      { channel: 'sms', attempt: 2, calls: { ...none, accepted: 2 } },
    ]);
    expect(figures.preferenceChanges).toEqual([{ choice: 'channels.sms', to: 'off', count: 2 }]);
    expect(figures.suppressions).toEqual([{ channel: 'sms', reason: 'stop', added: 5, lifted: 1 }]);
    expect([figures.totals.segments, figures.channels[1]?.segments, figures.totals.events]).toEqual([11, 11, 7]);
  });

  it('F5, N2: gives the delivery rate of a window, and what is still under way', async () => {
    await given(ago(30 * MINUTE), status('delivered', 30), status('failed', 10), status('suppressed', 50));
    await given(ago(3 * DAY), status('delivered', 60));
    await givenNotification(api.database, { queue: { waitReason: null } });
    const rate = async (query: string): Promise<DeliveryRate> => {
      const { body } = await api.call('GET', `${ANALYTICS}/delivery-rate${query}`, { token: ops });
      return deliveryRateSchema.parse(body);
    };
    const email = { channel: 'email', failed: 10, pending: 1, suppressed: 50 } as const;
    expect(await rate('?channel=email')).toEqual({ window: '1h', channels: [{ ...email, delivered: 30, rate: 0.75 }] });
    expect(await rate('?channel=email&window=7d')).toEqual({
      window: '7d',
      channels: [{ ...email, delivered: 90, rate: 0.9 }],
    });
    expect((await rate('?window=15m')).channels.map(({ channel, rate: share }) => [channel, share])).toEqual([
      ['email', null],
      ['sms', null],
      ['in_app', null],
    ]);
  });

  it.each([
    ['?interval=5m', 'interval'],
    ['?from=yesterday', 'from'],
    ['?from=2026-11-22T10:00:00Z&to=2026-11-22T09:00:00Z', 'from'],
    ['?from=2026-11-21T00:00:00Z&interval=1m', 'interval'],
    ['?since=2026-11-21T00:00:00Z', 'since'],
    ['/delivery-rate?window=2h', 'window'],
    ['/delivery-rate?channel=fax', 'channel'],
  ])('F5: refuses %s', async (query, field) => {
    const { status: code, body } = await api.call('GET', `${ANALYTICS}${query}`, { token: ops });
    expect([code, body]).toEqual([422, expect.objectContaining({ errors: [expect.objectContaining({ field })] })]);
  });

  it.each([ANALYTICS, `${ANALYTICS}/delivery-rate`, `${ANALYTICS}/stream`])(
    'F5: opens %s to operators alone',
    async (path) => {
      for (const scope of [undefined, 'notifications:support', 'notifications:service']) {
        const { status: code } = await api.call('GET', path, { token: await api.token('somebody', scope) });
        expect(code).toBe(403);
      }
    },
  );

  it('N1, N2: counts what objectives ask about, by window and channel', async () => {
    const took = (ms: number) =>
      figuresOfLatency('acceptance', { channel: 'sms', since: ago(ms), until: ago(0), waited: false });
    await given(
      ago(2 * MINUTE),
      ...took(SECOND),
      ...took(2 * MINUTE),
      ...[1, 2].flatMap(() => figuresOfNoAcceptance({ channel: 'sms', since: ago(0), waited: false })),
      status('failed', 2, { channel: 'sms', detail: 'retries_exhausted' }),
      // Somebody replays what had failed long before.
      left('failed', 70, { channel: 'sms', detail: 'retries_exhausted' }),
    );
    await given(ago(3 * HOUR), ...took(SECOND), status('delivered', 5, { channel: 'sms' }));
    await moveFigures(api.database, ago(0));
    await given(ago(0), ...took(SECOND));
    const old = { createdAt: ago(5 * MINUTE), channel: 'sms' } as const;
    await givenNotification(api.database, { ...old, queue: {} });
    await givenNotification(api.database, { ...old, queue: { waitReason: 'quiet_hours', dueAt: ago(-HOUR) } });

    const counts = await countObjectives(api.database, [15 * MINUTE, 6 * HOUR, 2 * DAY], clock.now());
    const of = (objective: string, windowMs: number) => {
      const found = counts.find(
        (one) => one.objective === objective && one.channel === 'sms' && one.windowMs === windowMs,
      );
      return [found?.good, found?.bad];
    };
    // Late: one that took two minutes, two that were given up on, one that still lies there.
    expect([of('N1', 15 * MINUTE), of('N1', 6 * HOUR), of('N1', 2 * DAY)]).toEqual([
      [2, 4],
      [3, 4],
      [3, 4],
    ]);
    expect([of('N2', 15 * MINUTE), of('N2', 6 * HOUR)]).toEqual([
      [0, 2],
      [5, 2],
    ]);
  });

  it('F9: tells what waits, why, and when it is released', async () => {
    const row = (queue: Partial<NewQueueRow>, createdAt = ago(0)) =>
      givenNotification(api.database, { channel: 'sms', createdAt, queue });
    await row({}, ago(90 * SECOND));
    await row({ dueAt: ago(-5 * SECOND) }, ago(2 * SECOND));
    await row({ waitReason: 'quiet_hours', dueAt: new Date('2026-11-22T13:00:20Z') });
    await row({ waitReason: 'paused' });
    await pause(api.database, 'sms', 'olga', null, ago(0));
    const retried = await row({});
    const claimed = await row({});
    await api.database.query(
      `UPDATE delivery_queue SET attempts = 1, claim_no = 1, due_at = '2026-11-22T10:12:00Z' WHERE id = $1`,
      [retried.id],
    );
    await api.database.query(`UPDATE delivery_queue SET state = 'sending', claim_no = 1 WHERE id = $1`, [claimed.id]);

    const dying = await row({}, ago(3 * MINUTE));
    const unknown = await row({});
    const asked = await row({ dueAt: ago(30 * SECOND) });
    await api.database.query(
      `UPDATE delivery_queue SET state = 'sending', claim_no = 1, lease_expires_at = $2 WHERE id = $1`,
      [dying.id, ago(100 * SECOND)],
    );
    await api.database.query(
      `UPDATE delivery_queue SET state = 'unconfirmed', claim_no = 1, due_at = CASE id WHEN $1 THEN $2 ELSE due_at END
        WHERE id IN ($1, $3)`,
      [unknown.id, ago(-MINUTE), asked.id],
    );

    const sms = (await countWaiting(api.database, clock.now())).find(({ channel }) => channel === 'sms');
    expect(sms).toEqual({
      ...{ channel: 'sms', due: 4, sending: 1, unconfirmed: 1, retrying: 1, quietHours: 1, paused: 1 },
      oldestDueSeconds: expect.closeTo(100, 0),
    });
    expect((await findOldestDue(api.database, clock.now())).find(({ channel }) => channel === 'sms')).toEqual({
      ...{ channel: 'sms', oldestSeconds: expect.closeTo(100, 0), oldestReleasedSeconds: null },
    });
    expect(await countReleases(api.database, clock.now())).toEqual([
      { hour: '2026-11-22T10:00:00.000Z', channel: 'sms', count: 1 },
      { hour: '2026-11-22T13:00:00.000Z', channel: 'sms', count: 1 },
    ]);
  });

  it('F9: tells of channels that are held, and of dead letters', async () => {
    const until = ago(-MINUTE);
    await haltChannel(api.database, 'email', { reason: 'provider_failing', since: ago(0), until });
    await api.database.query(`INSERT INTO dead_letter (notification_id, at) VALUES (gen_random_uuid(), now())`);
    expect(await findHalts(api.database)).toEqual([
      { channel: 'email', reason: 'provider_failing', since: expect.any(String), until: until.toISOString() },
    ]);
    expect(await countDeadLetters(api.database)).toEqual({ notifications: 1, rejectedEvents: 0 });
  });
});
