/** Implements F7. One operation of the OpenAPI document. */
import type { OperationObject, ParameterObject, RequestBodyObject, ResponseObject } from '@nestjs/swagger';
import { KINDS_BY_SCOPE, ROUTE_ACCESS, type Route, type RouteAccess } from '../access/route-access.js';
import { PAGE_PROBLEMS } from '../pages/problem-page.js';
import { PROBLEMS, type ProblemCode, problemDocumentSchema } from '../problems/problems.js';
import type { HeaderName } from './headers.js';
import type { SchemaComponents } from './openapi-schemas.js';
import type { AnswerFacts, BodyFacts, ContentFacts, OperationFacts, ParameterFacts } from './operation-facts.js';
import { headersOf, problemsOf } from './operation-problems.js';
import { OPERATIONS } from './operations.js';

type Responses = Record<string, ResponseObject>;
type Content = RequestBodyObject['content'];

/** @param scanned what Nest's decorators say of the handler */
export function describeOperation(
  route: Route,
  scanned: OperationObject,
  components: SchemaComponents,
): OperationObject {
  const facts: OperationFacts = OPERATIONS[route];
  const access: RouteAccess = ROUTE_ACCESS[route];
  const parameters = describeParameters(route, (scanned.parameters ?? []) as ParameterObject[], facts.parameters ?? {});
  const requestBody = describeBody(scanned.requestBody as RequestBodyObject | undefined, facts.body, components);
  const hasSchema = scanned.requestBody !== undefined || parameters.some(({ in: place }) => place === 'query');
  const problems = problemsOf(access, { hasBody: requestBody !== undefined, hasSchema }, facts);
  return {
    operationId: facts.id,
    tags: [facts.tag],
    summary: facts.summary,
    ...(facts.description === undefined ? {} : { description: facts.description }),
    ...securityOf(access),
    parameters,
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: merge(
      describeAnswers(route, facts, components),
      describeProblems(route, problems, isPage(facts), components),
    ),
  };
}

/** Any one of the scopes will do; a customer's token has none. */
function securityOf(access: RouteAccess): Pick<OperationObject, 'security'> {
  if (typeof access === 'string') return { security: [] };
  const kinds: readonly string[] = access;
  const scopes = Object.entries(KINDS_BY_SCOPE)
    .filter(([, granted]) => granted.some((kind) => kinds.includes(kind)))
    .map(([scope]) => [scope]);
  const alternatives = kinds.includes('customer') ? [[], ...scopes] : scopes;
  return { security: alternatives.map((names) => ({ accessToken: names })) };
}

function describeParameters(
  route: Route,
  scanned: readonly ParameterObject[],
  facts: Readonly<Record<string, ParameterFacts>>,
): ParameterObject[] {
  const known = new Map(Object.entries(facts).map(([name, fact]) => [name.toLowerCase(), { name, ...fact }]));
  const fromHandler = scanned.map((parameter) => {
    const fact = known.get(parameter.name.toLowerCase());
    known.delete(parameter.name.toLowerCase());
    const required = parameter.in === 'header' ? false : parameter.required;
    return { ...parameter, ...(required === undefined ? {} : { required }), ...fact };
  });
  const others = [...known.values()].map((fact) => {
    const isInPath = route.split('/').includes(`:${fact.name}`);
    const place = isInPath ? ('path' as const) : ('header' as const);
    return { in: place, required: isInPath, schema: text, ...fact };
  });
  return [...fromHandler, ...others];
}

const text = { type: 'string' };

function describeBody(
  scanned: RequestBodyObject | undefined,
  facts: BodyFacts | undefined,
  components: SchemaComponents,
): RequestBodyObject | undefined {
  if (facts === undefined) return scanned;
  const { description, required = true } = facts;
  const content = Object.entries(facts.content).map(([mediaType, { schema, examples = {} }]) => {
    const documented = schema === undefined ? scanned?.content[mediaType]?.schema : components.add(schema, 'input');
    return [mediaType, { schema: documented ?? {}, examples: examplesOf(examples) }] as const;
  });
  return { ...(description === undefined ? {} : { description }), required, content: Object.fromEntries(content) };
}

function describeAnswers(route: Route, { answers }: OperationFacts, components: SchemaComponents): Responses {
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => [
      status,
      describeAnswer(route, Number(status), answer, components),
    ]),
  );
}

function describeAnswer(
  route: Route,
  status: number,
  { description, headers = [], content }: AnswerFacts,
  components: SchemaComponents,
): ResponseObject {
  return {
    description,
    headers: headerReferences([...headersOf(route, status), ...headers]),
    ...(content === undefined ? {} : { content: describeContent(content, components) }),
  };
}

function describeContent(content: Readonly<Record<string, ContentFacts>>, components: SchemaComponents): Content {
  return Object.fromEntries(
    Object.entries(content).map(([mediaType, { schema, examples = {} }]) => [
      mediaType,
      { schema: components.add(schema, 'output'), examples: examplesOf(examples) },
    ]),
  );
}

const isPage = ({ answers }: OperationFacts): boolean =>
  Object.values(answers).some(({ content = {} }) => 'text/html' in content);

/** @param onPages those that people may meet, who accept HTML rather than JSON, are pages for them */
function describeProblems(
  route: Route,
  codes: readonly ProblemCode[],
  onPages: boolean,
  components: SchemaComponents,
): Responses {
  const statuses = new Set(codes.map((code) => PROBLEMS[code].status));
  return Object.fromEntries(
    [...statuses].map((status) => {
      const group = codes.filter((code) => PROBLEMS[code].status === status);
      const description = group.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' ');
      const hasPage = onPages && group.some((code) => PAGE_PROBLEMS.some((each) => each === code));
      const content = {
        'application/problem+json': problemContent(group, components),
        ...(hasPage ? { 'text/html': { schema: text } } : {}),
      };
      return [String(status), { description, headers: headerReferences(headersOf(route, status)), content }];
    }),
  );
}

/** A status may stand for a page and for a problem, by what the caller accepts. */
function merge(answers: Responses, problems: Responses): Responses {
  const both = Object.entries(answers).flatMap(([status, answer]) => {
    const problem = problems[status];
    return problem === undefined ? [] : [[status, { ...answer, content: { ...answer.content, ...problem.content } }]];
  });
  return { ...answers, ...problems, ...(Object.fromEntries(both) as Responses) };
}

function problemContent(codes: readonly ProblemCode[], components: SchemaComponents): Content[string] {
  const problem = components.add(problemDocumentSchema, 'output');
  return {
    schema: { allOf: [problem, { type: 'object', properties: { code: { enum: [...codes] } } }] },
    examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
  };
}

function headerReferences(names: readonly HeaderName[]): Record<string, { $ref: string }> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

function examplesOf(examples: Readonly<Record<string, unknown>>): Record<string, { value: unknown }> {
  return Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]));
}
