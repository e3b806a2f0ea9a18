import { beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formatsPlugin from 'ajv-formats';
import { ROUTE_ACCESS } from '../../apps/preferences-api/src/access/route-access.js';
import { PROBLEM_CODES } from '../../apps/preferences-api/src/problems/problems.js';
import { apiDocument } from './openapi.js';

interface Media {
  readonly schema: object;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown; readonly $ref?: string }>>;
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly description?: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<
    Record<string, { readonly headers: object; readonly content?: Readonly<Record<string, Media>> }>
  >;
}

let document: { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };
const ajv = new Ajv2020({ strict: false });
formatsPlugin.default(ajv);

beforeAll(async () => {
  document = JSON.parse(JSON.stringify(await apiDocument())) as typeof document;
  ajv.addSchema(document, 'api');
});

const operations = () =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, ...operation })),
  );

/** The value that a local reference (`#/components/schemas/Problem`) points to. */
function resolve(reference: string): unknown {
  return reference
    .replace('#/', '')
    .split('/')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], document);
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' ? [String(inner)] : referencesIn(inner)));
}

/** Every body and answer, with the route it belongs to. */
function media(): { readonly where: string; readonly type: string; readonly media: Media }[] {
  return operations().flatMap(({ route, requestBody, responses }) =>
    [requestBody?.content ?? {}, ...Object.values(responses).map(({ content = {} }) => content)].flatMap((content) =>
      Object.entries(content).map(([type, each]) => ({ where: `${route} ${type}`, type, media: each })),
    ),
  );
}

describe('the OpenAPI document', () => {
  it('is valid by the official schema of OpenAPI 3.1', async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('has no reference that leads nowhere', () => {
    const references = referencesIn(document);
    expect(references.length).toBeGreaterThan(0);
    expect(references.filter((reference) => resolve(reference) === undefined)).toEqual([]);
  });

  it('has every route that somebody may call, and no other', () => {
    const documented = operations().map(({ route }) => route.replace(/\{(\w+)\}/g, ':$1'));
    expect(documented.sort()).toEqual(Object.keys(ROUTE_ACCESS).sort());
  });

  it('gives each operation a name of its own and says in words what it is', () => {
    const names = operations().map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { summary, parameters } of operations()) {
      expect(summary).not.toBe('');
      expect(parameters.filter(({ description = '' }) => description === '')).toEqual([]);
    }
  });

  it('describes each part of an address that varies', () => {
    for (const { route, parameters } of operations()) {
      const named = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(parameters.filter(({ in: place }) => place === 'path').map(({ name }) => name)).toEqual(named);
    }
  });

  it('names the scopes that the access table asks for', () => {
    const scopesOf = (route: string) => operations().find((operation) => operation.route === route)?.security;
    expect(scopesOf('GET /api/v2/openapi.json')).toEqual([]);
    expect(scopesOf('GET /api/v2/notifications/preferences')).toEqual([{ accessToken: [] }]);
    expect(scopesOf('GET /api/v2/notifications')).toEqual([
      { accessToken: ['notifications:service'] },
      { accessToken: ['notifications:support'] },
      { accessToken: ['notifications:ops'] },
    ]);
  });

  it('says of every answer which request it answers, and of every failure how it looks', () => {
    for (const { responses } of operations()) {
      // A page for people says to people what went wrong.
      const failure = 'text/html' in (responses['200']?.content ?? {}) ? 'text/html' : 'application/json';
      for (const [status, { headers, content = {} }] of Object.entries(responses)) {
        expect(headers).toHaveProperty(['X-Request-Id']);
        if (status === '429' || 'application/problem+json' in content) continue;
        expect(Number(status) < 400 || failure in content).toBe(true);
      }
    }
  });

  it('has an example of every problem', () => {
    const used = new Set(
      media().flatMap(({ media: { examples = {} } }) => Object.values(examples).map(({ $ref }) => $ref)),
    );
    for (const code of PROBLEM_CODES) {
      if (code === 'method_not_allowed') continue; // belongs to no operation
      expect(used).toContain(`#/components/examples/${code}`);
    }
  });

  it('has examples of all JSON, and they fit their schemas', () => {
    for (const {
      where,
      type,
      media: { schema, examples = {} },
    } of media()) {
      if (!type.endsWith('json') || where.includes('openapi.json')) continue;
      expect([where, Object.keys(examples).length > 0]).toEqual([where, true]);
      const pointed = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')) as object;
      const validate = ajv.compile(pointed);
      for (const [name, example] of Object.entries(examples)) {
        const { value } = (example.$ref === undefined ? example : resolve(example.$ref)) as { value: unknown };
        validate(value);
        expect([where, name, validate.errors ?? []]).toEqual([where, name, []]);
      }
    }
  });
});
