/** Implements F7. Every way in which a request can fail: a closed table, so that a caller may switch over the codes. */
export const PROBLEMS = {
  malformed_request: { status: 400, title: 'The request is malformed' },
  invalid_json: { status: 400, title: 'The body is not valid JSON' },
  malformed_if_match: { status: 400, title: 'If-Match is malformed' },
  missing_token: { status: 401, title: 'An access token is required' },
  invalid_token: { status: 401, title: 'The access token is not valid' },
  expired_token: { status: 401, title: 'The access token has expired' },
  forbidden: { status: 403, title: 'The access token does not permit this' },
  not_found: { status: 404, title: 'There is nothing at this address' },
  method_not_allowed: { status: 405, title: 'The method does not exist at this address' },
  version_mismatch: { status: 412, title: 'Somebody else made a change in the meantime' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body has a type that is not read here' },
  invalid_request: { status: 422, title: 'Some fields are not valid' },
  internal_error: { status: 500, title: 'Something went wrong on our side' },
  temporarily_unavailable: { status: 503, title: 'The service cannot answer for the moment' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** A fault in one field of a request. */
export interface FieldFault {
  /** Path with dots, such as `quietHours.start`; empty for the body as a whole. */
  readonly field: string;
  readonly message: string;
}

/** Problem details as RFC 9457 shapes them, with our members `code`, `errors` and `traceId`. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors: readonly FieldFault[];
  readonly traceId: string;
}
