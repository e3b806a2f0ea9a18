import { describe, expect, it } from '@jest/globals';
import { storablePreferencesSchema } from './preferences.schema.js';
import { unknownNamesBy } from './unknown-names.js';

describe('unknownNamesBy', () => {
  const unknownNames = unknownNamesBy(storablePreferencesSchema);

  it.each([
    [{ lanquage: null }, ['lanquage']],
    [{ '': null, channels: { push: null, sms: null } }, ['', 'channels.push']],
    [
      { types: { order_lost: null, order_shipped: { enable: null } } },
      ['types.order_lost', 'types.order_shipped.enable'],
    ],
    [JSON.parse('{"__proto__":null,"constructor":null}'), ['__proto__', 'constructor']],
  ])('finds those in %j', (patch, names) => {
    expect(unknownNames(patch)).toEqual(names);
  });

  it.each([
    { globalEnabled: null, channels: null, types: null, quietHours: null, timeZone: null, language: null },
    { channels: { email: null }, types: { order_shipped: null, delivered: { channels: null } }, updatedAt: null },
    { types: 7, quietHours: [{ lanquage: null }] },
    null,
    'text',
  ])('finds none in %j', (patch) => {
    expect(unknownNames(patch)).toEqual([]);
  });
});
