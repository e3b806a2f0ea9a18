import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { faultWords } from './fault-words.js';

const wordsOf = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value, { error: faultWords }).error?.issues.map(({ message }) => message);

describe('words for a fault', () => {
  it.each<[string, z.ZodType, unknown]>([
    ['is required', z.string(), undefined],
    ['is required', z.enum(['a', 'b']), undefined],
    ['must be a string', z.string(), null],
    ['must be a single string', z.string(), ['a', 'b']],
    ['must be true or false', z.boolean(), 'true'],
    ['must be a number', z.number(), '1'],
    ['must be a whole number', z.int(), 1.5],
    ['must be an object', z.object({}), []],
    ['must be an object', z.record(z.string(), z.string()), 'a'],
    ['must be an array', z.array(z.string()), {}],
    ['must be "sms"', z.literal('sms'), 'email'],
    ['must be one of "a", "b"', z.enum(['a', 'b']), 'c'],
    ['must be one of 1, null', z.literal([1, null]), 2],
    ['must not be empty', z.string().min(1), ''],
    ['must not be empty', z.array(z.string()).min(1), []],
    ['must have at least 2 characters', z.string().min(2), 'a'],
    ['must have at most 2 characters', z.string().max(2), 'abc'],
    ['must have at most 1 items', z.array(z.string()).max(1), ['a', 'b']],
    ['must be at least 1', z.int().min(1), 0],
    ['must be at most 9', z.number().max(9), 10],
    ['must be a date such as "2026-11-25"', z.iso.date(), '25.11.2026'],
    ['must be a time such as "2026-11-25T14:05:00Z"', z.iso.datetime(), 'today'],
    ['must be an http(s) address', z.url(), 'example'],
    ['must be a UUID', z.uuid(), '1'],
  ])('%s', (words, schema, value) => {
    expect(wordsOf(schema, value)).toEqual([words]);
  });

  it('are those of the schema, where it has some', () => {
    expect(wordsOf(z.string('must be a name'), 1)).toEqual(['must be a name']);
  });

  it("are zod's own for everything else", () => {
    expect(wordsOf(z.number().multipleOf(2), 1)).toEqual(wordsOf(z.number().multipleOf(2), 3));
    expect(wordsOf(z.number().multipleOf(2), 1)?.[0]).toContain('multiple of 2');
  });

  it('never quote the value', () => {
    const schema = z.object({ a: z.enum(['x']), b: z.iso.date(), c: z.string().max(2), d: z.int() });
    const secret = 'ana@example.com';
    expect(JSON.stringify(wordsOf(schema, { a: secret, b: secret, c: secret, d: secret }))).not.toContain(secret);
  });
});
