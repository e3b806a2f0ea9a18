import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formatsPlugin from 'ajv-formats';
import { DOCUMENTED_SCHEMAS, jsonSchema } from './json-schemas.js';

const ajv = new Ajv2020({ strict: true, allErrors: true, addUsedSchema: false });
formatsPlugin.default(ajv);

type Json = Record<string, unknown>;
interface Change {
  readonly what: string;
  readonly value: Json;
}

/** Every document that differs from `example` in one field, on any level: absent, or of a wrong kind. */
function changesOf(example: Json, path = ''): Change[] {
  return Object.entries(example).flatMap(([name, value]) => {
    const field = path + name;
    const replaced = [undefined, null, '', 7.5, -1, true, [], {}, 'a\0b', 'x'.repeat(3000)].map((other) => ({
      what: `${field} = ${other === undefined ? 'absent' : JSON.stringify(other).slice(0, 20)}`,
      value: { ...example, [name]: other },
    }));
    return [...replaced, ...nestedChanges(value, `${field}.`).map(nestInto(example, name, value))];
  });
}

function nestedChanges(value: unknown, path: string): Change[] {
  const inner: unknown = Array.isArray(value) ? value[0] : value;
  return typeof inner === 'object' && inner !== null ? changesOf(inner as Json, path) : [];
}

function nestInto(example: Json, name: string, original: unknown): (change: Change) => Change {
  return ({ what, value }) => ({ what, value: { ...example, [name]: Array.isArray(original) ? [value] : value } });
}

/** As it would arrive: without the fields that are undefined. */
function onTheWire(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

const schemas = Object.entries(DOCUMENTED_SCHEMAS);

describe('the JSON Schema', () => {
  it.each(schemas)('of %s accepts its example, as the code does', (name, { schema, example }) => {
    expect(ajv.compile(jsonSchema(name))(example)).toBe(true);
    expect(schema.safeParse(example).success).toBe(true);
  });

  it.each(schemas)('of %s allows unknown fields exactly where the code does', (name, { schema, example }) => {
    const withMore = { ...(example as Json), notKnownYet: 1 };
    expect(ajv.compile(jsonSchema(name))(withMore)).toBe(schema.safeParse(withMore).success);
  });

  // Of what we write ourselves the schema promises more than the code asks for when reading it.
  it.each(schemas.filter(([, { io }]) => io !== 'output'))(
    'of %s accepts and rejects what the code accepts and rejects',
    (name, { schema, example }) => {
      const validate = ajv.compile(jsonSchema(name));
      const disagreements = changesOf(example as Json)
        .map(({ what, value }) => ({ what, value: onTheWire(value) }))
        .filter(({ value }) => validate(value) !== schema.safeParse(value).success)
        .map(({ what }) => what);
      expect(disagreements).toEqual([]);
    },
  );
});
