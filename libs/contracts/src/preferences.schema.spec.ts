import { describe, expect, it } from '@jest/globals';
import { DEFAULT_PREFERENCES, preferencesDocumentSchema, preferencesInputSchema } from './preferences.schema.js';

const accepts = (input: unknown) => preferencesInputSchema.safeParse(input).success;

describe('preferences', () => {
  it('that are left out go back to their defaults, on every level', () => {
    expect(preferencesInputSchema.parse({})).toEqual(DEFAULT_PREFERENCES);
    const { channels, quietHours } = preferencesInputSchema.parse({
      channels: { sms: true },
      quietHours: { start: '21:00' },
    });
    expect(channels).toEqual({ email: true, sms: true, in_app: true });
    expect(quietHours).toEqual({ enabled: true, start: '21:00', end: '08:00' });
  });

  it('of a type follow the channel switches unless they name channels', () => {
    const { types } = preferencesInputSchema.parse({ types: { delivered: {}, order_shipped: { channels: [] } } });
    expect(types).toEqual({ delivered: { enabled: true }, order_shipped: { enabled: true, channels: [] } });
  });

  it.each([
    ['an unknown field', { color: 'red' }],
    ['an unknown channel', { channels: { push: true } }],
    ['an unknown type', { types: { order_lost: { enabled: true } } }],
    ['a type named like a part of an object', { types: { constructor: {} } }],
    ['an unknown channel of a type', { types: { delivered: { channels: ['push'] } } }],
    ['a channel named twice', { types: { delivered: { channels: ['sms', 'sms'] } } }],
    ['a switch that is text', { globalEnabled: 'true' }],
    ['null for a switch', { globalEnabled: null }],
    ['24:00', { quietHours: { end: '24:00' } }],
    ['a time with seconds', { quietHours: { end: '08:00:00' } }],
    ['an unknown zone', { timeZone: 'Mars/Olympus' }],
    ['an empty zone', { timeZone: '' }],
    ['an offset for a zone', { timeZone: '+01:00' }],
    ['a language we do not write', { language: 'de' }],
    ['the time of the change, which is ours', { updatedAt: '2026-11-25T14:05:00Z' }],
  ])('do not take %s', (_, input) => {
    expect(accepts(input)).toBe(false);
  });

  it('know IANA zones and none', () => {
    expect(
      ['Europe/Madrid', 'America/Argentina/Buenos_Aires', 'UTC', null].map((timeZone) => accepts({ timeZone })),
    ).toEqual([true, true, true, true]);
  });

  it('are shown with the time of their last change', () => {
    for (const updatedAt of [null, '2026-11-25T14:05:00.000Z']) {
      const document = { ...DEFAULT_PREFERENCES, updatedAt };
      expect(preferencesDocumentSchema.parse(document)).toEqual(document);
    }
  });
});
