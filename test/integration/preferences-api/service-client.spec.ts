import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_PREFERENCES, ORDER_DATA_EXAMPLES } from '#contracts';
import { NotificationService, ProblemError } from '../../../libs/service-client/src/index.js';
import { givenNotification } from '../../builders/notifications.js';
import { ApiFixture } from './api.fixture.js';

describe('NotificationService', () => {
  let api: ApiFixture;
  let service: NotificationService;
  beforeAll(async () => {
    api = await ApiFixture.start();
    service = new NotificationService({
      baseUrl: api.url,
      token: () => api.token('order-service', 'notifications:service'),
    });
  });
  afterAll(() => api.stop());

  it('tells where a notification stands', async () => {
    const { id, orderId } = await givenNotification(api.database, { queue: {} });
    expect(await service.getDeliveryStatus(id)).toMatchObject({ id, orderId, status: 'pending', attempts: [] });
  });

  it('lists everything about an order, over as many pages as it takes', async () => {
    const orderId = 'order-with-many';
    for (let i = 0; i < 101; i += 1) await givenNotification(api.database, { orderId, queue: {} });
    const found = await service.listByOrder(orderId);
    expect(new Set(found.map(({ id }) => id)).size).toBe(101);
    expect(await service.listByOrder('order-of-nobody')).toEqual([]);
  });

  it('reads and changes preferences for the customer who is signed in', async () => {
    const customer = await api.token('client-ana');
    const { preferences, etag } = await service.getPreferences(customer);
    expect([preferences, etag]).toEqual([{ ...DEFAULT_PREFERENCES, updatedAt: null }, '"0"']);
    const changed = await service.mergePreferences(customer, { channels: { sms: true } }, { ifMatch: etag });
    expect(changed).toMatchObject({ preferences: { channels: { sms: true } }, etag: '"1"' });
    await expect(service.replacePreferences(customer, {}, { ifMatch: etag })).rejects.toMatchObject({
      code: 'version_mismatch',
    });
    const replaced = await service.replacePreferences(customer, { ...changed.preferences, language: 'fr' });
    expect(replaced).toMatchObject({ preferences: { language: 'fr', channels: { sms: true } }, etag: '"2"' });
  });

  it('triggers an event once for a key, however often it is sent', async () => {
    const order = {
      type: 'order.shipped',
      data: { ...ORDER_DATA_EXAMPLES.order_shipped, orderId: 'triggered' },
    } as const;
    const triggered = await service.trigger(order, 'key-1');
    expect(triggered.notifications.map(({ channel }) => channel).sort()).toEqual(['email', 'in_app', 'sms']);
    expect(await service.trigger(order, 'key-1')).toEqual(triggered);
    expect(await service.listByOrder('triggered')).toHaveLength(3);
    const other = { ...order, data: { ...order.data, orderNumber: 'B-1' } };
    await expect(service.trigger(other, 'key-1')).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('gives a failed notification another try, and no other', async () => {
    const failed = await givenNotification(api.database, { status: 'failed', reason: 'retries_exhausted' });
    expect(await service.retry(failed.id)).toMatchObject({ id: failed.id, status: 'pending' });
    await expect(service.retry(failed.id)).rejects.toMatchObject({ code: 'not_failed', status: 409 });
  });

  it('throws what the service says is wrong', async () => {
    const failure = service.getDeliveryStatus('0199aaaa-0000-7000-8000-000000000001');
    await expect(failure).rejects.toBeInstanceOf(ProblemError);
    await expect(failure).rejects.toMatchObject({
      code: 'not_found',
      status: 404,
      retryable: false,
      message: 'There is nothing at this address',
      traceId: expect.stringMatching(/^[\da-f]{32}$/),
    });
    const customer = await api.token('client-ben');
    await expect(service.mergePreferences(customer, { timeZone: 'Mars/Olympus' })).rejects.toMatchObject({
      code: 'invalid_request',
      errors: [{ field: 'timeZone', message: 'must be an IANA time zone such as "Europe/Madrid"' }],
    });
  });

  it('does not take the page of a proxy for an answer', async () => {
    const proxy = createServer((_, response) => response.writeHead(404).end('<h1>no such host</h1>')).listen(0);
    await new Promise((resolve) => proxy.once('listening', resolve));
    const baseUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const lost = new NotificationService({ baseUrl, token: () => 'x' });
    await expect(lost.getDeliveryStatus('x')).rejects.toMatchObject({ code: 'no_answer', status: 404 });
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });
});

describe('NotificationService without the database behind the service', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.startWithoutDatabase();
  });
  afterAll(() => api.stop());

  it('says when to come back', async () => {
    const service = new NotificationService({
      baseUrl: api.url,
      token: () => api.token('order-service', 'notifications:service'),
      maxWaitMs: 100,
    });
    await expect(service.listByOrder('o-1')).rejects.toMatchObject({
      code: 'temporarily_unavailable',
      retryable: true,
      retryAfterMs: 5_000,
    });
  });
});
