/** Implements F7. Which problems a route can answer with. */
import { type RouteAccess, accessTo, isRateLimited } from '../access/route-access.js';
import { PROBLEMS, type ProblemCode } from '../problems/problems.js';
import type { HeaderName } from './headers.js';
import type { OperationFacts } from './operation-facts.js';

/** What the handler takes, as scanned. */
export interface Intake {
  readonly hasBody: boolean;
  /** Something is validated by a schema. */
  readonly hasSchema: boolean;
}

const OF_ACCESS = {
  token: ['missing_token', 'invalid_token', 'expired_token', 'forbidden'],
  body: [
    'invalid_json',
    'invalid_encoding',
    'duplicate_key',
    'nested_too_deeply',
    'body_too_large',
    'unsupported_media_type',
  ],
} as const satisfies Record<string, readonly ProblemCode[]>;

/** Pure. Sorted by status, each code once. */
export function problemsOf(access: RouteAccess, intake: Intake, facts: OperationFacts): ProblemCode[] {
  const codes: ProblemCode[] = ['internal_error', ...(facts.problems ?? [])];
  if (access !== 'cluster' && access !== 'mail_client') codes.push('malformed_request');
  if (isRateLimited(access)) codes.push('too_many_requests');
  if (typeof access === 'object') codes.push(...OF_ACCESS.token);
  if (facts.standsAlone !== true) codes.push('temporarily_unavailable');
  if (intake.hasBody) codes.push(...OF_ACCESS.body);
  if (intake.hasSchema) codes.push('invalid_request');
  return [...new Set(codes)].sort((a, b) => PROBLEMS[a].status - PROBLEMS[b].status);
}

const HEADERS_BY_STATUS: Readonly<Record<number, readonly HeaderName[]>> = {
  401: ['WWW-Authenticate'],
  403: ['WWW-Authenticate'],
  412: ['ETag'],
  429: ['Retry-After'],
  503: ['Retry-After'],
};

/** Headers of an answer, beside what its facts say. A refused token is counted, a malformed body is not. */
export function headersOf(route: string, status: number): HeaderName[] {
  const [method = '', path = ''] = route.split(' ');
  const access = accessTo(method, path);
  const isCounted = access !== undefined && isRateLimited(access);
  return ['X-Request-Id', ...(isCounted ? RATE_LIMIT : []), ...(HEADERS_BY_STATUS[status] ?? [])];
}

const RATE_LIMIT = ['RateLimit', 'RateLimit-Policy'] as const satisfies readonly HeaderName[];
