import { describe, expect, it } from '@jest/globals';
import { CHANNELS, NOTIFICATION_TYPES, REASONS } from '#contracts';
import { CHANGE_SOURCES } from '../preferences/preferences.service.js';
import { REASON_WORDS } from './reason-words.js';

const subject = {
  channel: 'email',
  type: 'order_shipped',
  timeZone: 'Europe/Paris',
  now: new Date('2026-11-22T10:00:00Z'),
  switchedOff: null,
  suppressions: [],
} as const;

describe('the words for reasons', () => {
  it('exist for every reason there is, and no other', () => {
    expect(Object.keys(REASON_WORDS).sort()).toEqual([...REASONS].sort());
  });

  it.each(REASONS)('tell %s on every channel and type in words, without names of ours', (reason) => {
    for (const channel of CHANNELS) {
      for (const type of NOTIFICATION_TYPES) {
        const words = REASON_WORDS[reason]({ ...subject, channel, type });
        expect(words).toMatch(/^[a-z].{10,}[^.]$/);
        expect(words).not.toMatch(/undefined|null|[a-z]_[a-z]/);
      }
    }
  });

  it.each(Object.keys(CHANGE_SOURCES))('know where a change by %s was made', (source) => {
    const switchedOff = { at: new Date('2026-11-03T12:00:00Z'), source };
    expect(REASON_WORDS.channel_off({ ...subject, switchedOff })).toMatch(
      /^the customer switched emails off on 3 Nov \([a-z ]+\)$/,
    );
    expect(REASON_WORDS.channel_off({ ...subject, switchedOff })).not.toContain('elsewhere');
  });

  it('tell the year of a change long ago', () => {
    const switchedOff = { at: new Date('2024-11-03T12:00:00Z'), source: 'preference_page' };
    expect(REASON_WORDS.channel_off({ ...subject, switchedOff })).toContain('off on 3 Nov 2024 (');
  });
});
