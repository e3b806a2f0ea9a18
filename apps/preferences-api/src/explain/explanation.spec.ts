import { describe, expect, it } from '@jest/globals';
import { CHANNELS, REASONS } from '#contracts';
import type { Decision } from '#notifications';
import { type ExplainedFacts, explained } from './explanation.js';

const at = new Date('2026-11-22T22:10:00Z');
const until = new Date('2026-11-23T07:00:00Z');

const FACTS: ExplainedFacts = {
  type: 'order_shipped',
  at,
  now: at,
  timeZones: ['Europe/Madrid'],
  dailyCap: 50,
  switchedOff: null,
  suppressions: [],
  pauses: [],
  halt: null,
};

const suppressed = (reason: (typeof REASONS)[number]): Decision => ({ kind: 'end', status: 'suppressed', reason });

describe('an explanation', () => {
  it('says what is sent, and what its provider holds back', () => {
    expect(explained('in_app', { kind: 'send' }, FACTS)).toEqual({
      channel: 'in_app',
      decision: 'send',
      until: null,
      reason: null,
      explanation: 'In-app message is sent at once: no rule holds it back.',
    });
    const halt = { reason: 'provider_failing', since: new Date('2026-11-22T21:00:00Z'), until };
    expect(explained('sms', { kind: 'send' }, { ...FACTS, halt }).explanation).toBe(
      'SMS is to be sent at once, and leaves when its provider works again: Twilio fails for everyone since 22:00 in Madrid.',
    );
  });

  it('says until when it is quiet, where', () => {
    expect(explained('sms', { kind: 'wait', until, reason: 'quiet_hours' }, FACTS)).toEqual({
      channel: 'sms',
      decision: 'wait',
      until: '2026-11-23T07:00:00.000Z',
      reason: 'quiet_hours',
      explanation: 'SMS waits: 23:10 in Madrid, quiet until 08:00.',
    });
  });

  it('says who paused what, and knows no end of it', () => {
    const pauses = [
      { scope: 'order_shipped', actor: 'otto', reason: null, since: at },
      { scope: 'all', actor: 'olga', reason: 'Wrong prices', since: new Date('2026-11-22T21:00:00Z') },
    ] as const;
    expect(explained('email', { kind: 'wait', until: at, reason: 'paused' }, { ...FACTS, pauses })).toMatchObject({
      decision: 'wait',
      until: null,
      explanation: 'Email waits: olga paused everything at 22:00 in Madrid (Wrong prices).',
    });
  });

  it('says of a moment to come that pauses and halts are those of now', () => {
    const now = new Date('2026-11-21T10:00:00Z');
    const pauses = [{ scope: 'all', actor: 'olga', reason: null, since: now }] as const;
    const paused = explained('email', { kind: 'wait', until: at, reason: 'paused' }, { ...FACTS, now, pauses });
    expect(paused.explanation).toBe(
      'Email waits: olga paused everything at 11:00 in Madrid; that is so now, and may be over by then.',
    );
    const halt = { reason: 'provider_failing', since: now, until };
    expect(explained('sms', { kind: 'send' }, { ...FACTS, now, halt }).explanation).toBe(
      'SMS is to be sent at once, and leaves when its provider works again: Twilio fails for everyone since 11:00 in Madrid; that is so now, and may be over by then.',
    );
  });

  it('says how many a day are the most, and why an address is not written to', () => {
    expect(explained('email', suppressed('daily_cap'), FACTS).explanation).toBe(
      'Email is not sent: the customer has the most notifications that anybody gets in a day (50).',
    );
    expect(explained('sms', suppressed('suppression_list'), { ...FACTS, suppressions: ['stop'] }).explanation).toBe(
      'SMS is not sent: the phone number is on the suppression list. Whoever has the number texted STOP to us. START lifts it.',
    );
  });

  it.each(REASONS)('has a sentence for %s on every channel', (reason) => {
    for (const channel of CHANNELS) {
      const { decision, explanation } = explained(channel, suppressed(reason), FACTS);
      expect(decision).toBe('suppress');
      expect(explanation).toMatch(/^(Email|SMS|In-app message) is not sent: .+\.$/);
    }
  });
});
