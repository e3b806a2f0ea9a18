import { describe, expect, it } from '@jest/globals';
import { readToken } from './access-token.js';

describe('a pasted token', () => {
  it.each(['eyJ.a-b_c.~+/=', '  Bearer eyJ.a-b_c.~+/= ', 'Authorization: bearer eyJ.a-\n  b_c.~+/='])(
    'of %j',
    (text) => {
      expect(readToken(text)).toEqual({ token: 'eyJ.a-b_c.~+/=' });
    },
  );

  it.each(['eyJ…', '“eyJ”', 'eyJ\u0000', 'eyJé', '\u200beyJ'])('%j holds what no header may', (text) => {
    expect(readToken(text)).toEqual({ problem: expect.stringContaining('characters that no access token has') });
  });

  it('may be nothing yet', () => {
    expect(readToken(' Bearer ')).toEqual({ problem: 'Paste an access token first.' });
  });
});
