import { describe, expect, it } from '@jest/globals';
import { factsOfQuery } from './promql.js';

describe('a query', () => {
  it('names its metrics, what they are matched on, and what is grouped by', () => {
    const query = 'sum by (channel) (rate(calls_total{app="a",code=~"x|y"}[$__rate_interval])) unless on (topic) lag';
    expect(factsOfQuery(query)).toEqual({
      errors: [],
      selectors: [
        {
          metric: 'calls_total',
          matchers: [
            { label: 'app', value: 'a' },
            { label: 'code', value: 'x|y' },
          ],
        },
        { metric: 'lag', matchers: [] },
      ],
      groupings: ['channel', 'topic'],
    });
  });

  it.each(['sum by channel (x)', 'rate(x[5])) > 1', 'x >=', 'x{a=b}'])(
    'that cannot be read says where: %s',
    (query) => {
      expect(factsOfQuery(query).errors).not.toEqual([]);
    },
  );
});
