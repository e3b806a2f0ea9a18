/** Implements F7. Every way in which a request can fail: a closed table, so that a caller may switch over the codes. */
import { z } from 'zod';

/** What a problem is, told to those who meet it. `GET /problems/:code` shows it. */
export interface ProblemFacts {
  readonly status: number;
  readonly title: string;
  /** What happened. */
  readonly meaning: string;
  /** What the caller can do about it. */
  readonly advice: string;
}

export const PROBLEMS = {
  malformed_request: {
    status: 400,
    title: 'The request is malformed',
    meaning: 'The address or the message could not be read as HTTP.',
    advice: 'Check that the address is percent-encoded UTF-8 and that the body is as long as its headers say.',
  },
  invalid_json: {
    status: 400,
    title: 'The body is not valid JSON',
    meaning: 'The body was announced as JSON and could not be read as such.',
    advice: 'Send one JSON value, made by a JSON library rather than by hand.',
  },
  invalid_encoding: {
    status: 400,
    title: 'The body is not UTF-8',
    meaning: 'JSON is exchanged as UTF-8; the body holds bytes that are none.',
    advice: 'Encode the body as UTF-8.',
  },
  duplicate_key: {
    status: 400,
    title: 'An object in the body names a field twice',
    meaning: 'JSON libraries disagree about which of two values counts, so neither is taken.',
    advice: 'Name each field once. `errors` says which one is repeated.',
  },
  nested_too_deeply: {
    status: 400,
    title: 'The body is nested too deeply',
    meaning: 'Objects and arrays lie within each other deeper than any request needs.',
    advice: 'Compare the body with the schema of this route.',
  },
  malformed_if_match: {
    status: 400,
    title: 'If-Match is malformed',
    meaning: 'The header `If-Match` holds something other than entity tags.',
    advice: 'Send the `ETag` of the last answer as it was, with its quotes.',
  },
  idempotency_key_required: {
    status: 400,
    title: 'The header Idempotency-Key is required',
    meaning:
      'The route has an effect that must not happen twice, and the request has no name by which to know a repetition.',
    advice:
      'Send the header `Idempotency-Key`, 1 to 128 characters: a new UUID for each effect, the same one for each repetition.',
  },
  missing_token: {
    status: 401,
    title: 'An access token is required',
    meaning: 'The route is not open to anyone, and the request named nobody.',
    advice: 'Send the header `Authorization: Bearer` with an access token of the sign-in service.',
  },
  invalid_token: {
    status: 401,
    title: 'The access token is not valid',
    meaning: 'The token is not one that our sign-in service issued for this API, or it may not be used yet.',
    advice: 'Get a new token. If that one is refused as well, its issuer or audience is not ours.',
  },
  expired_token: {
    status: 401,
    title: 'The access token has expired',
    meaning: 'The token was good once.',
    advice: 'Get a new token and repeat the request.',
  },
  forbidden: {
    status: 403,
    title: 'The access token does not permit this',
    meaning: 'The route is for other callers: the scope of the token does not include it.',
    advice: 'Ask for a token with the scope that the description of the route names.',
  },
  invalid_signature: {
    status: 403,
    title: 'The signature is not valid',
    meaning: 'Only a provider may call this route, and the request does not carry a signature of that provider.',
    advice: 'Compare the key or token of the provider, and the public address of this service, with the settings.',
  },
  not_found: {
    status: 404,
    title: 'There is nothing at this address',
    meaning: 'It never was, it is gone, or it belongs to somebody else.',
    advice: 'Check the address and the id in it.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The method does not exist at this address',
    meaning: 'Something is at this address, but it does not answer this method.',
    advice: 'Use one of the methods in the header `Allow`.',
  },
  not_failed: {
    status: 409,
    title: 'The notification has not failed',
    meaning:
      'Only a failed notification gets a new budget of attempts. This one is under way, done, or was not to be sent.',
    advice: 'Read the notification: its status and reason say where it stands.',
  },
  already_replayed: {
    status: 409,
    title: 'The event has been replayed before',
    meaning:
      'The original was published to its topic again. If it was rejected again, that is a dead letter of its own.',
    advice: 'Look for a newer dead letter of the same topic.',
  },
  original_unreadable: {
    status: 409,
    title: 'The original of the event does not open',
    meaning: 'It is damaged, or was sealed with a key that `PII_KEYRING` no longer holds. Nothing was changed.',
    advice: 'Give the service the older key as well, and replay the event then; or have it published again upstream.',
  },
  newer_entry: {
    status: 409,
    title: 'Something newer is known about the customer',
    meaning: 'The directory has an entry with a later time, from a customer event. Nothing was changed.',
    advice: 'Read the entry. If it has to be corrected all the same, send the request again in a moment.',
  },
  version_mismatch: {
    status: 412,
    title: 'Somebody else made a change in the meantime',
    meaning: 'The version that `If-Match` names is no longer the current one. Nothing was changed.',
    advice: 'Read the document again, make the change to what it says now, and send it with the new `ETag`.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    meaning: 'The body is longer than this route reads.',
    advice: 'Send less. No valid request comes near the limit.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body has a type that is not read here',
    meaning: 'The header `Content-Type` or `Content-Encoding` names something that this route cannot read.',
    advice: 'Use a type that the description of the route names, in UTF-8.',
  },
  invalid_request: {
    status: 422,
    title: 'Some fields are not valid',
    meaning: 'The request can be read, but not every field in it can be taken. Nothing was changed.',
    advice: 'Correct the fields that `errors` names, and send the request again.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The idempotency key was used for another request',
    meaning: 'The key was sent before, with another body. Nothing was changed.',
    advice: 'Use a new key for a new request, and an old one only to repeat its request as it was.',
  },
  too_many_requests: {
    status: 429,
    title: 'There were too many requests',
    meaning: 'The caller has used up what it may ask for in this minute.',
    advice: 'Wait for the seconds in `Retry-After`. The headers `RateLimit` and `RateLimit-Policy` help to stay below.',
  },
  internal_error: {
    status: 500,
    title: 'Something went wrong on our side',
    meaning: 'We did not foresee this.',
    advice: 'Report the `traceId`: it leads us to the cause. The same request may well work later.',
  },
  temporarily_unavailable: {
    status: 503,
    title: 'The service cannot answer for the moment',
    meaning:
      'Something that the service depends on does not answer. The request may have taken effect all the same, or in part.',
    advice:
      'Wait for the seconds in `Retry-After`, then send the same request again, with the same `Idempotency-Key` if it had one: twice does no more than once.',
  },
} as const satisfies Record<string, ProblemFacts>;

export type ProblemCode = keyof typeof PROBLEMS;

export const PROBLEM_CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

const fieldFault = z.object({
  /** Path with dots, such as `quietHours.start`; empty for the body as a whole. */
  field: z.string(),
  message: z.string(),
});

/** Problem details as RFC 9457 shapes them, with our members `code`, `errors` and `traceId`. */
export const problemDocumentSchema = z
  .object({
    type: z.url(),
    title: z.string(),
    status: z.int(),
    code: z.enum(PROBLEM_CODES),
    detail: z.string(),
    errors: z.array(fieldFault),
    traceId: z.string(),
  })
  .meta({ id: 'Problem' });

/** A fault in one field of a request. */
export type FieldFault = Readonly<z.output<typeof fieldFault>>;

export type ProblemDocument = z.output<typeof problemDocumentSchema>;

/** Where the problem is explained; its `type`. */
export function problemType(appUrl: string, code: ProblemCode): string {
  return `${appUrl}/api/v2/problems/${code}`;
}
