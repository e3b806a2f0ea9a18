import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { deliveryLine, type Outcome } from './delivery-line.js';
import { paintFor } from './palette.js';

const plain = paintFor(false, undefined);

const moment = (outcome: Outcome) => ({
  at: new Date('2026-11-20T15:10:30Z'),
  customer: { name: 'Kenji', timeZone: 'Asia/Tokyo' },
  orderId: 'abc123.A-1007',
  type: 'out_for_delivery' as const,
  channel: 'in_app' as const,
  outcome,
});

describe('a line about a delivery', () => {
  it('says who, which order, what and how', () => {
    const line = deliveryLine(moment({ kind: 'wait', until: new Date(), reason: 'paused' }), plain);
    expect(line).toMatch(/^\d\d:\d\d:\d\d {2}Kenji {5}A-1007 {2}out for delivery {3}in-app {2}… waits: paused$/);
  });

  it.each<[Outcome, RegExp]>([
    [{ kind: 'ended', status: 'sent', reason: null, attempts: 1, latencyMs: 184 }, /✓ sent +0\.18 s$/],
    [{ kind: 'ended', status: 'sent', reason: null, attempts: 3, latencyMs: 6_200 }, /✓ sent, 3 attempts +6\.20 s$/],
    [
      { kind: 'ended', status: 'suppressed', reason: 'channel_off', attempts: 0, latencyMs: 10 },
      /– suppressed: channel off$/,
    ],
    [
      { kind: 'ended', status: 'failed', reason: 'retries_exhausted', attempts: 4, latencyMs: 12_000 },
      /✗ failed: retries exhausted, 4 attempts$/,
    ],
    [{ kind: 'retry', number: 2, inMs: 3_900, code: 'sendgrid_500' }, /↻ retry 2 in 4 s \(sendgrid_500\)$/],
    [{ kind: 'unconfirmed', inMs: 2_000, code: 'connection_lost' }, /\? no answer; again in 2 s \(connection_lost\)$/],
    [
      { kind: 'wait', until: new Date('2026-11-20T23:00:00Z'), reason: 'quiet_hours' },
      /… waits until 08:00 in Tokyo: quiet hours$/,
    ],
  ])('says what came of it: %j', (outcome, expected) => {
    expect(deliveryLine(moment(outcome), plain)).toMatch(expected);
  });

  it('keeps its columns when it is coloured', () => {
    const painted = paintFor(true, undefined);
    const ended = moment({ kind: 'ended', status: 'sent', reason: null, attempts: 1, latencyMs: 184 });
    const coloured = deliveryLine(ended, painted);
    expect(coloured).not.toBe(deliveryLine(ended, plain));
    expect(stripVTControlCharacters(coloured)).toBe(deliveryLine(ended, plain));
  });

  it('is not coloured where that is not wanted', () => {
    expect(paintFor(true, '1')('red', 'text')).toBe('text');
    expect(paintFor(false, undefined)('red', 'text')).toBe('text');
  });
});
