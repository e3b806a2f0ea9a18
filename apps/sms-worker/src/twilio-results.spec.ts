import { describe, expect, it } from '@jest/globals';
import { twilioFailure } from './twilio-results.js';

const NOW = new Date('2026-11-25T12:00:00Z');
const failure = (status: number, code?: number) => twilioFailure({ status, code }, NOW);

describe('Twilio’s refusals', () => {
  it.each([21211, 21614, 21635, 30005, 30006])('%i: the number cannot receive texts', (code) => {
    expect(failure(400, code)).toEqual({ outcome: 'permanent', code: `twilio_${code}` });
  });

  it('21610: the person said STOP; nothing more goes to the number', () => {
    expect(failure(400, 21610)).toEqual({ outcome: 'permanent', code: 'twilio_21610', suppress: true });
  });

  it.each([21408, 21608])('%i: our account may not text this number, but others', (code) => {
    expect(failure(403, code)).toEqual({ outcome: 'permanent', code: `twilio_${code}` });
  });

  it.each([
    [401, 20003],
    [403, 20005],
    [400, 30007],
    [400, 30034],
  ])('%i/%i: our account is at fault', (status, code) => {
    expect(failure(status, code)).toEqual({ outcome: 'channel_fault', code: `twilio_${code}` });
  });

  it('21611: the queue is full, not before a minute', () => {
    expect(failure(429, 21611)).toEqual({
      outcome: 'retryable',
      code: 'twilio_21611',
      notBefore: new Date('2026-11-25T12:01:00Z'),
    });
  });

  it('20429: never processed, retried', () => {
    expect(failure(429, 20429)).toEqual({ outcome: 'retryable', code: 'twilio_20429', limited: true });
  });

  it.each([
    [401, 'channel_fault'],
    [403, 'channel_fault'],
    [429, 'retryable'],
    [500, 'unconfirmed'],
    [502, 'unconfirmed'],
    [503, 'unconfirmed'],
    [504, 'unconfirmed'],
    [400, 'permanent'],
    [404, 'permanent'],
  ])('%i without a code is %s', (status, outcome) => {
    expect(failure(status)).toMatchObject({ outcome, code: `twilio_http_${status}` });
  });

  it.each([
    // "Unknown: bounded retry": the attempts that are left.
    [400, 29999, 'retryable'],
    [404, 20404, 'retryable'],
    [403, 29999, 'channel_fault'],
    [500, 20500, 'unconfirmed'],
    [503, 20503, 'unconfirmed'],
    // Never processed, whatever the status.
    [503, 20429, 'retryable'],
  ])('%i with an unknown code %i is %s', (status, code, outcome) => {
    expect(failure(status, code)).toMatchObject({ outcome, code: `twilio_${code}` });
  });
});
