import { describe, expect, it } from '@jest/globals';
import { NOTIFICATION_TYPES } from '#contracts';
import { givenNotification } from '../../builders/notifications.js';
import { anApiForBadInput } from './bad-input.fixture.js';
import { type Faults, invalid, invalidJson, notFound, problem, unsupportedMediaType } from './problem-documents.js';

const NOBODYS_ID = '0199aaaa-0000-7000-8000-000000000001';
const UNKNOWN = 'is not a field we know';
const CURSOR = 'must be a nextCursor that was answered before';

/** A cursor as it would be if the position were this one. */
const cursorTo = (position: unknown) => Buffer.from(JSON.stringify(position)).toString('base64url');

describe('bad input', () => {
  const { api, call } = anApiForBadInput();
  const ops = { scope: 'notifications:ops' };
  const json = { 'content-type': 'application/json' };

  const page: [string, string, Faults][] = [
    ['a page of nothing', 'limit=0', { limit: 'must be at least 1' }],
    ['a page too large', 'limit=101', { limit: 'must be at most 100' }],
    ['a part of an item', 'limit=1.5', { limit: 'must be a whole number' }],
    ['a limit that is no number', 'limit=many', { limit: 'must be a number' }],
    ['a limit given twice', 'limit=1&limit=2', { limit: 'must be a number' }],
    ['a cursor we never gave', 'cursor=x', { cursor: CURSOR }],
    ['an empty cursor', 'cursor=', { cursor: CURSOR }],
    ['two cursors', 'cursor=a&cursor=b', { cursor: 'must be a single string' }],
    ['an unknown filter', 'channel=sms', { channel: UNKNOWN }],
    ['several faults', 'limit=0&cursor=x&page=2', { cursor: CURSOR, limit: 'must be at least 1', page: UNKNOWN }],
  ];

  describe('in a look into the inbox', () => {
    it.each<[string, string, Faults]>([
      ...page,
      ['a cursor to a place that is none', `cursor=${cursorTo(0)}`, { cursor: CURSOR }],
      ['a cursor of dead letters', `cursor=${cursorTo([0, NOBODYS_ID])}`, { cursor: CURSOR }],
      ['a switch that is neither', 'unread=1', { unread: 'must be one of "true", "false"' }],
      ['a switch given twice', 'unread=true&unread=true', { unread: 'must be one of "true", "false"' }],
      [
        'an unknown type',
        'type=order_lost',
        { type: `must be one of ${NOTIFICATION_TYPES.map((type) => `"${type}"`).join(', ')}` },
      ],
      ['an empty order', 'orderId=', { orderId: 'must not be empty' }],
      ['an order too long', `orderId=${'x'.repeat(129)}`, { orderId: 'must have at most 128 characters' }],
      ['an order with NUL', 'orderId=a%00b', { orderId: 'must not contain NUL' }],
      ['two orders', 'orderId=a&orderId=b', { orderId: 'must be a single string' }],
    ])('%s', async (_, query, faults) => {
      expect((await call('GET', `/inbox?${query}`)).body).toEqual(invalid(faults));
    });

    it('but not in a cursor to the farthest place', async () => {
      expect((await call('GET', `/inbox?cursor=${cursorTo(Number.MAX_SAFE_INTEGER)}`)).status).toBe(200);
    });
  });

  describe('in a list of dead letters', () => {
    it.each<[string, string, Faults]>([
      ...page,
      ['a cursor of the inbox', `cursor=${cursorTo(7)}`, { cursor: CURSOR }],
      ['a cursor to no id', `cursor=${cursorTo([0, 'x'])}`, { cursor: CURSOR }],
      ['a cursor to a time before all', `cursor=${cursorTo([-1, NOBODYS_ID])}`, { cursor: CURSOR }],
      ['a cursor to a time after all', `cursor=${cursorTo([Number.MAX_SAFE_INTEGER, NOBODYS_ID])}`, { cursor: CURSOR }],
    ])('%s', async (_, query, faults) => {
      expect((await call('GET', `/dead-letters?${query}`, ops)).body).toEqual(invalid(faults));
    });

    it('but not in a cursor to the end of time', async () => {
      const cursor = cursorTo([8_640_000_000_000_000, NOBODYS_ID]);
      expect((await call('GET', `/dead-letters?cursor=${cursor}`, ops)).status).toBe(200);
    });
  });

  describe('in a replay of dead letters', () => {
    it.each<[string, unknown, Faults]>([
      ['a list', [], { '': 'must be an object' }],
      ['null', null, { '': 'must be an object' }],
      ['an unknown field', { reason: 'bounced' }, { reason: UNKNOWN }],
      ['an unknown kind', { kind: 'all' }, { kind: 'must be one of "notification", "event"' }],
      ['a kind that is null', { kind: null }, { kind: 'must be one of "notification", "event"' }],
      ['nothing', { limit: 0 }, { limit: 'must be at least 1' }],
      ['too much', { limit: 101 }, { limit: 'must be at most 100' }],
      ['a part', { limit: 1.5 }, { limit: 'must be a whole number' }],
      ['text', { limit: '10' }, { limit: 'must be a number' }],
    ])('%s', async (_, body, faults) => {
      const answer = await call('POST', '/dead-letters/replay', { ...ops, json: body });
      expect(answer.body).toEqual(invalid(faults));
    });

    it.each<[string, { body: string; headers: Record<string, string> }, object]>([
      ['no JSON', { body: '{', headers: json }, invalidJson],
      [
        'text',
        { body: 'all', headers: { 'content-type': 'text/plain' } },
        unsupportedMediaType('Read here: application/json'),
      ],
    ])('%s for a body', async (_, content, expected) => {
      expect((await call('POST', '/dead-letters/replay', { ...ops, ...content })).body).toEqual(expected);
    });
  });

  describe('in an id', () => {
    it.each<[string, string, { scope?: string }]>([
      ['GET', '/:id', ops],
      ['GET', '/:id', {}],
      ['POST', '/:id/retry', ops],
      ['POST', '/:id/retry', { scope: 'notifications:service' }],
      ['GET', '/dead-letters/:id', ops],
      ['POST', '/dead-letters/:id/replay', ops],
      ['POST', '/inbox/:id/read', {}],
      ['POST', '/inbox/:id/archive', {}],
    ])('%s %s %j', async (method, path, caller) => {
      for (const id of [NOBODYS_ID, 'x', '1', 'a%00b', `${NOBODYS_ID}x`, 'x'.repeat(2_000)]) {
        expect((await call(method, path.replace(':id', id), caller)).body).toEqual(notFound);
      }
      expect((await call(method, path.replace(':id', '%ff'), caller)).body).toEqual(
        problem(400, 'malformed_request', 'The request is malformed'),
      );
    });
  });

  describe('in what is asked of a notification that has not failed', () => {
    it.each<[string, (id: string) => string, object]>([
      ['a retry', (id) => `/${id}/retry`, { detail: 'Its status is pending' }],
      ['a replay', (id) => `/dead-letters/${id}/replay`, {}],
    ])('%s', async (_, pathOf, rest) => {
      const { id } = await givenNotification(api().database, { queue: {} });
      expect((await call('POST', pathOf(id), ops)).body).toEqual(
        problem(409, 'not_failed', 'The notification has not failed', rest),
      );
    });
  });
});
