import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_JSON_DEPTH, parseStrictJson } from './strict-json.js';

const parse = (text: string) => parseStrictJson(Buffer.from(text));
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('parseStrictJson', () => {
  it('reads whatever JSON has one meaning', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const text = JSON.stringify(value);
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('is not confused by text that looks like structure', () => {
    const value = { '{"a":1,"a":2}': '"a":', b: ['\\"', '}', 'é\u2028', '\\'], c: { a: 1 }, a: 2 };
    expect(parse(JSON.stringify(value))).toEqual(value);
  });

  it.each([
    ['{"a":1,"a":1}', 'a'],
    ['{"quietHours":{"start":"22:00","end":"08:00","start":"23:00"}}', 'quietHours.start'],
    ['[{"a":1},{"a":1,"b":2,"a":3}]', '1.a'],
    ['{"a":[1,{"b":[[]],"c":{}}],"\\u0061":2}', 'a'],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ])('refuses a name that appears twice in one object: %s', (text, field) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ code: 'duplicate_key', errors: [{ field, message: 'is named twice' }] }),
    );
  });

  it('refuses what is nested too deeply, and reads what is just not', () => {
    expect(() => parse(nested(MAX_JSON_DEPTH))).not.toThrow();
    for (const depth of [MAX_JSON_DEPTH + 1, 30_000]) {
      expect(() => parse(nested(depth))).toThrow(expect.objectContaining({ code: 'nested_too_deeply' }));
    }
  });

  it.each(['', '{', '{"a":1}x', "{'a':1}", '{"a":NaN}', '[1,]', '// no', 'undefined', '"\u0001"'])(
    'refuses what is no JSON: %j',
    (text) => {
      expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'invalid_json', cause: undefined }));
    },
  );

  it.each<[string, number[]]>([
    ['a byte that UTF-8 never has', [0x22, 0xff, 0x22]],
    ['an overlong form', [0x22, 0xc0, 0xaf, 0x22]],
    ['half a surrogate pair', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]],
  ])('refuses %s', (_, bytes) => {
    expect(() => parseStrictJson(Buffer.from(bytes))).toThrow(expect.objectContaining({ code: 'invalid_encoding' }));
  });
});
