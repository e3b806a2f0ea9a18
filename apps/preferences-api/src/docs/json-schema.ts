/** JSON Schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A schema that no zod schema stands behind, as a component of the document. */
export interface NamedSchema {
  readonly id: string;
  readonly schema: JsonSchema;
}

/** Pure. The schema without some of its keywords. */
export function without(schema: JsonSchema, ...keywords: string[]): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword)));
}
