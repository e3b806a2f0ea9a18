/** Implements F3. Names in a merge patch that mean nothing. */
import { z } from 'zod';

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, ObjectSchema>>;
  /** Of a record: its names, and the schema of its values. */
  readonly propertyNames?: { readonly enum?: readonly string[] };
  readonly additionalProperties?: ObjectSchema | boolean;
}

/**
 * The schema of the merged document does not see a name that the patch sets to null: it is gone by then. Misspelt, it must be refused all the same.
 * @returns a function that gives the paths of such names, with dots
 */
export function unknownNamesBy(target: z.ZodType): (patch: unknown) => string[] {
  // The empty registry keeps components from splitting the schema into references.
  const schema = z.toJSONSchema(target, { io: 'input', metadata: z.registry() }) as ObjectSchema;
  return (patch) => unknownNames(patch, schema, []);
}

function unknownNames(patch: unknown, schema: ObjectSchema, path: readonly string[]): string[] {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return [];
  return Object.entries(patch).flatMap(([name, value]) => {
    const here = [...path, name];
    const field = fieldOf(schema, name);
    return field === undefined ? [here.join('.')] : unknownNames(value, field, here);
  });
}

function fieldOf(
  { properties = {}, propertyNames, additionalProperties }: ObjectSchema,
  name: string,
): ObjectSchema | undefined {
  if (Object.hasOwn(properties, name)) return properties[name];
  if (propertyNames?.enum?.includes(name) !== true) return undefined;
  return typeof additionalProperties === 'object' ? additionalProperties : {};
}
