import { describe, expect, it } from '@jest/globals';
import type { NotificationRow } from './demo.repository.js';
import { paintFor } from './palette.js';
import { percentile, type RunResult, summaryLines } from './summary.js';

const plain = paintFor(false, undefined);

function aRow(changes: Partial<NotificationRow>): NotificationRow {
  return {
    ...{ id: 'n-1', eventId: 'e-1', orderId: 'o-1', type: 'delivered', channel: 'email', status: 'sent', reason: null },
    ...{ eventTime: new Date(0), sentAt: new Date(250), dueAt: null, attempts: [{ outcome: 'accepted', code: null }] },
    ...changes,
  };
}

const summaryOf = (changes: Partial<RunResult>): string =>
  summaryLines({ publications: ['event'], rows: [aRow({})], accepted: 1, differences: [], ...changes }, plain).join(
    '\n',
  );

describe('the summary', () => {
  it('counts events, outcomes, failures and latencies', () => {
    const rows = [
      aRow({}),
      aRow({ channel: 'in_app', status: 'delivered', sentAt: new Date(40) }),
      aRow({ channel: 'sms', status: 'suppressed', reason: 'channel_off', sentAt: null, attempts: [] }),
      aRow({
        status: 'failed',
        reason: 'provider_rejected',
        sentAt: null,
        attempts: [{ outcome: 'permanent', code: 'sendgrid_400' }],
      }),
    ];
    const summary = summaryOf({ rows, publications: ['event', 'event', 'malformed'] });
    expect(summary).toContain('3 published: 2 new, 1 malformed');
    expect(summary).toMatch(/email +1 +0 +0 +1 +0$/m);
    expect(summary).toMatch(/SMS +0 +0 +1 +0 +0$/m);
    expect(summary).toMatch(/in-app +1 +0 +0 +0 +0$/m);
    expect(summary).toContain('1 sendgrid_400');
    expect(summary).toContain('email   p50 0.25 s   p95 0.25 s');
    expect(summary).toContain('SMS     nothing sent');
  });

  it('names a message that was accepted again', () => {
    expect(summaryOf({ accepted: 2 })).toContain('accepted 2 messages, 1 of them again after a lost answer');
  });

  it('ends with the verdict', () => {
    expect(summaryOf({})).toMatch(/✓ .*exactly what the script should cause\.$/);
    expect(summaryOf({ differences: ['one row too few'] })).toMatch(/✗ 1 difference.*\n {2}one row too few$/);
    expect(summaryOf({ differences: Array<string>(33).fill('wrong') })).toMatch(/and 3 more$/);
  });
});

it('a percentile is a value that was met', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1).reverse();
  expect([percentile(hundred, 0.5), percentile(hundred, 0.95), percentile([7], 0.95)]).toEqual([50, 95, 7]);
});
