import { describe, expect, it } from '@jest/globals';
import { CHANNELS, DEFAULT_PREFERENCES, LANGUAGES, NOTIFICATION_TYPES, type Preferences } from '#contracts';
import fc from 'fast-check';
import { before, changesBetween, choicesOf, differences, documentOf, merge } from './preference-choices.js';
import { storablePreferencesSchema } from './preferences.schema.js';

const entry = fc.record(
  { enabled: fc.boolean(), channels: fc.subarray([...CHANNELS]) },
  { requiredKeys: ['enabled'], noNullPrototype: true },
);
const timeOfDay = fc.constantFrom('00:00', '08:00', '22:30');
const anyPreferences: fc.Arbitrary<Preferences> = fc.record({
  globalEnabled: fc.boolean(),
  channels: fc.record({ email: fc.boolean(), sms: fc.boolean(), in_app: fc.boolean() }),
  types: fc.dictionary(fc.constantFrom(...NOTIFICATION_TYPES), entry, { noNullPrototype: true }),
  quietHours: fc.record({ enabled: fc.boolean(), start: timeOfDay, end: timeOfDay }),
  timeZone: fc.constantFrom(null, 'Europe/Madrid', 'America/New_York'),
  language: fc.constantFrom(null, ...LANGUAGES),
});

describe('preferences as choices', () => {
  it('F3 make the same document again where nothing was changed', () => {
    fc.assert(
      fc.property(anyPreferences, (preferences) => {
        const again = documentOf(choicesOf(preferences), preferences);
        expect(storablePreferencesSchema.parse(again)).toEqual(preferences);
      }),
    );
  });

  it('F3 say the same after they were stored, whatever was there before', () => {
    fc.assert(
      fc.property(anyPreferences, anyPreferences, (wanted, current) => {
        const stored = storablePreferencesSchema.parse(documentOf(choicesOf(wanted), current));
        expect(choicesOf(stored)).toEqual(choicesOf(wanted));
      }),
    );
  });

  it('F3 leave a type that is chosen everywhere to the switches, and turn off one that is chosen nowhere', () => {
    const narrow = { delivered: { enabled: true, channels: ['sms' as const] } };
    const none = { ...choicesOf(DEFAULT_PREFERENCES), 'types.delivered.email': false };
    const of = (choices: typeof none) =>
      (documentOf(choices, { ...DEFAULT_PREFERENCES, types: narrow }) as Preferences).types;
    expect(of(choicesOf(DEFAULT_PREFERENCES))).toEqual({});
    expect(of(none)).toEqual({ delivered: { enabled: true, channels: ['sms', 'in_app'] } });
    expect(of({ ...none, 'types.delivered.sms': false, 'types.delivered.in_app': false })).toEqual({
      delivered: { enabled: false },
    });
  });

  it('F5 tell what changed, and can be taken back', () => {
    fc.assert(
      fc.property(anyPreferences, anyPreferences, (first, second) => {
        expect(before(choicesOf(second), changesBetween(first, second))).toEqual(choicesOf(first));
      }),
    );
  });

  it('F3 of two authors are both kept; where they disagree, the later author’s are shown', () => {
    fc.assert(
      fc.property(anyPreferences, anyPreferences, anyPreferences, (a, b, c) => {
        const [base, mine, theirs] = [choicesOf(a), choicesOf(b), choicesOf(c)];
        const merged = merge(base, mine, theirs);
        for (const { choice, to } of differences(base, mine)) expect(merged[choice]).toBe(to);
        for (const { choice } of differences(mine, merged)) expect(base[choice]).toBe(mine[choice]);
      }),
    );
  });
});
