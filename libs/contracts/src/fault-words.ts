/** Implements F7, N9. What is wrong with a field, in words for whoever sent it. */
import type { z } from 'zod';

type Issue = Parameters<z.core.$ZodErrorMap>[0];

const EXAMPLE_TIME = '2026-11-25T14:05:00Z';
const EXAMPLE_DATE = '2026-11-25';

/** By the names that zod has for types. */
const TYPES: Readonly<Record<string, string>> = {
  array: 'an array',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'a string',
};

/** By the names that zod has for formats. Addresses of other schemes are taken from nobody. */
const FORMATS: Readonly<Record<string, string>> = {
  date: `a date such as "${EXAMPLE_DATE}"`,
  datetime: `a time such as "${EXAMPLE_TIME}"`,
  url: 'an http(s) address',
  uuid: 'a UUID',
};

/** What is counted in a value. Numbers are compared as they are. */
const UNITS: Readonly<Record<string, string>> = { array: 'items', string: 'characters' };

/**
 * For `safeParse(value, { error: faultWords })`. Says what the field must be, never what it was: values may be personal data.
 * A message that the schema itself gives goes first.
 * @returns undefined for what has no words of ours: zod's own are taken
 */
export function faultWords(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : typeWords(issue.expected, issue.input);
    case 'invalid_value':
      return issue.input === undefined ? 'is required' : `must be ${oneOf(issue.values)}`;
    case 'invalid_format':
      return mustBe(FORMATS[issue.format]);
    case 'too_small':
      return boundWords('at least', Number(issue.minimum), issue.origin);
    case 'too_big':
      return boundWords('at most', Number(issue.maximum), issue.origin);
    case 'custom':
    case 'invalid_element':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return undefined;
  }
}

/** A query or a form that names a field twice has an array where one value belongs. */
function typeWords(expected: string, input: unknown): string | undefined {
  return expected === 'string' && Array.isArray(input) ? 'must be a single string' : mustBe(TYPES[expected]);
}

function mustBe(what: string | undefined): string | undefined {
  return what === undefined ? undefined : `must be ${what}`;
}

function oneOf(values: readonly z.core.util.Primitive[]): string {
  const names = values.map((value) => (typeof value === 'string' ? `"${value}"` : String(value)));
  return names.length === 1 ? names.join('') : `one of ${names.join(', ')}`;
}

function boundWords(which: 'at least' | 'at most', bound: number, origin: string): string {
  const unit = UNITS[origin];
  if (unit === undefined) return `must be ${which} ${bound}`;
  return which === 'at least' && bound === 1 ? 'must not be empty' : `must have ${which} ${bound} ${unit}`;
}
