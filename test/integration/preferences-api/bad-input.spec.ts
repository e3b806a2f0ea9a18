import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findPreferences } from '#database';
import { ApiFixture } from './api.fixture.js';
import { type Faults, REQUEST_ID, invalid } from './problem-documents.js';

const PREFERENCES = '/api/v2/notifications/preferences';

describe('bad input', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start();
  });
  afterAll(() => api.stop());

  describe('in preferences', () => {
    it.each<[string, unknown, Faults]>([
      ['no object', [1], { '': 'must be an object' }],
      ['text', 'on', { '': 'must be an object' }],
      ['a prototype', JSON.parse('{"__proto__":{"globalEnabled":false}}'), { ['__proto__']: 'is not a field we know' }],
      ['an unknown field', { colour: 'red' }, { colour: 'is not a field we know' }],
      ['a switch that is text', { globalEnabled: 'true' }, { globalEnabled: 'must be true or false' }],
      ['a switch that is null', { channels: { email: null } }, { 'channels.email': 'must be true or false' }],
      ['switches that are a list', { channels: ['email'] }, { channels: 'must be an object' }],
      ['an unknown channel', { channels: { push: true } }, { 'channels.push': 'is not a field we know' }],
      ['an unknown type', { types: { order_lost: {} } }, { 'types.order_lost': 'is not a field we know' }],
      ['a type that is a switch', { types: { order_shipped: true } }, { 'types.order_shipped': 'must be an object' }],
      [
        'a type with a switch that is a number',
        { types: { order_shipped: { enabled: 1 } } },
        { 'types.order_shipped.enabled': 'must be true or false' },
      ],
      [
        'a type with an unknown field',
        { types: { order_shipped: { sms: true } } },
        { 'types.order_shipped.sms': 'is not a field we know' },
      ],
      [
        'a type with an unknown channel',
        { types: { order_shipped: { channels: ['sms', 'push'] } } },
        { 'types.order_shipped.channels.1': 'must be one of "email", "sms", "in_app"' },
      ],
      [
        'a type with a channel named twice',
        { types: { order_shipped: { channels: ['sms', 'sms'] } } },
        { 'types.order_shipped.channels': 'must not name a channel twice' },
      ],
      [
        'a type with too many channels',
        { types: { order_shipped: { channels: ['sms', 'email', 'in_app', 'sms'] } } },
        { 'types.order_shipped.channels': 'must have at most 3 items' },
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
        { 'quietHours.enabled': 'must be true or false' },
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
          timeZone: ['must have at most 64 characters', 'must be an IANA time zone such as "Europe/Madrid"'],
        },
      ],
      ['a language we do not write', { language: 'pt' }, { language: 'must be one of "en", "es", "fr"' }],
      [
        'several faults',
        { globalEnabled: 1, language: 7, quietHours: { end: '' } },
        {
          globalEnabled: 'must be true or false',
          'quietHours.end': 'must be a time of day such as "22:00"',
          language: 'must be one of "en", "es", "fr"',
        },
      ],
    ])('%s', async (_, json, faults) => {
      const token = await api.token('bad-input');
      // In a merge patch, null is a default.
      for (const method of JSON.stringify(json).includes('null') ? ['PUT'] : ['PUT', 'PATCH']) {
        const { body } = await api.call(method, PREFERENCES, { token, json, headers: REQUEST_ID });
        expect(body).toEqual(invalid(faults));
      }
      expect((await findPreferences(api.database, 'bad-input')).version).toBe(0);
    });
  });

  describe('in a search', () => {
    it.each<[string, string, Faults]>([
      ['nothing to search by', '', { orderId: 'is required where userId is not given' }],
      ['an empty id', 'orderId=', { orderId: 'must not be empty' }],
      ['an id too long', `userId=${'x'.repeat(129)}`, { userId: 'must have at most 128 characters' }],
      ['an id with NUL', 'orderId=a%00b', { orderId: 'must not contain NUL' }],
      ['a filter given twice', 'orderId=a&orderId=b', { orderId: 'must be a single string' }],
      [
        'an unknown status',
        'orderId=a&status=lost',
        {
          status:
            'must be one of "pending", "sending", "unconfirmed", "sent", "delivered", "failed", "suppressed", "superseded", "expired"',
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
        headers: REQUEST_ID,
      });
      expect(body).toEqual(invalid(faults));
    });
  });
});
