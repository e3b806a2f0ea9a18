import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type NotificationDocument, notificationDocumentSchema } from '#contracts';
import { type AttemptRecord, Database, MOST_LOOKED_THROUGH, claimDue, insertDeadLetters, settle } from '#database';
import { givenNotification } from '../../builders/notifications.js';
import { ApiFixture } from './api.fixture.js';

const PATH = '/api/v2/notifications';
const NOBODYS_ID = '0199aaaa-0000-7000-8000-000000000001';
const DISPATCHED = new Date('2026-11-22T10:00:00.000Z');

const after = (ms: number) => new Date(DISPATCHED.getTime() + ms);

describe('look-ups', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start();
  });
  afterAll(() => api.stop());

  const find = async (id: string, subject: string, scope?: string) =>
    api.call('GET', `${PATH}/${id}`, { token: await api.token(subject, scope) });
  const search = async (query: Record<string, string>, scope = 'notifications:service') =>
    api.call('GET', `${PATH}?${new URLSearchParams(query).toString()}`, { token: await api.token('caller', scope) });
  const idsOf = (page: unknown) => (page as { items: NotificationDocument[] }).items.map(({ id }) => id);

  /** A notification whose first attempt failed and whose next one is due later. */
  async function givenRetry() {
    const notification = await givenNotification(api.database, { createdAt: DISPATCHED, queue: {} });
    const attempt = {
      number: 1,
      at: after(1_000),
      durationMs: 200,
      outcome: 'retryable',
      code: 'sendgrid_500',
    } as const;
    await settleAs(notification.id, { ...attempt, providerMessageId: null }, after(61_200));
    return notification;
  }

  async function settleAs(id: string, attempt: AttemptRecord, retryAt: Date | null) {
    const outcome =
      retryAt === null
        ? ({ kind: 'settled', status: 'sent', reason: null } as const)
        : ({ kind: 'requeued', state: 'pending', dueAt: retryAt, waitReason: null } as const);
    await api.database.transaction(async (sql) => {
      const claims = await claimDue(sql, 'email', 100, attempt.at, after(120_000));
      const claimNo = claims.find((claim) => claim.id === id)?.claimNo ?? Number.NaN;
      await settle(sql, [{ id, claimNo, attempt, outcome }], after(70_000));
    });
  }

  it('show what was tried, and when it goes on', async () => {
    const { id, orderId, userId } = await givenRetry();
    const { body, status } = await find(id, 'order-service', 'notifications:service');
    expect(status).toBe(200);
    expect(notificationDocumentSchema.parse(body)).toEqual(body);
    expect(body).toEqual({
      id,
      orderId,
      userId,
      type: 'order_shipped',
      channel: 'email',
      status: 'pending',
      reason: null,
      attempts: [
        {
          number: 1,
          at: '2026-11-22T10:00:01.000Z',
          durationMs: 200,
          outcome: 'retryable',
          code: 'sendgrid_500',
          message: 'The provider could not take the message for the moment.',
          providerMessageId: null,
        },
      ],
      timeline: [
        {
          at: '2026-11-22T10:00:00.000Z',
          event: 'planned',
          detail: 'For the order event “Order shipped” of 05:00 in New York.',
        },
        {
          at: '2026-11-22T10:00:01.000Z',
          event: 'attempt',
          detail: 'First attempt at 05:00 in New York: SendGrid answered 500.',
        },
        {
          at: '2026-11-22T10:00:01.200Z',
          event: 'waiting',
          detail: 'Email waits for its next attempt at 05:01 in New York.',
        },
      ],
      createdAt: '2026-11-22T10:00:00.000Z',
      nextAttemptAt: '2026-11-22T10:01:01.200Z',
      sentAt: null,
      deliveredAt: null,
      openedAt: null,
    });
  });

  it('show a send that succeeded after a retry', async () => {
    const { id } = await givenRetry();
    const accepted = { number: 2, at: after(62_000), durationMs: 90, outcome: 'accepted', code: null } as const;
    await settleAs(id, { ...accepted, providerMessageId: 'sg-1' }, null);
    const { body } = await find(id, 'agent', 'notifications:support');
    expect(body).toMatchObject({
      status: 'sent',
      nextAttemptAt: null,
      attempts: [{ number: 1 }, { number: 2, outcome: 'accepted', providerMessageId: 'sg-1' }],
    });
    expect((body as NotificationDocument).timeline.map(({ event }) => event)).toEqual([
      'planned',
      'attempt',
      'attempt',
      'sent',
    ]);
  });

  it('show why it waits and why it was not sent', async () => {
    const dueAt = after(3_600_000);
    const queue = { dueAt, waitReason: 'quiet_hours' } as const;
    const waiting = await givenNotification(api.database, { createdAt: DISPATCHED, channel: 'sms', queue });
    expect((await find(waiting.id, 'agent', 'notifications:support')).body).toMatchObject({
      status: 'pending',
      reason: 'quiet_hours',
      nextAttemptAt: dueAt.toISOString(),
      timeline: [
        { event: 'planned' },
        { event: 'waiting', detail: 'SMS waits: 05:00 in New York, quiet until 06:00.' },
      ],
    });
    const off = await givenNotification(api.database, { status: 'suppressed', reason: 'channel_off' });
    expect((await find(off.id, 'agent', 'notifications:support')).body).toMatchObject({
      status: 'suppressed',
      reason: 'channel_off',
      nextAttemptAt: null,
      timeline: [{ event: 'planned' }, { event: 'suppressed', detail: 'Not sent: emails are switched off.' }],
    });
  });

  it('show customers their own, without codes and provider ids', async () => {
    const { id, userId } = await givenRetry();
    const { status, body } = await find(id, userId);
    expect(status).toBe(200);
    const [attempt] = (body as NotificationDocument).attempts;
    expect(attempt).toHaveProperty('message');
    expect(attempt).not.toHaveProperty('code');
    expect(attempt).not.toHaveProperty('providerMessageId');
  });

  it("answer for somebody else's as for one that never was", async () => {
    const { id } = await givenNotification(api.database);
    const withoutTrace = ({ body, status }: { body: unknown; status: number }) => ({
      status,
      ...(body as object),
      traceId: '',
    });
    const others = withoutTrace(await find(id, 'mallory'));
    expect(others).toMatchObject({ status: 404, code: 'not_found' });
    expect(withoutTrace(await find(NOBODYS_ID, 'mallory'))).toEqual(others);
    expect(withoutTrace(await find('no-uuid', 'mallory'))).toEqual(others);
  });

  it('find the notifications of an order, and of a customer by status, newest first', async () => {
    const userId = 'frequent';
    const [first, second, third] = [
      await givenNotification(api.database, { userId, orderId: 'o-1', createdAt: after(0), status: 'sent' }),
      await givenNotification(api.database, { userId, orderId: 'o-1', createdAt: after(1), status: 'sent' }),
      await givenNotification(api.database, { userId, orderId: 'o-2', createdAt: after(2), queue: {} }),
    ];
    expect(idsOf((await search({ orderId: 'o-1' })).body)).toEqual([second.id, first.id]);
    expect(idsOf((await search({ userId })).body)).toEqual([third.id, second.id, first.id]);
    expect(idsOf((await search({ userId, status: 'pending' })).body)).toEqual([third.id]);
    expect(idsOf((await search({ userId, orderId: 'o-3' })).body)).toEqual([]);
  });

  it('page through everything once', async () => {
    const userId = 'paged';
    const expected: string[] = [];
    for (let index = 0; index < 5; index++) {
      expected.unshift((await givenNotification(api.database, { userId, createdAt: after(index) })).id);
    }
    const seen: string[][] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await search({ userId, limit: '2', ...(cursor === '' ? {} : { cursor }) });
      seen.push(idsOf(body));
      cursor = (body as { nextCursor: string | null }).nextCursor;
    }
    expect(seen.map(({ length }) => length)).toEqual([2, 2, 1]);
    expect(seen.flat()).toEqual(expected);
  });

  it('find for operators what stands somewhere, whoever it belongs to', async () => {
    await api.database.query(
      `TRUNCATE notification_log, inbox_counter, delivery_queue, dead_letter, order_event, delivery_figure`,
    );
    const failed = { status: 'failed', reason: 'retries_exhausted' } as const;
    const [waiting, older, newer, off] = [
      await givenNotification(api.database, { createdAt: after(0), queue: {} }),
      await givenNotification(api.database, { createdAt: after(1), ...failed }),
      await givenNotification(api.database, { createdAt: after(2), ...failed }),
      await givenNotification(api.database, { createdAt: after(3), status: 'suppressed', reason: 'type_off' }),
    ];
    await insertDeadLetters(api.database, [newer.id, older.id], after(4));
    // As while a retry is under way: the log says what was, the queue what is.
    const again = await givenNotification(api.database, { createdAt: after(5), status: 'sent', queue: {} });
    const standing = async (status: string, more: Record<string, string> = {}) =>
      (await search({ status, ...more }, 'notifications:ops')).body as { nextCursor: string | null };
    expect(idsOf(await standing('pending'))).toEqual([again.id, waiting.id]);
    expect(idsOf(await standing('failed'))).toEqual([newer.id, older.id]);
    expect(idsOf(await standing('suppressed'))).toEqual([off.id]);
    expect(idsOf(await standing('sent'))).toEqual([]);
    for (const status of ['pending', 'failed']) {
      const { nextCursor: cursor, ...first } = await standing(status, { limit: '1' });
      const second = await standing(status, { limit: '1', cursor: cursor ?? '' });
      expect([...idsOf(first), ...idsOf(second)]).toEqual(idsOf(await standing(status)));
      expect(second.nextCursor).toBeNull();
    }
  });

  it('go on from where a page has looked enough', async () => {
    await api.database.query(
      `TRUNCATE notification_log, inbox_counter, delivery_queue, dead_letter, order_event, delivery_figure`,
    );
    const off = await givenNotification(api.database, { createdAt: after(0), status: 'expired', reason: 'too_old' });
    api.doNotCheckFigures();
    await api.database.query(
      `INSERT INTO notification_log (id, order_event_id, order_id, user_id, notification_type, channel, status, created_at)
       SELECT ('01a30000000070008000' || lpad(to_hex(n), 12, '0'))::uuid, $1, 'o', 'u', 'delivered', 'email', 'sent', now()
         FROM generate_series(1, $2::int) n`,
      [off.orderEventId, MOST_LOOKED_THROUGH],
    );
    const first = (await search({ status: 'expired' }, 'notifications:ops')).body as { nextCursor: string };
    expect([idsOf(first), first.nextCursor]).toEqual([[], expect.any(String)]);
    const second = await search({ status: 'expired', cursor: first.nextCursor }, 'notifications:ops');
    expect(second.body).toMatchObject({ items: [{ id: off.id }], nextCursor: null });
  });

  it('let operators see everything, and the others one order or customer at a time', async () => {
    await givenNotification(api.database);
    const all = await search({ limit: '1' }, 'notifications:ops');
    expect(all.status).toBe(200);
    expect(idsOf(all.body)).toHaveLength(1);
    for (const scope of ['notifications:service', 'notifications:support']) {
      expect(await search({ limit: '1' }, scope)).toMatchObject({
        status: 422,
        body: { errors: [{ field: 'orderId' }] },
      });
    }
  });

  it.each([
    ['limit', { limit: '0' }],
    ['limit', { limit: '101' }],
    ['limit', { limit: 'many' }],
    ['cursor', { cursor: 'rubbish' }],
    ['status', { status: 'lost' }],
    ['orderId', { orderId: 'a\u0000b' }],
    ['userID', { userID: 'ana' }],
  ])('name the fault in a query: %s', async (field, query) => {
    expect(await search({ orderId: 'o-1', ...query })).toMatchObject({ status: 422, body: { errors: [{ field }] } });
  });

  it('take as many statements for a page as for one, however much they find', async () => {
    const userId = 'counted';
    const { id } = await givenNotification(api.database, { userId });
    for (let index = 0; index < 3; index++) await givenNotification(api.database, { userId });
    const statements = jest.spyOn(api.app.get(Database), 'query');
    await find(id, userId);
    const forOne = statements.mock.calls.length;
    statements.mockClear();
    expect(idsOf((await search({ userId })).body)).toHaveLength(4);
    expect(statements).toHaveBeenCalledTimes(forOne);
    expect(forOne).toBeLessThan(10);
    statements.mockRestore();
  });
});
