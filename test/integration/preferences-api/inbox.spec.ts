import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  DEFAULT_PREFERENCES,
  type DeliveryEventData,
  type InAppLive,
  type NotificationType,
  type OrderData,
  TOPICS,
} from '#contracts';
import { Database, type OutboxRow, savePreferences, settle } from '#database';
import { DispatchService } from '#dispatch';
import type { InboxPage } from '../../../apps/preferences-api/src/inbox/inbox.schema.js';
import { anOrderEvent } from '../../builders/order-events.js';
import { type Answer, ApiFixture } from './api.fixture.js';

const PATH = '/api/v2/notifications/inbox';
const NOBODYS_ID = '0199aaaa-0000-7000-8000-000000000001';

describe('the inbox', () => {
  let api: ApiFixture;
  let customers = 0;
  const aCustomer = () => `inbox-${(customers += 1)}`;
  beforeAll(async () => {
    api = await ApiFixture.start();
  }, 30_000);
  afterAll(() => api.stop());

  const call = async (method: string, path: string, userId: string): Promise<Answer> =>
    api.call(method, PATH + path, { token: await api.token(userId) });
  const list = async (userId: string, query: Record<string, string> = {}): Promise<InboxPage> =>
    (await call('GET', `?${new URLSearchParams(query).toString()}`, userId)).body as InboxPage;
  const seqs = ({ items }: InboxPage) => items.map(({ seq }) => seq);
  const unread = async (userId: string) => (await call('GET', '/unread-count', userId)).body;

  /** A message that has reached the inbox. */
  async function given(userId: string, type: NotificationType = 'order_shipped', data: Partial<OrderData> = {}) {
    const event = anOrderEvent(type, { data: { ...data, userId } });
    await api.app.get(DispatchService).dispatchBehind([event]);
    const [row] = await api.database.query<{ id: string }>(
      `SELECT id FROM notification_log WHERE order_id = $1 AND channel = 'in_app' AND status = 'pending'`,
      [event.data.orderId],
    );
    const { id } = row ?? { id: '' };
    const outcome = { kind: 'settled', status: 'sent', reason: null } as const;
    await api.database.transaction((sql) => settle(sql, [{ id, claimNo: 0, attempt: null, outcome }], new Date()));
    return { id, orderId: event.data.orderId };
  }

  async function givenMany(userId: string, count: number) {
    const given_ = [];
    for (let i = 0; i < count; i++) given_.push(await given(userId));
    return given_;
  }

  const statusOf = async (id: string) =>
    (await api.database.query<{ status: string }>(`SELECT status FROM notification_log WHERE id = $1`, [id]))[0]
      ?.status;

  /** Values of what waits to be published on a topic about a customer. Kafka is away, so everything stays. */
  async function published<T extends { userId: string }>(topic: string, userId: string): Promise<T[]> {
    const rows = await api.database.query<OutboxRow>(`SELECT id, messages FROM outbox ORDER BY id`);
    return rows
      .flatMap(({ messages }) => messages)
      .filter((message) => message.topic === topic)
      .map(({ value }) => JSON.parse(value ?? 'null') as T)
      .filter((value) => value.userId === userId);
  }
  const deliveryEvents = async (userId: string) =>
    (await published<DeliveryEventData>(TOPICS.deliveryEvents.name, userId)).filter(
      ({ channel }) => channel === 'in_app',
    );
  const liveMessages = (userId: string) => published<InAppLive>(TOPICS.inAppLive.name, userId);

  it('shows messages newest first, as the stream does, and whether they were read', async () => {
    const userId = aCustomer();
    const [first, second] = [await given(userId), await given(userId)];
    await call('POST', `/${first.id}/read`, userId);
    const page = await list(userId);
    expect(page).toMatchObject({
      items: [
        { id: second.id, seq: 2, type: 'order_shipped', data: { orderId: second.orderId }, readAt: null },
        { id: first.id, seq: 1, readAt: expect.any(String) },
      ],
      nextCursor: null,
      unreadCount: 1,
    });
    expect(page.items[0]?.title).not.toBe('');
    expect(page.items[0]?.body).toContain('UPS');
  });

  it('speaks the language that the customer chose', async () => {
    const userId = aCustomer();
    await given(userId);
    const english = await list(userId);
    const spanish = { ...DEFAULT_PREFERENCES, language: 'es' as const };
    await api.database.transaction((sql) => savePreferences(sql, userId, spanish, new Date()));
    expect((await list(userId)).items[0]?.title).not.toBe(english.items[0]?.title);
  });

  it('is the customer’s own', async () => {
    const [ana, bob] = [aCustomer(), aCustomer()];
    const { id } = await given(ana);
    expect((await list(bob)).items).toEqual([]);
    for (const action of ['read', 'archive']) {
      expect(await call('POST', `/${id}/${action}`, bob)).toMatchObject({ status: 404 });
    }
    expect(await unread(ana)).toEqual({ count: 1 });
  });

  it('pages through everything once', async () => {
    const userId = aCustomer();
    await givenMany(userId, 5);
    const seen: number[][] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: InboxPage = await list(userId, { limit: '2', ...(cursor === '' ? {} : { cursor }) });
      seen.push(seqs(page));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual([[5, 4], [3, 2], [1]]);
  });

  it('finds what is unread, of a type, about an order', async () => {
    const userId = aCustomer();
    const shipped = await given(userId);
    const delivered = await given(userId, 'delivered');
    await call('POST', `/${delivered.id}/read`, userId);
    expect(seqs(await list(userId, { unread: 'true' }))).toEqual([1]);
    expect(seqs(await list(userId, { unread: 'false' }))).toEqual([2, 1]);
    expect(seqs(await list(userId, { type: 'delivered' }))).toEqual([2]);
    expect(seqs(await list(userId, { orderId: shipped.orderId }))).toEqual([1]);
    expect(await list(userId, { orderId: 'another' })).toMatchObject({ items: [], unreadCount: 1 });
  });

  it('knows nothing of messages that are on their way, or were not to be sent', async () => {
    const userId = aCustomer();
    const event = anOrderEvent('order_shipped', { data: { userId } });
    await api.app.get(DispatchService).dispatchBehind([event]);
    expect(await list(userId)).toEqual({ items: [], nextCursor: null, unreadCount: 0 });
    const rows = await api.database.query<{ id: string }>(`SELECT id FROM notification_log WHERE user_id = $1`, [
      userId,
    ]);
    for (const { id } of rows) expect(await call('POST', `/${id}/read`, userId)).toMatchObject({ status: 404 });
  });

  it('takes what it lists for delivered, once', async () => {
    const userId = aCustomer();
    const { id } = await given(userId);
    await list(userId);
    await list(userId);
    expect(await statusOf(id)).toBe('delivered');
    expect(await deliveryEvents(userId)).toMatchObject([
      { notificationId: id, status: 'delivered', channel: 'in_app' },
    ]);
  });

  it('takes only what it shows for delivered', async () => {
    const userId = aCustomer();
    const [older] = await givenMany(userId, 2);
    await list(userId, { limit: '1' });
    expect(await statusOf(older?.id ?? '')).toBe('sent');
  });

  it('remembers what was read, and tells the other devices once', async () => {
    const userId = aCustomer();
    const { id } = await given(userId);
    for (let i = 0; i < 3; i++)
      expect(await call('POST', `/${id}/read`, userId)).toMatchObject({ status: 204, text: '' });
    expect(await unread(userId)).toEqual({ count: 0 });
    expect(await statusOf(id)).toBe('delivered');
    expect(await liveMessages(userId)).toEqual([{ notificationId: id, userId, change: 'read' }]);
  });

  it('reads everything at once', async () => {
    const userId = aCustomer();
    await givenMany(userId, 3);
    expect(await call('POST', '/read-all', userId)).toMatchObject({ status: 204 });
    expect(await call('POST', '/read-all', userId)).toMatchObject({ status: 204 });
    const page = await list(userId);
    expect(page.items.map(({ readAt }) => readAt)).not.toContain(null);
    expect(page.unreadCount).toBe(0);
    expect(await deliveryEvents(userId)).toHaveLength(3);
    expect(await liveMessages(userId)).toMatchObject([{ change: 'all_read', upToSeq: 3 }]);
  });

  it('does without what was archived', async () => {
    const userId = aCustomer();
    const [first] = await givenMany(userId, 2);
    for (let i = 0; i < 2; i++) {
      expect(await call('POST', `/${first?.id ?? ''}/archive`, userId)).toMatchObject({ status: 204 });
    }
    expect(await list(userId)).toMatchObject({ items: [{ seq: 2 }], unreadCount: 1 });
    expect(await liveMessages(userId)).toEqual([{ notificationId: first?.id, userId, change: 'archived' }]);
    expect(await call('POST', `/${first?.id ?? ''}/read`, userId)).toMatchObject({ status: 204 });
  });

  it('is marked once when two devices do the same at the same time', async () => {
    const userId = aCustomer();
    const { id } = await given(userId);
    await Promise.all(Array.from({ length: 6 }, () => call('POST', `/${id}/read`, userId)));
    expect(await liveMessages(userId)).toHaveLength(1);
    expect(await deliveryEvents(userId)).toHaveLength(1);
  });

  it.each([NOBODYS_ID, 'no-uuid'])('does not know %s', async (id) => {
    expect(await call('POST', `/${id}/read`, aCustomer())).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it.each([
    ['limit', { limit: '101' }],
    ['cursor', { cursor: 'rubbish' }],
    ['unread', { unread: 'yes' }],
    ['type', { type: 'order_lost' }],
    ['orderId', { orderId: '' }],
    ['page', { page: '2' }],
  ])('names the fault in a query: %s', async (field, query) => {
    expect(await list(aCustomer(), query as Record<string, string>)).toMatchObject({
      code: 'invalid_request',
      errors: [{ field }],
    });
  });

  it('is for customers only', async () => {
    for (const scope of ['notifications:service', 'notifications:support', 'notifications:ops']) {
      const token = await api.token('somebody', scope);
      expect(await api.call('GET', PATH, { token })).toMatchObject({ status: 403 });
      expect(await api.call('POST', `${PATH}/${randomUUID()}/read`, { token })).toMatchObject({ status: 403 });
    }
  });

  it('takes a constant number of statements', async () => {
    const [one, many] = [aCustomer(), aCustomer()];
    await given(one);
    await givenMany(many, 20);
    const database = api.app.get(Database);
    const queries = jest.spyOn(database.dataSource, 'createQueryRunner');
    const count = async (userId: string) => {
      const before = queries.mock.calls.length;
      await list(userId);
      return queries.mock.calls.length - before;
    };
    const first = await count(one);
    expect(await count(many)).toBeLessThanOrEqual(first + 1);
    queries.mockRestore();
  });
});
