import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findPreferences } from '#database';
import { ApiFixture } from './api.fixture.js';

const PREFERENCES = '/api/v2/notifications/preferences';

/** Messages by field. */
type Faults = Readonly<Record<string, string | readonly string[]>>;

describe('bad input', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start();
  });
  afterAll(() => api.stop());

  /** The whole problem document, for faults by field. */
  const invalid = (faults: Faults) => ({
    type: 'https://shop.test/api/v2/problems/invalid_request',
    title: 'Some fields are not valid',
    status: 422,
    code: 'invalid_request',
    detail: `Not valid: ${Object.keys(faults)
      .map((field) => (field === '' ? 'the body' : field))
      .join(', ')}`,
    errors: Object.entries(faults).flatMap(([field, messages]) =>
      [messages].flat().map((message) => ({ field, message })),
    ),
    traceId: 'r-1',
  });

  describe('in preferences', () => {
    it.each<[string, unknown, Faults]>([
      ['no object', [1], { '': 'Invalid input: expected object, received array' }],
      ['text', 'on', { '': 'Invalid input: expected object, received string' }],
      ['an unknown field', { colour: 'red' }, { colour: 'is not a field we know' }],
      [
        'a switch that is text',
        { globalEnabled: 'true' },
        { globalEnabled: 'Invalid input: expected boolean, received string' },
      ],
      [
        'a switch that is null',
        { channels: { email: null } },
        { 'channels.email': 'Invalid input: expected boolean, received null' },
      ],
      [
        'switches that are a list',
        { channels: ['email'] },
        { channels: 'Invalid input: expected object, received array' },
      ],
      ['an unknown channel', { channels: { push: true } }, { 'channels.push': 'is not a field we know' }],
      ['an unknown type', { types: { order_lost: {} } }, { 'types.order_lost': 'is not a field we know' }],
      [
        'a type that is a switch',
        { types: { order_shipped: true } },
        { 'types.order_shipped': 'Invalid input: expected object, received boolean' },
      ],
      [
        'a type with a switch that is a number',
        { types: { order_shipped: { enabled: 1 } } },
        { 'types.order_shipped.enabled': 'Invalid input: expected boolean, received number' },
      ],
      [
        'a type with an unknown field',
        { types: { order_shipped: { sms: true } } },
        { 'types.order_shipped.sms': 'is not a field we know' },
      ],
      [
        'a type with an unknown channel',
        { types: { order_shipped: { channels: ['sms', 'push'] } } },
        { 'types.order_shipped.channels.1': 'Invalid option: expected one of "email"|"sms"|"in_app"' },
      ],
      [
        'a type with a channel named twice',
        { types: { order_shipped: { channels: ['sms', 'sms'] } } },
        { 'types.order_shipped.channels': 'must not name a channel twice' },
      ],
      [
        'a type with too many channels',
        { types: { order_shipped: { channels: ['sms', 'email', 'in_app', 'sms'] } } },
        { 'types.order_shipped.channels': 'Too big: expected array to have <=3 items' },
      ],
      [
        'quiet hours that start at no time',
        { quietHours: { start: '25:00' } },
        { 'quietHours.start': 'must be a time of day such as "22:00"' },
      ],
      [
        'quiet hours that end at no time',
        { quietHours: { end: '8:00' } },
        { 'quietHours.end': 'must be a time of day such as "22:00"' },
      ],
      [
        'quiet hours with an unknown field',
        { quietHours: { zone: 'UTC' } },
        { 'quietHours.zone': 'is not a field we know' },
      ],
      [
        'quiet hours switched by text',
        { quietHours: { enabled: 'yes' } },
        { 'quietHours.enabled': 'Invalid input: expected boolean, received string' },
      ],
      [
        'a zone that does not exist',
        { timeZone: 'Mars/Olympus' },
        { timeZone: 'must be an IANA time zone such as "Europe/Madrid"' },
      ],
      [
        'a zone too long to exist',
        { timeZone: `Europe/${'x'.repeat(64)}` },
        {
          timeZone: [
            'Too big: expected string to have <=64 characters',
            'must be an IANA time zone such as "Europe/Madrid"',
          ],
        },
      ],
      [
        'a language we do not write',
        { language: 'pt' },
        { language: 'Invalid option: expected one of "en"|"es"|"fr"' },
      ],
      [
        'several faults',
        { globalEnabled: 1, language: 7, quietHours: { end: '' } },
        {
          globalEnabled: 'Invalid input: expected boolean, received number',
          'quietHours.end': 'must be a time of day such as "22:00"',
          language: 'Invalid option: expected one of "en"|"es"|"fr"',
        },
      ],
    ])('%s', async (_, json, faults) => {
      const token = await api.token('bad-input');
      // In a merge patch, null is a default.
      for (const method of JSON.stringify(json).includes('null') ? ['PUT'] : ['PUT', 'PATCH']) {
        const { body } = await api.call(method, PREFERENCES, { token, json, headers: { 'x-request-id': 'r-1' } });
        expect(body).toEqual(invalid(faults));
      }
      expect((await findPreferences(api.database, 'bad-input')).version).toBe(0);
    });
  });

  describe('in a search', () => {
    it.each<[string, string, Faults]>([
      ['nothing to search by', '', { orderId: 'is required where userId is not given' }],
      ['an empty id', 'orderId=', { orderId: 'Too small: expected string to have >=1 characters' }],
      ['an id too long', `userId=${'x'.repeat(129)}`, { userId: 'Too big: expected string to have <=128 characters' }],
      ['an id with NUL', 'orderId=a%00b', { orderId: 'must not contain NUL' }],
      ['a filter given twice', 'orderId=a&orderId=b', { orderId: 'Invalid input: expected string, received array' }],
      [
        'an unknown status',
        'orderId=a&status=lost',
        {
          status:
            'Invalid option: expected one of "pending"|"sending"|"unconfirmed"|"sent"|"delivered"|"failed"|"suppressed"|"superseded"|"expired"',
        },
      ],
      ['an unknown filter', 'orderId=a&channel=sms', { channel: 'is not a field we know' }],
      ['a cursor we never gave', 'orderId=a&cursor=x', { cursor: 'must be a nextCursor that was answered before' }],
      ['a page of nothing', 'orderId=a&limit=0', { limit: 'must be at least 1' }],
      ['a page too large', 'orderId=a&limit=101', { limit: 'must be at most 100' }],
      ['a part of a page', 'orderId=a&limit=1.5', { limit: 'must be a whole number' }],
      ['a limit that is no number', 'orderId=a&limit=many', { limit: 'must be a number' }],
    ])('%s', async (_, query, faults) => {
      const token = await api.token('bad-input', 'notifications:service');
      const { body } = await api.call('GET', `/api/v2/notifications?${query}`, {
        token,
        headers: { 'x-request-id': 'r-1' },
      });
      expect(body).toEqual(invalid(faults));
    });
  });
});
