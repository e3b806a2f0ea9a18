/** What no honest publisher sends, and what has to become of it. */
import { MAX_EVENT_BYTES, type RejectionCode } from '#contracts';
import fc from 'fast-check';

export interface HostileMessage {
  readonly key: Buffer | string | null;
  readonly value: Buffer | null;
  readonly headers: Record<string, Buffer | string>;
}

/** `dispatched`: strange, and yet a valid event. `ignored`: valid, of a type that nobody is told about. */
export type Fate = RejectionCode | 'dispatched' | 'ignored';

interface Kind {
  readonly fate: Fate;
  /** How often, against the others. Default 20. */
  readonly weight?: number;
  readonly message: fc.Arbitrary<HostileMessage>;
}

export interface DrawnMessage extends HostileMessage {
  readonly kind: string;
  readonly fate: Fate;
}

const USUAL_WEIGHT = 20;
/** Rows, a customer's key, nudges: a dispatch costs far more than a rejection. */
const VALID_WEIGHT = 2;
const LARGE_WEIGHT = 1;

/** Stands for JSON that `JSON.stringify` would not write. */
const RAW = '@raw@';

type Json = Record<string, unknown>;
type Headers = Record<string, Buffer | string | undefined>;

/** Usable text, no text at all, or bytes that no text has. */
const key = fc.oneof(
  fc.uuid(),
  fc.constant(null),
  fc.constantFrom(Buffer.of(0xff, 0xfe), Buffer.of(0), Buffer.from('a\0b'), Buffer.alloc(0)),
);

const order = fc.record({ id: fc.uuid(), orderId: fc.uuid(), userId: fc.uuid() });
type Order = typeof order extends fc.Arbitrary<infer T> ? T : never;

const valid = ({ orderId, userId }: Order): Json => ({
  orderId,
  orderNumber: 'H-1',
  userId,
  currency: 'EUR',
  total: '10.00',
  items: [{ name: 'Thing', quantity: 1, unitPrice: '10.00' }],
  recipient: { email: `${userId}@example.com`, language: 'en', timeZone: 'Europe/Paris' },
});

const attributesOf = ({ id }: Order): Json => ({
  specversion: '1.0',
  id,
  source: '/hostile',
  type: 'order.confirmed',
  time: new Date().toISOString(),
});

const binaryHeaders = (drawn: Order): Headers => ({
  'content-type': 'application/json',
  ...Object.fromEntries(Object.entries(attributesOf(drawn)).map(([name, value]) => [`ce_${name}`, String(value)])),
});

const STRUCTURED = { 'content-type': 'application/cloudevents+json' };

const message = (build: (drawn: Order) => { headers: Headers; value: Buffer | string | null }) =>
  fc.tuple(order, key).map(([drawn, messageKey]): HostileMessage => {
    const { headers, value } = build(drawn);
    return {
      key: messageKey,
      headers: present(headers),
      value: typeof value === 'string' ? Buffer.from(value) : value,
    };
  });

/** Valid headers around this value. */
const withValue = (value: Buffer | string | null) => message((drawn) => ({ headers: binaryHeaders(drawn), value }));

const oneOfValues = (...values: readonly (Buffer | string)[]) => fc.oneof(...values.map(withValue));

/** A valid event but for these headers; `undefined` leaves one out. */
const withHeaders = (...each: readonly Headers[]) =>
  fc.oneof(
    ...each.map((headers) =>
      message((drawn) => ({ headers: { ...binaryHeaders(drawn), ...headers }, value: JSON.stringify(valid(drawn)) })),
    ),
  );

/** A valid event but for these fields. @param raw written in place of `RAW` */
const withData = (changes: Json, raw = 'null', headers: Headers = {}) =>
  message((drawn) => ({
    headers: { ...binaryHeaders(drawn), ...headers },
    value: JSON.stringify({ ...valid(drawn), ...changes }).replaceAll(`"${RAW}"`, () => raw),
  }));

