/** Implements F7. zod schemas as OpenAPI 3.1 has them: JSON Schema, with those that have an id as components. */
import { z } from 'zod';
import { type JsonSchema, type NamedSchema, without } from './json-schema.js';

const COMPONENTS = '#/components/schemas/';

interface Converted {
  /** A reference, if the schema has an id. */
  readonly schema: JsonSchema;
  readonly components: Readonly<Record<string, JsonSchema>>;
}

/** @param io `input`: as a caller writes it; `output`: as we write it, with every default filled in */
export function toOpenApi(schema: z.ZodType | NamedSchema, io: 'input' | 'output'): Converted {
  if (!(schema instanceof z.ZodType)) {
    return { schema: { $ref: COMPONENTS + schema.id }, components: { [schema.id]: schema.schema } };
  }
  const converted = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    override: ({ jsonSchema }) => delete jsonSchema['id'],
  });
  const text = JSON.stringify(converted).replaceAll('"#/$defs/', `"${COMPONENTS}`);
  const document = JSON.parse(text) as JsonSchema & { readonly $defs?: Record<string, JsonSchema> };
  return { schema: without(document, '$schema', '$defs'), components: document.$defs ?? {} };
}

/** Components by name. */
export class SchemaComponents {
  private readonly byName = new Map<string, JsonSchema>();

  /**
   * Keeps the schema's components.
   * @returns the schema itself, or a reference to it
   * @throws Error when two different schemas have the same id
   */
  add(schema: z.ZodType | NamedSchema, io: 'input' | 'output'): JsonSchema {
    const converted = toOpenApi(schema, io);
    for (const [name, component] of Object.entries(converted.components)) this.keep(name, component);
    return converted.schema;
  }

  /** Sorted by name. */
  all(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.byName].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private keep(name: string, component: JsonSchema): void {
    const known = this.byName.get(name);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(component)) {
      throw new Error(`Two schemas are called ${name}, or one differs as input and as output`);
    }
    this.byName.set(name, component);
  }
}
