/** `specs/openapi.json` as a page. */
import { type Example, type FieldTable, type NamedSchema, anchor, jsonText, referencePage } from './reference-page.js';
import { type ReadableSchema, type SchemaField, referenceOf, schemaFields, typeText } from './schema-fields.js';

interface Reference {
  readonly $ref: string;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: ReadableSchema;
}

interface MediaType {
  readonly schema?: ReadableSchema;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown } | Reference>>;
}

type Content = Readonly<Record<string, MediaType>>;

interface Answer {
  readonly description: string;
  readonly content?: Content;
  readonly headers?: Readonly<Record<string, unknown>>;
}

interface Operation {
  readonly operationId: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, Answer>>;
}

/** As much of OpenAPI 3.1 as the generated document uses. */
export interface OpenApi {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, ReadableSchema>> };
}

const BODY = `{{#each tags}}
<section>
<h2 id="{{id}}">{{name}}</h2>
{{prose description}}
{{#each operations}}
<section>
<h3 id="{{id}}"><code>{{method}} {{path}}</code></h3>
<p><strong>{{summary}}.</strong> For {{audience}}.</p>
{{prose description}}
{{#if parameters}}{{> fields parameters}}{{/if}}
{{#each bodies}}
<p>Body: <code>{{mediaType}}</code>, {{#if reference}}<a href="#schema-{{anchor reference}}">{{type}}</a>{{else}}{{type}}{{/if}}</p>
{{#each tables}}{{> fields}}{{/each}}
{{> examples}}
{{/each}}
<div class="table">
<table>
<caption>Answers</caption>
<thead><tr><th scope="col">status</th><th scope="col">meaning</th><th scope="col">content</th><th scope="col">headers</th></tr></thead>
<tbody>
{{#each answers}}
<tr><td>{{status}}</td><td>{{inline description}}</td><td>{{#each contents}}<div>{{#if reference}}<a href="#schema-{{anchor reference}}">{{type}}</a>, {{/if}}<code>{{mediaType}}</code></div>{{/each}}</td><td>{{headers}}</td></tr>
{{/each}}
</tbody>
</table>
</div>
{{> examples}}
</section>
{{/each}}
</section>
{{/each}}
`;

export function openApiPage(document: OpenApi): string {
  const { info, components } = document;
  const tags = tagsOf(document).map((name) => ({
    id: `tag-${anchor(name)}`,
    name,
    description: document.tags?.find((tag) => tag.name === name)?.description ?? '',
    operations: operationsOf(document, name),
  }));
  return referencePage(BODY, {
    title: `${info.title}: API`,
    version: info.version,
    description: info.description ?? '',
    source: 'specs/openapi.json',
    contents: tags.map(({ id, name }) => ({ id, name })),
    tags,
    schemas: Object.entries(components.schemas).map(([name, schema]) => namedSchema(name, schema)),
  });
}

/** A component of a document, under the id that fields link to. */
export function namedSchema(name: string, schema: ReadableSchema): NamedSchema {
  const fields = schemaFields(schema);
  return {
    id: `schema-${anchor(name)}`,
    name,
    title: schema.title ?? '',
    type: typeText(schema),
    table: fields.length === 0 ? null : { caption: `Fields of ${name}`, fields },
    examples: (schema.examples ?? []).map((example) => ({ name, json: jsonText(example) })),
  };
}

/** In the document's order, then those that it uses without a word about them. */
function tagsOf({ tags = [], paths }: OpenApi): string[] {
  const used = Object.values(paths).flatMap((operations) =>
    Object.values(operations).flatMap((each) => each.tags ?? []),
  );
  return [...new Set([...tags.map(({ name }) => name), ...used])];
}

function operationsOf({ paths }: OpenApi, tag: string) {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { tags }]) => tags?.includes(tag))
      .map(([method, operation]) => operationView(method.toUpperCase(), path, operation)),
  );
}

function operationView(method: string, path: string, operation: Operation) {
  const { operationId, summary = '', description = '', parameters = [], requestBody, responses } = operation;
  const fields = parameters.map(parameterField);
  return {
    id: operationId,
    method,
    path,
    summary,
    description,
    audience: audienceOf(operation),
    parameters: fields.length === 0 ? null : { caption: 'Parameters', fields },
    bodies: Object.entries(requestBody?.content ?? {}).map(([mediaType, content]) => ({
      ...contentView(mediaType, content),
      tables: tablesOf(content.schema ?? {}),
      examples: examplesOf(content),
    })),
    answers: Object.entries(responses).map(([status, answer]) => ({
      status,
      description: answer.description,
      contents: Object.entries(answer.content ?? {}).map(([mediaType, content]) => contentView(mediaType, content)),
      headers: Object.keys(answer.headers ?? {}).join(', '),
    })),
    examples: successOf(responses).flatMap(examplesOf),
  };
}

function parameterField({ name, in: place, required = false, description = '', schema = {} }: Parameter): SchemaField {
  const [field] = schemaFields({ properties: { [name]: schema } });
  return {
    path: name,
    type: 'string',
    reference: null,
    limits: '',
    ...field,
    isRequired: required,
    description: `${place}; ${description}`,
  };
}

function contentView(mediaType: string, { schema = {} }: MediaType) {
  const parts = schema.allOf ?? [schema];
  const [named = schema] = parts.filter((part) => referenceOf(part) !== null);
  return {
    mediaType,
    type: schema.oneOf === undefined ? typeText(named) : 'one of these',
    reference: referenceOf(named),
  };
}

/** Of a schema without a name; one table for each of its forms. */
function tablesOf(schema: ReadableSchema): FieldTable[] {
  const forms = schema.oneOf ?? [schema];
  return forms
    .map((form) => ({ caption: captionOf(form), fields: schemaFields(form) }))
    .filter(({ fields }) => fields.length > 0);
}

function captionOf({ title, properties = {} }: ReadableSchema): string {
  return title ?? (properties['type'] === undefined ? 'Fields' : `type: ${typeText(properties['type'])}`);
}

function successOf(responses: Operation['responses']): MediaType[] {
  return Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, answer]) => Object.values(answer.content ?? {}));
}

function examplesOf({ examples = {} }: MediaType): Example[] {
  return Object.entries(examples).flatMap(([name, example]) =>
    'value' in example && typeof example.value === 'object' ? [{ name, json: jsonText(example.value) }] : [],
  );
}

const AUDIENCES: Readonly<Record<string, string>> = {
  'notifications:service': 'internal callers',
  'notifications:support': 'customer service',
  'notifications:ops': 'operators',
};

function audienceOf({ security = [] }: Operation): string {
  if (security.length === 0) return 'anyone';
  const names = security.flatMap((scheme) =>
    Object.values(scheme).flatMap((scopes) =>
      scopes.length === 0 ? ['customers'] : scopes.map((scope) => AUDIENCES[scope] ?? scope),
    ),
  );
  return names.join(', ');
}
