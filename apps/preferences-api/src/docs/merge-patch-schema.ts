/** Implements F3, F7. The schema of a JSON merge patch (RFC 7396), made from the schema of what it patches. */
import { z } from 'zod';
import { type JsonSchema, type NamedSchema, without } from './json-schema.js';

/** Every field may be left out, and null takes it back to its default. */
export function mergePatchSchema(id: string, target: z.ZodType): NamedSchema {
  // The empty registry keeps components from splitting the schema into references.
  const schema = z.toJSONSchema(target, { io: 'input', metadata: z.registry() });
  return { id, schema: without(patchOf({ ...schema }), '$schema') };
}

function patchOf(schema: JsonSchema): JsonSchema {
  const { type, properties, additionalProperties } = schema;
  if (type !== 'object') return without(schema, 'default');
  return {
    ...without(schema, 'default', 'required'),
    ...(isObject(properties) ? { properties: mapValues(properties, orNull) } : {}),
    ...(isObject(additionalProperties) ? { additionalProperties: orNull(additionalProperties) } : {}),
  };
}

function orNull(schema: unknown): JsonSchema {
  return { anyOf: [patchOf(schema as JsonSchema), { type: 'null' }] };
}

function mapValues(object: JsonSchema, change: (value: unknown) => unknown): JsonSchema {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null;
}
