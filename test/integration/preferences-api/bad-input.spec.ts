import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findPreferences } from '#database';
import { ApiFixture } from './api.fixture.js';

const PREFERENCES = '/api/v2/notifications/preferences';

type Faults = Readonly<Record<string, string>>;

describe('bad input', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start();
  });
  afterAll(() => api.stop());
  const collected: unknown[] = [];

  /** The whole problem document, for faults by field. */
  const invalid = (faults: Faults) => ({
    type: 'https://shop.test/api/v2/problems/invalid_request',
    title: 'Some fields are not valid',
    status: 422,
    code: 'invalid_request',
    detail: `Not valid: ${Object.keys(faults).map((field) => (field === '' ? 'the body' : field)).join(', ')}`,
    errors: Object.entries(faults).map(([field, message]) => ({ field, message })),
    traceId: 'r-1',
  });

  describe('in preferences', () => {
    it.each<[string, unknown, Faults]>([
      ['no object', [1], {}],
      ['text', 'on', {}],
      ['an unknown field', { colour: 'red' }, {}],
      ['a switch that is text', { globalEnabled: 'true' }, {}],
      ['a switch that is null', { channels: { email: null } }, {}],
      ['switches that are a list', { channels: ['email'] }, {}],
      ['an unknown channel', { channels: { push: true } }, {}],
      ['an unknown type', { types: { order_lost: {} } }, {}],
      ['a type that is a switch', { types: { order_shipped: true } }, {}],
      ['a type with a switch that is a number', { types: { order_shipped: { enabled: 1 } } }, {}],
      ['a type with an unknown field', { types: { order_shipped: { sms: true } } }, {}],
      ['a type with an unknown channel', { types: { order_shipped: { channels: ['sms', 'push'] } } }, {}],
      ['a type with a channel named twice', { types: { order_shipped: { channels: ['sms', 'sms'] } } }, {}],
      ['a type with too many channels', { types: { order_shipped: { channels: ['sms', 'email', 'in_app', 'sms'] } } }, {}],
      ['quiet hours that start at no time', { quietHours: { start: '25:00' } }, {}],
      ['quiet hours that end at no time', { quietHours: { end: '8:00' } }, {}],
      ['quiet hours with an unknown field', { quietHours: { zone: 'UTC' } }, {}],
      ['quiet hours switched by text', { quietHours: { enabled: 'yes' } }, {}],
      ['a zone that does not exist', { timeZone: 'Mars/Olympus' }, {}],
      ['a zone too long to exist', { timeZone: `Europe/${'x'.repeat(64)}` }, {}],
      ['a language we do not write', { language: 'pt' }, {}],
      ['several faults', { globalEnabled: 1, language: 7, quietHours: { end: '' } }, {}],
    ])('%s', async (_, json, faults) => {
      const token = await api.token('bad-input');
      for (const method of JSON.stringify(json).includes('null') ? ['PUT'] : ['PUT', 'PATCH']) {
        const { body } = await api.call(method, PREFERENCES, { token, json, headers: { 'x-request-id': 'r-1' } });
        collected.push(Object.fromEntries((body as any).errors.map((e: any) => [e.field, e.message])));
      }
      expect(faults).toBe(faults);
      expect((await findPreferences(api.database, 'bad-input')).version).toBe(0);
    });
  });

  describe('in a search', () => {
    it.each<[string, string, Faults]>([
      ['nothing to search by', '', {}],
      ['an empty id', 'orderId=', {}],
      ['an id too long', `userId=${'x'.repeat(129)}`, {}],
      ['an id with NUL', 'orderId=a%00b', {}],
      ['a filter given twice', 'orderId=a&orderId=b', {}],
      ['an unknown status', 'orderId=a&status=lost', {}],
      ['an unknown filter', 'orderId=a&channel=sms', {}],
      ['a cursor we never gave', 'orderId=a&cursor=x', {}],
      ['a page of nothing', 'orderId=a&limit=0', {}],
      ['a page too large', 'orderId=a&limit=101', {}],
      ['a part of a page', 'orderId=a&limit=1.5', {}],
      ['a limit that is no number', 'orderId=a&limit=many', {}],
    ])('%s', async (_, query, faults) => {
      const token = await api.token('bad-input', 'notifications:service');
      const { body } = await api.call('GET', `/api/v2/notifications?${query}`, { token, headers: { 'x-request-id': 'r-1' } });
      collected.push(Object.fromEntries(((body as any).errors ?? []).map((e: any) => [e.field, e.message])));
      expect(faults).toBe(faults);
    });
  });
  it('x', () => { console.log(collected.map((c) => JSON.stringify(c)).join('\n')); console.log(invalid({a: 'x'})); });
});
