/** Headers of answers, as components of the OpenAPI document. */
interface HeaderFacts {
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly example: string | number;
}

const text = { type: 'string' };

export const HEADERS = {
  'X-Request-Id': {
    description: 'The name of this request in our logs: the one the caller gave, else its trace id, else a new one.',
    schema: { type: 'string', maxLength: 128 },
    example: '0af7651916cd43dd8448eb211c80319c',
  },
  ETag: {
    description: 'The version of the document, in quotes; `"0"` before the first change.',
    schema: { type: 'string', pattern: '^"\\d+"$' },
    example: '"3"',
  },
  RateLimit: {
    description: 'What is left of the allowance (`r`), and the seconds until it is whole again (`t`).',
    schema: text,
    example: '"customer"; r=287; t=34',
  },
  'RateLimit-Policy': {
    description: 'Requests (`q`) in a window of seconds (`w`) for this caller (`pk`).',
    schema: text,
    example: '"customer"; q=300; w=60; pk=:ODg5YmQzN2I2MjA4:',
  },
  'Retry-After': {
    description: 'Seconds to wait before asking again.',
    schema: { type: 'integer', minimum: 0 },
    example: 5,
  },
  'WWW-Authenticate': {
    description: 'What is wrong with the access token (RFC 6750).',
    schema: text,
    example: 'Bearer realm="notifications", error="invalid_token"',
  },
  Accept: {
    description: 'The media types that this route reads.',
    schema: text,
    example: 'application/json',
  },
  'Accept-Patch': {
    description: 'The media types of patches that this route reads (RFC 5789).',
    schema: text,
    example: 'application/merge-patch+json, application/json',
  },
  'Content-Security-Policy': {
    description: 'What a page may load and do.',
    schema: text,
    example: "default-src 'none'",
  },
} as const satisfies Record<string, HeaderFacts>;

export type HeaderName = keyof typeof HEADERS;
