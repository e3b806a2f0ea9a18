import { describe, expect, it } from '@jest/globals';
import { parseTraceparent } from './traceparent.js';

const VALID = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('the place of a message in a trace', () => {
  it.each([
    ['text', VALID],
    ['bytes, as Kafka has them', Buffer.from(VALID)],
    ['the first of several', [Buffer.from(VALID), Buffer.from('x')]],
    ['one that is not sampled', VALID.replace(/01$/, '00')],
  ])('is taken from %s', (_, value) => {
    expect(parseTraceparent(value)).toBe(Array.isArray(value) ? VALID : value.toString());
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an object', { toString: () => VALID }],
    ['an empty list', []],
    ['no UTF-8', Buffer.of(0xff, 0x00)],
    ['another version', VALID.replace(/^00/, '01')],
    ['more behind it', `${VALID}-00`],
    ['capitals', VALID.toUpperCase()],
    ['a trace of zeros', VALID.replace(/-\w{32}-/, `-${'0'.repeat(32)}-`)],
    ['a span of zeros', VALID.replace(/-\w{16}-/, `-${'0'.repeat(16)}-`)],
    ['a line break', `${VALID}\n`],
    ['far too much', `00-${'0'.repeat(100_000)}`],
  ])('is not in %s', (_, value) => {
    expect(parseTraceparent(value)).toBeUndefined();
  });
});