/** A valid structured event but for these attributes. */
const structured = (changes: Json) =>
  message((drawn) => ({
    headers: STRUCTURED,
    value: JSON.stringify({ ...attributesOf(drawn), data: valid(drawn), ...changes }),
  }));

const structuredText = (...values: readonly string[]) =>
  fc.oneof(...values.map((value) => message(() => ({ headers: STRUCTURED, value }))));

const DEEP = 20_000;
const arrays = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const objects = (depth: number) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
const LONE_SURROGATE = String.raw`"\ud800"`;
/** CESU-8: a surrogate as if it were a character. */
const ENCODED_SURROGATE = Buffer.of(0xed, 0xa0, 0x80);
const OVERLONG_SLASH = Buffer.of(0xc0, 0xaf);

/** By name. The fate follows from how a message is built, whatever is drawn for the rest. */
export const HOSTILE_KINDS = {
  tombstone: { fate: 'empty_message', message: withValue(null) },
  'no bytes': { fate: 'empty_message', message: withValue(Buffer.alloc(0)) },
  'a little too much': {
    fate: 'too_large',
    weight: LARGE_WEIGHT,
    message: withData({ padding: 'x'.repeat(MAX_EVENT_BYTES) }),
  },
  'twice too much': {
    fate: 'too_large',
    weight: LARGE_WEIGHT,
    message: withValue(Buffer.alloc(2 * MAX_EVENT_BYTES, ' ')),
  },
  'no headers': {
    fate: 'not_a_cloud_event',
    message: message((drawn) => ({ headers: {}, value: JSON.stringify(valid(drawn)) })),
  },
  'headers of others only': {
    fate: 'not_a_cloud_event',
    message: message((drawn) => ({
      headers: { traceparent: Buffer.of(0xff), 'ce-id': 'x', CE: 'x' },
      value: JSON.stringify(valid(drawn)),
    })),
  },
  'a structured event that is no object': {
    fate: 'not_a_cloud_event',
    message: structuredText('[]', 'null', '17', '"text"', 'true', arrays(1_000)),
  },
  'a batch, or another format': {
    fate: 'unsupported_content_type',
    message: withHeaders(
      { 'content-type': 'application/cloudevents-batch+json' },
      { 'content-type': 'application/cloudevents+avro' },
      { 'content-type': 'application/cloudevents' },
    ),
  },
  'data that is not JSON': {
    fate: 'unsupported_content_type',
    message: withHeaders(
      { 'content-type': 'text/html' },
      { 'content-type': 'application/x-java-serialized-object' },
      { 'content-type': '' },
    ),
  },
  'data in base64': {
    fate: 'unsupported_content_type',
    message: fc.oneof(
      structured({ data: undefined, data_base64: 'e30=' }),
      structured({ datacontenttype: 'text/xml' }),
    ),
  },
  'bytes that are no text': {
    fate: 'invalid_utf8',
    message: fc.oneof(
      fc.uint8Array({ maxLength: 500 }).chain((bytes) => withValue(Buffer.concat([Buffer.of(0xff), bytes]))),
      oneOfValues(
        Buffer.concat([Buffer.from('{"a":"'), ENCODED_SURROGATE, Buffer.from('"}')]),
        Buffer.concat([Buffer.from('{"a":"'), OVERLONG_SLASH, Buffer.from('"}')]),
        Buffer.from('{"cut":"é').subarray(0, -1),
        Buffer.from('\ufeff{}', 'utf16le'),
      ),
    ),
  },
  'a header that is no text': {
    fate: 'invalid_utf8',
    message: withHeaders(
      { ce_id: ENCODED_SURROGATE },
      { ce_type: Buffer.of(0xff) },
      { 'content-type': OVERLONG_SLASH },
    ),
  },
  'broken JSON': {
    fate: 'invalid_json',
    message: fc.oneof(
      fc.string({ maxLength: 300 }).chain((rest) => withValue(`{]${rest}`)),
      oneOfValues(
        '{"half',
        '{"a":1,}',
        '{a:1}',
        "{'a':1}",
        'NaN',
        'undefined',
        '01',
        '{"a":"\0"}',
        '\0',
        '{}{}',
        '/**/{}',
      ),
    ),
  },
  'depth without end': {
    fate: 'invalid_json',
    weight: LARGE_WEIGHT,
    message: oneOfValues('['.repeat(DEEP), '{"a":'.repeat(DEEP / 5)),
  },
  'an attribute missing or wrong': {
    fate: 'invalid_envelope',
    message: fc.oneof(
      withHeaders(
        { ce_id: undefined },
        { ce_id: '' },
        { ce_id: 'a\0b' },
        { ce_id: 'x'.repeat(129) },
        { ce_source: undefined },
        { ce_source: `/${'x'.repeat(300)}` },
        { ce_specversion: '0.3' },
        { ce_specversion: undefined },
        { ce_time: 'yesterday' },
        { ce_time: '2026-02-30T00:00:00Z' },
        { ce_time: '99999-01-01T00:00:00Z' },
        { ce_time: '0000-01-01T00:00:00+14:00' },
        { ce_time: '9999-12-31T23:59:59-12:00' },
        { ce_schemaurl: 'https://example.com' },
      ),
      structured({ id: { toString: 'x' } }),
      structured({ id: null }),
      structured({ source: 7 }),
      structured({ time: 1e300 }),
      structured({ specversion: '1.0\0' }),
      structuredText(
        `{"specversion":"1.0","id":${LONE_SURROGATE},"source":"/h","type":"order.confirmed","time":"2026-11-25T14:05:00Z"}`,
        '{}',
      ),
    ),
  },
  'a type that is none of ours': {
    fate: 'invalid_envelope',
    message: withHeaders(
      { ce_type: 'customer.upserted' },
      { ce_type: '__proto__' },
      { ce_type: 'constructor' },
      { ce_type: 'order' },
      { ce_type: 'ORDER.CONFIRMED' },
    ),
  },
  'structured mode around binary content': {
    fate: 'invalid_envelope',
    message: message((drawn) => ({
      headers: { ...binaryHeaders(drawn), ...STRUCTURED },
      value: JSON.stringify(valid(drawn)),
    })),
  },
  'binary mode around structured content': {
    fate: 'invalid_data',
    message: message((drawn) => ({
      headers: binaryHeaders(drawn),
      value: JSON.stringify({ ...attributesOf(drawn), data: valid(drawn) }),
    })),
  },
  'fields missing or of other types': {
    fate: 'invalid_data',
    message: fc.oneof(
      withData({ orderId: undefined }),
      withData({ userId: 17 }),
      withData({ userId: { $gt: '' } }),
      withData({ orderId: ['a'] }),
      withData({ items: {} }),
      withData({ items: [] }),
      withData({ items: Array.from({ length: 501 }, () => 1) }),
      withData({ total: 'NaN' }),
      withData({ total: '-1.00' }),
      withData({ currency: 'eur' }),
      withData({ shipment: { trackingUrl: 'javascript:alert(1)' } }),
      withData({ orderNumber: 'x'.repeat(65) }),
      oneOfValues('{}', '[]', 'null', '7', '"text"'),
    ),
  },
  'numbers out of all bounds': {
    fate: 'invalid_data',
    message: fc.oneof(
      ...['1e400', '-1e400', '1e308', '9007199254740993', '-1', '1.5', '9'.repeat(4_000)].map((number) =>
        withData({ orderVersion: RAW }, number),
      ),
      withData({ items: [{ name: 'Thing', quantity: 1e21, unitPrice: '1' }] }),
      withData({ total: '9'.repeat(40) }),
    ),
  },
  'NUL and lone surrogates in text': {
    fate: 'invalid_data',
    message: fc.oneof(
      withData({ orderNumber: 'a\0b' }),
      withData({ userId: '\0' }),
      withData({ recipient: { email: 'a\0@example.com' } }),
      withData({ orderNumber: RAW }, LONE_SURROGATE),
      withData({ items: [{ name: RAW, quantity: 1, unitPrice: '1' }] }, LONE_SURROGATE),
    ),
  },
  'keys of prototypes in place of fields': {
    fate: 'invalid_data',
    message: message((drawn) => ({
      headers: binaryHeaders(drawn),
      value: `{"__proto__":${JSON.stringify(valid(drawn))},"constructor":{"prototype":{"orderId":"x"}}}`,
    })),
  },
  'depth in place of a field': {
    fate: 'invalid_data',
    weight: LARGE_WEIGHT,
    message: fc.oneof(
      oneOfValues(arrays(DEEP), objects(DEEP / 4)),
      withData({ recipient: RAW }, arrays(DEEP)),
      withData({ items: RAW }, arrays(DEEP)),
    ),
  },
  'a subject of another order': {
    fate: 'subject_mismatch',
    message: withHeaders({ ce_subject: 'another' }, { ce_subject: '__proto__' }),
  },
  'a type nobody is told about': {
    fate: 'ignored',
    message: withHeaders(
      { ce_type: 'order.archived' },
      { ce_type: 'order.__proto__' },
      { ce_type: 'order.constructor' },
    ),
  },
  'keys of prototypes beside the fields': {
    fate: 'dispatched',
    weight: VALID_WEIGHT,
    message: fc.oneof(
      withData({ constructor: { prototype: { polluted: true } }, toString: 'x', hasOwnProperty: 1 }),
      message((drawn) => ({
        headers: { ...binaryHeaders(drawn), ce___proto__: 'x', ce_constructor: 'x', constructor: 'x', toString: 'x' },
        value: JSON.stringify({ ...valid(drawn), junk: RAW }).replace(
          `"junk":"${RAW}"`,
          '"__proto__":{"polluted":true}',
        ),
      })),
    ),
  },
  'nonsense in fields nobody reads': {
    fate: 'dispatched',
    weight: VALID_WEIGHT,
    message: fc.oneof(
      ...['1e400', LONE_SURROGATE, String.raw`"\u0000"`, arrays(1_000), objects(1_000)].map((raw) =>
        withData({ junk: RAW }, raw),
      ),
    ),
  },
  'times at the ends of the calendar': {
    fate: 'dispatched',
    weight: VALID_WEIGHT,
    message: withHeaders({ ce_time: '0000-01-01T00:00:00Z' }, { ce_time: '9999-12-31T23:59:59Z' }),
  },
  'the largest numbers allowed': {
    fate: 'dispatched',
    weight: VALID_WEIGHT,
    message: withData(
      {
        orderVersion: Number.MAX_SAFE_INTEGER,
        shipment: { carrier: 'UPS', trackingNumber: '1', packageCount: 10_000 },
      },
      '',
      { ce_type: 'order.shipped' },
    ),
  },
  'an ordinary event': { fate: 'dispatched', weight: 3 * VALID_WEIGHT, message: withData({}) },
} as const satisfies Record<string, Kind>;

const anyHostile: fc.Arbitrary<DrawnMessage> = fc.oneof(
  ...Object.entries<Kind>(HOSTILE_KINDS).map(([kind, { fate, weight = USUAL_WEIGHT, message: drawn }]) => ({
    weight,
    arbitrary: drawn.map((sent) => ({ ...sent, kind, fate })),
  })),
);

/** The same seed draws the same messages, but for their times. */
export function drawMessages(seed: number, count: number): DrawnMessage[] {
  return fc.sample(anyHostile, { seed, numRuns: count });
}

/** Headers are named as they are, `__proto__` too. */
function present(headers: Headers): Record<string, Buffer | string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
