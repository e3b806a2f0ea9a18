/** `specs/asyncapi.json` as a page. */
import { namedSchema } from './openapi-page.js';
import { type FieldTable, anchor, referencePage } from './reference-page.js';
import { type ReadableSchema, referenceOf, schemaFields } from './schema-fields.js';

interface Reference {
  readonly $ref: string;
}

interface Message {
  readonly title?: string;
  readonly contentType?: string;
  readonly headers?: ReadableSchema;
  readonly payload: ReadableSchema;
}

/** As much of AsyncAPI 3.0 as the generated document uses. */
export interface AsyncApi {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly channels: Readonly<
    Record<
      string,
      { readonly address: string; readonly description: string; readonly messages: Readonly<Record<string, Reference>> }
    >
  >;
  readonly operations: Readonly<Record<string, { readonly action: 'receive' | 'send'; readonly channel: Reference }>>;
  readonly components: {
    readonly messages: Readonly<Record<string, Message>>;
    readonly schemas: Readonly<Record<string, ReadableSchema>>;
  };
}

const BODY = `{{#each channels}}
<section>
<h2 id="{{id}}"><code>{{address}}</code></h2>
<p>{{inline description}} The service {{actions}}.</p>
{{#each messages}}
<section>
<h3 id="{{id}}">{{name}}</h3>
<p>{{title}}</p>
{{#if payloadReference}}<p>Value: <a href="#schema-{{anchor payloadReference}}">{{payloadReference}}</a>, <code>{{contentType}}</code></p>{{/if}}
{{#if tables}}
<details>
<summary>{{summary}}</summary>
{{#each tables}}{{> fields}}{{/each}}
</details>
{{/if}}
</section>
{{/each}}
</section>
{{/each}}
`;

export function asyncApiPage(document: AsyncApi): string {
  const { info, components } = document;
  const channels = Object.entries(document.channels).map(([key, { address, description, messages }]) => ({
    id: `channel-${anchor(key)}`,
    address,
    description,
    actions: actionsOf(document, key),
    messages: Object.keys(messages).map((name) => messageView(name, components.messages[name])),
  }));
  return referencePage(BODY, {
    title: `${info.title}: topics`,
    version: info.version,
    description: info.description ?? '',
    source: 'specs/asyncapi.json',
    contents: channels.map(({ id, address }) => ({ id, name: address })),
    channels,
    schemas: Object.entries(components.schemas).map(([name, schema]) => namedSchema(name, schema)),
  });
}

function actionsOf({ operations }: AsyncApi, channel: string): string {
  const own = Object.values(operations).filter(({ channel: { $ref } }) => $ref === `#/channels/${channel}`);
  return own.map(({ action }) => (action === 'send' ? 'writes it' : 'reads it')).join(' and ');
}

function messageView(name: string, message: Message | undefined) {
  if (message === undefined) throw new Error(`The document has no message ${name}.`);
  const { title, contentType, headers, payload } = message;
  const tables: FieldTable[] = [
    { caption: 'Headers', fields: schemaFields(headers ?? {}) },
    { caption: 'Value', fields: schemaFields(payload) },
  ].filter(({ fields }) => fields.length > 0);
  return {
    id: `message-${anchor(name)}`,
    name,
    title: title ?? payload.description ?? '',
    contentType: contentType ?? 'no value',
    payloadReference: referenceOf(payload),
    tables: tables.length === 0 ? null : tables,
    summary: tables.map(({ caption }) => caption).join(' and '),
  };
}
