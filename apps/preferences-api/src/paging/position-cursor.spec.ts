import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { cursorOf, positionCursor } from './position-cursor.js';

const schema = positionCursor(z.tuple([z.int(), z.uuid()]));

describe('a cursor', () => {
  it('comes back as the position it was made of', () => {
    const position = [1_764_000_000_000, '019aaf3e-5c2b-7c1d-9b39-6d1a8f3b2c11'];
    expect(schema.parse(cursorOf(position))).toEqual(position);
  });

  it.each(['', 'rubbish', '%', cursorOf(null), cursorOf([1]), cursorOf({ at: 1 }), cursorOf(['1', 'x'])])(
    'is refused when we did not make it: %j',
    (cursor) => {
      expect(schema.safeParse(cursor).error?.issues).toMatchObject([
        { message: 'must be a nextCursor that was answered before' },
      ]);
    },
  );
});
