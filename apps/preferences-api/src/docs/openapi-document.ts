/** Implements F7. The OpenAPI 3.1 document: the routes as Nest has them, with what our tables say of each. */
import type { INestApplication } from '@nestjs/common';
import {
  DocumentBuilder,
  type OpenAPIObject,
  type OperationObject,
  type PathItemObject,
  SwaggerModule,
} from '@nestjs/swagger';
import type { z } from 'zod';
import { KINDS_BY_SCOPE, type Route } from '../access/route-access.js';
import { HEADERS } from './headers.js';
import { toOpenApi, SchemaComponents } from './openapi-schemas.js';
import { describeOperation } from './openapi-operation.js';
import type { Tag } from './operation-facts.js';
import { OPERATIONS } from './operations.js';
import { PROBLEM_EXAMPLES } from './problem-examples.js';

const DESCRIPTION = `
Tells customers about their orders over email, SMS and in-app, and lets them say how.

**Signing in.** \`Authorization: Bearer <JWT>\` of the company's sign-in. A token without one of our scopes is a customer's: its \`sub\` is the userId.

**Errors** are problem details (RFC 9457) with a \`code\` from a closed list; each \`type\` is a page that says what to do about it.

**Rate limits** are per caller. \`RateLimit\` and \`RateLimit-Policy\` show what is left, \`Retry-After\` how long to wait.
`.trim();

const TAGS = {
  Preferences: 'What a customer allows.',
  Unsubscribe: 'The link in every email: no sign-in, one click.',
  Notifications: 'What was sent, what was not, and why.',
  Inbox: 'What a customer finds in the shop’s own inbox.',
  Recipients: 'The directory of customers’ contacts.',
  'Dead letters': 'What was given up on, and another try at it.',
  Analytics: 'Whether customers are told, how fast, and why not.',
  Alerts: 'What is wrong, or was.',
  Controls: 'What operators hold back.',
  Suppressions: 'Addresses that nothing is sent to, and why.',
  Webhooks: 'What the providers report.',
  Tracking: 'Whether an email was opened.',
  Documentation: 'This document, its page, and the meaning of each problem.',
  Operation: 'Probes and metrics.',
} as const satisfies Record<Tag, string>;

/** @param app created; it need not listen */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const components = new SchemaComponents();
  const scanned = scan(app);
  for (const [id, schema] of Object.entries(scanned.components?.schemas ?? {})) {
    components.add({ id, schema: schema as Record<string, unknown> }, 'input');
  }
  const paths = Object.fromEntries(
    Object.entries(scanned.paths).map(([path, item]) => [path, describePath(path, item, components)]),
  );
  const used = new Set(Object.values(OPERATIONS).map(({ tag }) => tag));
  return {
    ...scanned,
    tags: scanned.tags?.filter(({ name }) => used.has(name as keyof typeof TAGS)) ?? [],
    paths: sorted(paths),
    components: {
      securitySchemes: scanned.components?.securitySchemes ?? {},
      schemas: components.all(),
      headers: HEADERS,
      examples: PROBLEM_EXAMPLES,
    },
  };
}

function scan(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Order notifications')
    .setVersion('2.0.0')
    .setDescription(DESCRIPTION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: scopesInWords() },
      'accessToken',
    );
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  return SwaggerModule.createDocument(app, builder.build(), {
    autoTagControllers: false,
    standardSchemaConverter: (schema, { schemaType }) => toOpenApi(schema as z.ZodType, schemaType),
  });
}

function describePath(path: string, item: PathItemObject, components: SchemaComponents): PathItemObject {
  return Object.fromEntries(
    Object.entries(item).map(([method, operation]) => {
      const route = `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}` as Route;
      return [method, describeOperation(route, operation as OperationObject, components)];
    }),
  );
}

function sorted<T>(byName: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(byName).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function scopesInWords(): string {
  const scopes = Object.entries(KINDS_BY_SCOPE).map(([scope, kinds]) => `\`${scope}\` (${kinds.join(', ')})`);
  return `A JWT of the company's sign-in. Scopes: none (customer), ${scopes.join(', ')}.`;
}
