/** Implements F2, N9. Kafka messages to CloudEvents and back; both content modes, by the CloudEvents library. */
import { CloudEvent, Kafka, ValidationError } from 'cloudevents';
import { z } from 'zod';
import { faultWords } from './fault-words.js';
import { instant, opaqueId, text } from './fields.schema.js';
import { MAX_EVENT_BYTES } from './order-event.schema.js';
import { RejectedEventError } from './rejected-event.error.js';
import { TRACEPARENT, parseTraceparent } from './traceparent.js';

/** A Kafka message as any client hands it over. */
export interface IncomingMessage {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>> | undefined;
}

/** A CloudEvent whose attributes are checked and whose `data` is still unknown. */
export interface Envelope {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: Date;
  readonly subject: string | undefined;
  /** Of the message, else of the event itself (CloudEvents' extension for distributed tracing). */
  readonly traceparent: string | undefined;
  readonly data: unknown;
}

const STRUCTURED = 'application/cloudevents+json';
const ANY_CLOUD_EVENT = 'application/cloudevents';
const JSON_MEDIA_TYPE = /^application\/(?:[\w.-]+\+)?json$/;

/** JSON format: an attribute that is null counts as absent (CloudEvents JSON format, 2.2). */
export const envelopeAttributes = z.object({
  specversion: z.literal('1.0'),
  id: opaqueId(),
  source: text(256),
  type: text(128),
  time: instant(),
  subject: text(128).nullish(),
  [TRACEPARENT]: z.unknown().optional(),
});

/** The library makes these up where they are missing, and a made-up id defeats deduplication. */
const declaredHeaders = z.object({ ce_specversion: z.literal('1.0'), ce_id: opaqueId(), ce_time: instant() });

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * @throws RejectedEventError when the message is no CloudEvent, is too large, is not JSON, or has an attribute missing.
 */
export function decodeCloudEvent(message: IncomingMessage): Envelope {
  if (message.value === null || message.value.length === 0) {
    throw new RejectedEventError('empty_message', 'The message has no value.');
  }
  if (message.value.length > MAX_EVENT_BYTES) {
    throw new RejectedEventError('too_large', `The message is larger than ${MAX_EVENT_BYTES} bytes.`);
  }
  const headers = eventHeaders(message.headers ?? {});
  const mediaType = mediaTypeOf(headers['content-type'] ?? 'application/json');
  const event = mediaType === STRUCTURED ? structured(message.value) : binary(mediaType, headers, message.value);
  return { ...event, traceparent: parseTraceparent(message.headers?.[TRACEPARENT]) ?? event.traceparent };
}

/** Encodes in binary mode, JSON data. The caller chooses the Kafka key. */
export function encodeCloudEvent(event: {
  id: string;
  source: string;
  type: string;
  time: Date;
  subject: string;
  data: Record<string, unknown>;
}): { headers: Record<string, string>; value: string } {
  const message = Kafka.binary(
    new CloudEvent({ ...event, time: event.time.toISOString(), datacontenttype: 'application/json' }),
  );
  return { headers: presentHeaders(message.headers), value: JSON.stringify(event.data) };
}

/** kafkajs throws on the undefined values that the library leaves; the content type must not be said twice. */
function presentHeaders(headers: Record<string, unknown>): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' && name !== 'ce_datacontenttype') result[name] = value;
  }
  return result;
}

function structured(value: Buffer): Envelope {
  const parsed = json(value);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new RejectedEventError('not_a_cloud_event', 'The value is not a JSON object.');
  }
  const event = parsed as Record<string, unknown>;
  requireJson(
    typeof event['datacontenttype'] === 'string' ? mediaTypeOf(event['datacontenttype']) : 'application/json',
  );
  if (event['data_base64'] !== undefined && event['data_base64'] !== null) {
    throw new RejectedEventError('unsupported_content_type', 'The data is base64, not JSON.');
  }
  return envelope(event, event['data']);
}

function binary(mediaType: string, headers: Record<string, string>, value: Buffer): Envelope {
  if (mediaType.startsWith(ANY_CLOUD_EVENT)) {
    throw new RejectedEventError('unsupported_content_type', 'Only single CloudEvents in JSON format are read.');
  }
  if (!Object.keys(headers).some((name) => name.startsWith('ce_'))) {
    throw new RejectedEventError('not_a_cloud_event', 'Neither ce_ headers nor a CloudEvents content type were found.');
  }
  requireJson(mediaType);
  const declared = declaredHeaders.safeParse(headers, { error: faultWords });
  if (!declared.success) throw new RejectedEventError('invalid_envelope', describeIssues(declared.error, 'Header'));
  return envelope(attributesFrom({ ...headers, 'content-type': mediaType }), json(value));
}

/** The library reads the attributes; the data is parsed apart, because it would let invalid UTF-8 pass. */
function attributesFrom(headers: Record<string, string>): unknown {
  try {
    return Kafka.toEvent({ headers, value: '{}', body: '{}' } as never);
  } catch (error) {
    if (error instanceof ValidationError || error instanceof RangeError || error instanceof TypeError) {
      throw new RejectedEventError('invalid_envelope', 'The CloudEvents attributes cannot be read.', { cause: error });
    }
    throw error;
  }
}

function envelope(declared: unknown, data: unknown): Envelope {
  const result = envelopeAttributes.safeParse(declared, { error: faultWords });
  if (!result.success) {
    throw new RejectedEventError('invalid_envelope', describeIssues(result.error, 'Attribute'));
  }
  const { id, source, type, time, subject, traceparent } = result.data;
  return {
    id,
    source,
    type,
    time: new Date(time),
    subject: subject ?? undefined,
    traceparent: parseTraceparent(traceparent),
    data,
  };
}

function requireJson(mediaType: string): void {
  if (!JSON_MEDIA_TYPE.test(mediaType)) {
    throw new RejectedEventError('unsupported_content_type', 'The data is not declared as JSON.');
  }
}

function json(value: Buffer): unknown {
  const decoded = decodeUtf8(value, 'The value');
  try {
    return JSON.parse(decoded);
  } catch {
    // No cause: the parser's message quotes the text around the fault, and that is personal data.
    throw new RejectedEventError('invalid_json', 'The value is not valid JSON.');
  }
}

function decodeUtf8(bytes: Buffer, what: string): string {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw new RejectedEventError('invalid_utf8', `${what} is not valid UTF-8.`, { cause: error });
  }
}

/** Names in lower case, one value each. Headers of others (tracing) may hold anything and are left alone. */
function eventHeaders(headers: NonNullable<IncomingMessage['headers']>): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [givenName, given] of Object.entries(headers)) {
    const name = givenName.toLowerCase();
    const value = Array.isArray(given) ? given[0] : given;
    if (value === undefined || !(name === 'content-type' || name.startsWith('ce_'))) continue;
    result[name] = typeof value === 'string' ? value : decodeUtf8(value, 'A header');
  }
  return result;
}

function mediaTypeOf(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** Field paths and our schema's messages; never the offending values. */
export function describeIssues(error: z.ZodError, label: string): string {
  return error.issues
    .slice(0, 10)
    .map((issue) => `${label} ${issue.path.join('.') || '(root)'}: ${issue.message}`)
    .join('; ');
}
