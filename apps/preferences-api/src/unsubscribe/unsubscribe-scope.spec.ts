import { describe, expect, it } from '@jest/globals';
import { DEFAULT_PREFERENCES } from '#contracts';
import { SCOPES, isOff, scopesOf, switched } from './unsubscribe-scope.js';

const LINK = { channel: 'email', type: 'order_shipped' } as const;

describe('what an unsubscribe link turns off', () => {
  it.each(SCOPES)('F6 %s: off, off again without a change, and on as before', (scope) => {
    const off = switched(DEFAULT_PREFERENCES, LINK, scope, false);
    expect(isOff(DEFAULT_PREFERENCES, LINK, scope)).toBe(false);
    expect(isOff(off, LINK, scope)).toBe(true);
    expect(switched(off, LINK, scope, false)).toBe(off);
    expect(switched(off, LINK, scope, true)).toEqual(DEFAULT_PREFERENCES);
  });

  it('F6 messages like this one: by email only, the rest stays as it is', () => {
    const preferences = {
      ...DEFAULT_PREFERENCES,
      types: { delivered: { enabled: false }, order_shipped: { enabled: true, channels: ['email', 'sms'] as const } },
    };
    expect(switched(preferences, LINK, 'type', false).types).toEqual({
      delivered: { enabled: false },
      order_shipped: { enabled: true, channels: ['sms'] },
    });
  });

  it('F6 a link of no type offers none', () => {
    const link = { ...LINK, type: null };
    expect(scopesOf(link)).toEqual(['all', 'everything']);
    expect(switched(DEFAULT_PREFERENCES, link, 'type', false)).toBe(DEFAULT_PREFERENCES);
  });
});
