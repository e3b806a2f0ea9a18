import { describe, expect, it } from '@jest/globals';
import type { ProblemError } from '../problems/problem.error.js';
import type { AnalyticsQuery } from './analytics.query.js';
import { askedSpan } from './asked-span.js';

const NOW = new Date('2026-11-22T10:07:30Z');
const asked = (query: AnalyticsQuery) => {
  const { span, interval } = askedSpan(query, NOW);
  return [new Date(span.from).toISOString(), new Date(span.to).toISOString(), interval];
};
const at = (text: string) => new Date(`${text}Z`);

describe('the span that is asked for', () => {
  it('is the last hour by the minute unless something else is', () => {
    expect(asked({})).toEqual(['2026-11-22T09:07:00.000Z', '2026-11-22T10:08:00.000Z', '1m']);
  });

  it('begins an hour before the end that is given', () => {
    expect(asked({ to: at('2026-11-22T08:00:00') })[0]).toBe('2026-11-22T07:00:00.000Z');
  });

  it('is widened to whole steps', () => {
    const query = { from: at('2026-11-20T13:30:00'), to: at('2026-11-20T14:10:00'), interval: '1d' } as const;
    expect(asked(query)).toEqual(['2026-11-20T00:00:00.000Z', '2026-11-21T00:00:00.000Z', '1d']);
  });

  it.each<[string, AnalyticsQuery, string, RegExp]>([
    ['ends before it begins', { from: NOW, to: at('2026-11-22T10:00:00') }, 'from', /before/],
    ['lies in the future', { from: at('2026-11-23T00:00:00'), to: at('2026-11-24T00:00:00') }, 'from', /future/],
    ['has too many steps', { from: at('2026-11-21T10:00:00'), interval: '1m' }, 'interval', /1448 steps.*at most 800/],
    [
      'is older than its figures',
      { from: at('2026-11-01T10:00:00'), to: at('2026-11-01T11:00:00'), interval: '1m' },
      'from',
      /2 days/,
    ],
  ])('is refused if it %s', (_, query, field, message) => {
    const refusal = (() => {
      try {
        return askedSpan(query, NOW);
      } catch (error) {
        return error as ProblemError;
      }
    })();
    expect(refusal).toMatchObject({
      code: 'invalid_request',
      errors: [{ field, message: expect.stringMatching(message) }],
    });
  });
});
