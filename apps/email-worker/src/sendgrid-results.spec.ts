import { describe, expect, it } from '@jest/globals';
import { sendgridResult } from './sendgrid-results.js';

const answer = (status: number, headers: Record<string, string> = {}) => sendgridResult({ status, headers, body: '' });

describe('SendGrid’s answers', () => {
  it.each([202, 200])('%i is accepted, under SendGrid’s id', (status) => {
    expect(answer(status, { 'x-message-id': 'm-1' })).toEqual({ outcome: 'accepted', providerMessageId: 'm-1' });
  });

  it('is accepted without an id as well', () => {
    expect(answer(202)).toEqual({ outcome: 'accepted', providerMessageId: null });
  });

  it.each([
    [400, 'permanent'],
    [404, 'permanent'],
    [405, 'permanent'],
    [413, 'permanent'],
    [415, 'permanent'],
    [401, 'channel_fault'],
    [403, 'channel_fault'],
    [500, 'retryable'],
    [502, 'retryable'],
    [503, 'retryable'],
    [504, 'retryable'],
    // Nothing SendGrid documents: unknown, so it is tried again.
    [302, 'retryable'],
  ])('%i is %s', (status, outcome) => {
    expect(answer(status)).toMatchObject({ outcome, code: `sendgrid_${status}` });
  });

  it('429 is retried, not before the limit resets', () => {
    expect(answer(429, { 'x-ratelimit-reset': '1795608000' })).toEqual({
      outcome: 'retryable',
      code: 'sendgrid_429',
      limited: true,
      notBefore: new Date(1_795_608_000_000),
    });
  });

  it.each([undefined, '', 'soon', '-1', '17956080001234'])('429 with reset %p waits for its retry delay', (reset) => {
    const result = answer(429, reset === undefined ? {} : { 'x-ratelimit-reset': reset });
    expect(result).toEqual({ outcome: 'retryable', code: 'sendgrid_429', limited: true, notBefore: undefined });
  });
});
