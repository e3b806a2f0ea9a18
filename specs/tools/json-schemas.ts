/** JSON Schemas (draft 2020-12) of everything that crosses a wire as JSON, made from the schemas the code itself uses. */
import {
  ALERT_EXAMPLE,
  CUSTOMER_DATA_EXAMPLES,
  CUSTOMER_DATA_SCHEMAS,
  type CustomerEventType,
  DEFAULT_PREFERENCES,
  NOTIFICATION_TYPES,
  ORDER_DATA_EXAMPLES,
  ORDER_DATA_SCHEMAS,
  ORDER_EVENT_TYPES,
  alertSchema,
  deadLetterSchema,
  deliveryEventDataSchema,
  inAppLiveSchema,
  nudgeSchema,
  preferencesDocumentSchema,
  preferencesInputSchema,
} from '#contracts';
import { z } from 'zod';

export type JsonSchema = Readonly<Record<string, unknown>>;

interface DocumentedSchema {
  readonly title: string;
  readonly schema: z.ZodType;
  readonly example: unknown;
  /** `output`: written by us with every default filled in and nothing else. */
  readonly io?: 'input' | 'output';
}

const ids = { notificationId: '0198f0c2-5a7e-7c1d-9b39-6d1a8f3b2c11', userId: '0b7e6a52-7f0d-4f55-9b39-6d1a8f3b2c11' };
const about = { ...ids, orderId: ORDER_DATA_EXAMPLES.order_shipped.orderId, type: 'order_shipped', channel: 'sms' };

const orderSchemas = NOTIFICATION_TYPES.map((type): [string, DocumentedSchema] => [
  ORDER_EVENT_TYPES[type],
  {
    title: `data of ${ORDER_EVENT_TYPES[type]}`,
    schema: ORDER_DATA_SCHEMAS[type],
    example: ORDER_DATA_EXAMPLES[type],
  },
]);

const customerSchemas = (Object.keys(CUSTOMER_DATA_SCHEMAS) as CustomerEventType[]).map(
  (type): [string, DocumentedSchema] => [
    type,
    { title: `data of ${type}`, schema: CUSTOMER_DATA_SCHEMAS[type], example: CUSTOMER_DATA_EXAMPLES[type] },
  ],
);

/** By name; the name is also the file's. */
export const DOCUMENTED_SCHEMAS: Readonly<Record<string, DocumentedSchema>> = {
  ...Object.fromEntries(orderSchemas),
  ...Object.fromEntries(customerSchemas),
  'delivery-event': {
    title: 'data of a delivery event',
    schema: deliveryEventDataSchema,
    example: { ...about, status: 'sent', reason: null, attempt: 1, sequence: 1 },
  },
  'dead-letter': {
    title: 'a notification given up on',
    schema: deadLetterSchema,
    example: { ...about, reason: 'retries_exhausted', attempts: 4 },
  },
  nudge: {
    title: 'a notification that a worker may claim',
    schema: nudgeSchema,
    example: { notificationId: ids.notificationId },
  },
  alert: { title: 'data of an alert', schema: alertSchema, example: ALERT_EXAMPLE },
  'in-app-live': {
    title: 'what changed in an inbox',
    schema: inAppLiveSchema,
    example: { ...ids, change: 'all_read', upToSeq: 17 },
  },
  'preferences-input': {
    title: 'preferences as a customer writes them',
    schema: preferencesInputSchema,
    example: { channels: { sms: true }, types: { order_shipped: { channels: ['email', 'sms'] } }, language: 'es' },
  },
  preferences: {
    title: 'preferences as a customer reads them',
    schema: preferencesDocumentSchema,
    example: { ...DEFAULT_PREFERENCES, updatedAt: null },
    io: 'output',
  },
};

/** One self-contained schema, draft 2020-12. Unknown fields are allowed where the code ignores them. */
export function jsonSchema(name: string): JsonSchema {
  const { title, example, ...documented } = documentedSchema(name);
  const { $schema, ...body } = convert(documented, 'draft-2020-12');
  return { $schema, $id: `urn:order-notifications:${name}:v1`, title, ...body, examples: [example] };
}

/** The same in the dialect of AsyncAPI's default schema format, for embedding. */
export function embeddedSchema(name: string): JsonSchema {
  const { title, example, ...documented } = documentedSchema(name);
  const body = convert(documented, 'draft-07');
  delete body['$schema'];
  return { title, ...body, examples: [example] };
}

function documentedSchema(name: string): DocumentedSchema {
  const found = DOCUMENTED_SCHEMAS[name];
  if (found === undefined) throw new Error(`No schema is called ${name}.`);
  return found;
}

/** The empty registry keeps component names, which belong to OpenAPI, from splitting the schema into references. */
function convert(
  { schema, io = 'input' }: Pick<DocumentedSchema, 'schema' | 'io'>,
  target: 'draft-2020-12' | 'draft-07',
): Record<string, unknown> {
  return { ...z.toJSONSchema(schema, { target, io, metadata: z.registry() }) };
}
