/** A JSON Schema as a flat list of its fields, for people to read. */

/** As much of JSON Schema as the generated documents use. */
export interface ReadableSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, ReadableSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | ReadableSchema;
  readonly propertyNames?: ReadableSchema;
  readonly items?: ReadableSchema;
  readonly allOf?: readonly ReadableSchema[];
  readonly anyOf?: readonly ReadableSchema[];
  readonly oneOf?: readonly ReadableSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly examples?: readonly unknown[];
}

/** A row of a table: `path` such as `items[].name`, `reference` the name of the schema that the type is. */
export interface SchemaField {
  readonly path: string;
  readonly type: string;
  readonly reference: string | null;
  readonly isRequired: boolean;
  readonly limits: string;
  readonly description: string;
}

const WITHOUT_NUL = '^[^\\u0000]*$';

/** Depth first; a schema that has a name of its own is named and not unfolded. */
export function schemaFields(schema: ReadableSchema, path = ''): SchemaField[] {
  const { properties = {}, required = [], additionalProperties, propertyNames, items } = nullable(schema).schema;
  const named = Object.entries(properties).flatMap(([name, field]) => [
    row(joined(path, name), field, required.includes(name)),
    ...schemaFields(field, joined(path, name)),
  ]);
  if (typeof additionalProperties === 'object' && Object.keys(additionalProperties).length > 0) {
    const name = joined(path, propertyNames?.enum === undefined ? '{name}' : '{one of the names}');
    const names = propertyNames?.enum === undefined ? '' : `names: ${propertyNames.enum.map(String).join(', ')}`;
    named.push(
      { ...row(name, additionalProperties, false), description: names },
      ...schemaFields(additionalProperties, name),
    );
  }
  if (items !== undefined && nullable(items).schema.$ref === undefined) named.push(...schemaFields(items, `${path}[]`));
  return named;
}

/** Name of the component that a schema refers to, by itself, as the items of an array, or beside null. */
export function referenceOf(schema: ReadableSchema): string | null {
  const { $ref, items } = nullable(schema).schema;
  if ($ref !== undefined) return decodeURIComponent($ref.split('/').at(-1) ?? '');
  return items === undefined ? null : referenceOf(items);
}

/** `string`, `array of Alert`, `"a" or "b"`, `integer or null`. */
export function typeText(given: ReadableSchema): string {
  const { schema, isNullable } = nullable(given);
  const type = plainType(schema);
  return isNullable ? `${type} or null` : type;
}

function row(path: string, field: ReadableSchema, isRequired: boolean): SchemaField {
  const { schema } = nullable(field);
  return {
    path,
    type: typeText(field),
    reference: referenceOf(field),
    isRequired,
    limits: limitsOf(schema, field.default === undefined ? schema.default : field.default),
    description: field.description ?? schema.description ?? '',
  };
}

function plainType(schema: ReadableSchema): string {
  if (schema.$ref !== undefined) return referenceOf(schema) ?? '';
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return [...new Set(choices.map(typeText))].join(' or ');
  if (schema.items !== undefined) return `array of ${typeText(schema.items)}`;
  return typeof schema.type === 'string' ? schema.type : (schema.type?.join(' or ') ?? 'anything');
}

function limitsOf(schema: ReadableSchema, fallback: unknown): string {
  const { minLength, maxLength, minItems, maxItems, minimum, maximum, format, pattern } = schema;
  return [
    format ?? '',
    range(minLength, maxLength, ' characters'),
    range(minItems, maxItems, ' items'),
    // Beyond it, JSON numbers are not exact anyway.
    range(minimum, maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum, ''),
    pattern === undefined || format !== undefined ? '' : pattern === WITHOUT_NUL ? 'no NUL' : `as ${pattern}`,
    fallback === undefined ? '' : `default ${JSON.stringify(fallback)}`,
  ]
    .filter((text) => text !== '')
    .join(', ');
}

function range(least: number | undefined, most: number | undefined, unit: string): string {
  if (least === undefined && most === undefined) return '';
  if (most === undefined) return `at least ${least ?? 0}${unit}`;
  return least === undefined ? `at most ${most}${unit}` : `${least} to ${most}${unit}`;
}

/** The schema beside null, where those two are the choice; parts that all must hold are put together. */
function nullable(schema: ReadableSchema): { schema: ReadableSchema; isNullable: boolean } {
  if (schema.allOf !== undefined) {
    return { schema: Object.assign({}, schema, ...schema.allOf) as ReadableSchema, isNullable: false };
  }
  const [one, ...others] = schema.anyOf?.filter(({ type }) => type !== 'null') ?? [];
  const isNullable = schema.anyOf?.some(({ type }) => type === 'null') ?? false;
  return one !== undefined && others.length === 0 && isNullable
    ? { schema: one, isNullable }
    : { schema, isNullable: false };
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
