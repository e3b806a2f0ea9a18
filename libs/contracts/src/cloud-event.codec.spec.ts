import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Envelope, type IncomingMessage, decodeCloudEvent, encodeCloudEvent } from './cloud-event.codec.js';
import { MAX_EVENT_BYTES } from './order-event.schema.js';
import { RejectedEventError, type RejectionCode } from './rejected-event.error.js';

const attributes = {
  specversion: '1.0',
  id: 'event-1',
  source: '/orders',
  type: 'order.confirmed',
  time: '2026-11-25T14:05:00Z',
  subject: 'order-1',
};

const expected: Envelope = {
  id: 'event-1',
  source: '/orders',
  type: 'order.confirmed',
  time: new Date('2026-11-25T14:05:00Z'),
  subject: 'order-1',
  traceparent: undefined,
  data: { orderId: 'order-1' },
};

const ceHeaders = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, value]));

/** `undefined` leaves a header out. */
function binaryMessage(headers: IncomingMessage['headers'] = {}, value = '{"orderId":"order-1"}'): IncomingMessage {
  const all = { 'content-type': 'application/json', ...ceHeaders, ...headers };
  return { key: null, value: Buffer.from(value), headers: all };
}

/** `undefined` leaves an attribute out. */
function structuredMessage(
  changes: Record<string, unknown> = {},
  contentType = 'application/cloudevents+json',
): IncomingMessage {
  const event = { ...attributes, datacontenttype: 'application/json', data: { orderId: 'order-1' }, ...changes };
  return { key: null, value: Buffer.from(JSON.stringify(event)), headers: { 'content-type': contentType } };
}

function rejectionOf(message: IncomingMessage): RejectedEventError {
  try {
    decodeCloudEvent(message);
  } catch (error) {
    if (error instanceof RejectedEventError) return error;
    throw error;
  }
  throw new Error('The message was accepted.');
}

const codeOf = (message: IncomingMessage): RejectionCode => rejectionOf(message).code;

describe('binary mode', () => {
  it('takes attributes from headers that are text, bytes or lists', () => {
    const bytes = Object.fromEntries(Object.entries(ceHeaders).map(([name, value]) => [name, Buffer.from(value)]));
    const lists = Object.fromEntries(
      Object.entries(ceHeaders).map(([name, value]) => [name, [Buffer.from(value), 'x']]),
    );
    for (const headers of [ceHeaders, bytes, lists]) expect(decodeCloudEvent(binaryMessage(headers))).toEqual(expected);
  });

  it('takes headers in any case', () => {
    const upper = Object.fromEntries(Object.entries(ceHeaders).map(([name, value]) => [name.toUpperCase(), value]));
    const headers = { ...upper, 'Content-Type': 'Application/JSON; charset=utf-8' };
    expect(decodeCloudEvent({ key: null, value: Buffer.from('{"orderId":"order-1"}'), headers })).toEqual(expected);
  });

  it('takes data without a content type as JSON, and JSON formats by suffix', () => {
    for (const contentType of [undefined, 'application/vnd.shop.order+json', 'application/json;charset=UTF-8']) {
      expect(decodeCloudEvent(binaryMessage({ 'content-type': contentType }))).toEqual(expected);
    }
  });

  it('takes an instant with an offset', () => {
    expect(decodeCloudEvent(binaryMessage({ ce_time: '2026-11-25T15:05:00.000+01:00' })).time).toEqual(expected.time);
  });

  it('does without a subject', () => {
    expect(decodeCloudEvent(binaryMessage({ ce_subject: undefined })).subject).toBeUndefined();
  });

  it.each(['ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_time'])('needs %s', (name) => {
    for (const absent of [undefined, '', []]) {
      const rejection = rejectionOf(binaryMessage({ [name]: absent }));
      expect(rejection.code).toBe('invalid_envelope');
      expect(rejection.message).toContain(name.replace('ce_', ''));
    }
  });

  it.each([
    ['another version', { ce_specversion: '0.3' }],
    ['a time in words', { ce_time: '25 November 2026' }],
    ['a date', { ce_time: '2026-11-25' }],
    ['a time without zone', { ce_time: '2026-11-25T14:05:00' }],
    ['a day that does not exist', { ce_time: '2026-02-30T14:05:00Z' }],
    ['an id that is too long', { ce_id: 'x'.repeat(129) }],
    ['an id with NUL', { ce_id: 'a\0b' }],
    ['a source with NUL', { ce_source: '/a\0' }],
    ['a subject that is too long', { ce_subject: 'x'.repeat(129) }],
    ['an attribute that version 1.0 forbids', { ce_schemaurl: 'https://example.com' }],
  ])('rejects %s', (_, headers) => {
    expect(codeOf(binaryMessage(headers))).toBe('invalid_envelope');
  });

  it('rejects an attribute that is not UTF-8, and leaves the headers of others alone', () => {
    const bytes = Buffer.of(0xff, 0xfe);
    expect(codeOf(binaryMessage({ ce_id: bytes }))).toBe('invalid_utf8');
    expect(decodeCloudEvent(binaryMessage({ traceparent: bytes }))).toEqual(expected);
  });

  it('is not disturbed by attributes named like parts of an object', () => {
    const names = [
      'ce___proto__',
      'ce_constructor',
      'ce_tostring',
      'ce_data',
      'ce_validate',
      '__proto__',
      'constructor',
    ];
    const headers = Object.defineProperty(Object.fromEntries(names.map((name) => [name, 'x'])), '__proto__', {
      value: 'x',
      enumerable: true,
    });
    expect(decodeCloudEvent(binaryMessage(headers))).toEqual(expected);
  });
});

describe('structured mode', () => {
  it('takes attributes from the value', () => {
    const contentTypes = ['application/cloudevents+json', 'Application/CloudEvents+JSON; charset=UTF-8'];
    for (const type of contentTypes) expect(decodeCloudEvent(structuredMessage({}, type))).toEqual(expected);
  });

  it('is preferred to ce_ headers', () => {
    const message = structuredMessage();
    expect(decodeCloudEvent({ ...message, headers: { ...message.headers, ce_id: 'other' } }).id).toBe('event-1');
  });

  it('takes null as absent', () => {
    const { subject } = decodeCloudEvent(
      structuredMessage({ subject: null, datacontenttype: null, data_base64: null }),
    );
    expect(subject).toBeUndefined();
    expect(codeOf(structuredMessage({ id: null }))).toBe('invalid_envelope');
  });

  it.each(['specversion', 'id', 'source', 'type', 'time'])('needs %s', (name) => {
    for (const absent of [undefined, '', 7, {}]) {
      const rejection = rejectionOf(structuredMessage({ [name]: absent }));
      expect(rejection.code).toBe('invalid_envelope');
      expect(rejection.message).toContain(name);
    }
  });

  it.each(['[]', '"text"', 'null', '7'])('rejects %s', (value) => {
    expect(codeOf({ ...structuredMessage(), value: Buffer.from(value) })).toBe('not_a_cloud_event');
  });

  it('rejects data that is not JSON', () => {
    expect(codeOf(structuredMessage({ datacontenttype: 'text/xml', data: '<order/>' }))).toBe(
      'unsupported_content_type',
    );
    expect(codeOf(structuredMessage({ data: undefined, data_base64: 'e30=' }))).toBe('unsupported_content_type');
  });

  it('is not fooled by keys named like parts of an object', () => {
    const value = JSON.stringify(attributes).replace('"id":"event-1"', '"__proto__":{"id":"event-1"}');
    expect(codeOf({ ...structuredMessage(), value: Buffer.from(value) })).toBe('invalid_envelope');
    expect(({} as Record<string, unknown>)['id']).toBeUndefined();
  });
});

describe('either mode', () => {
  it('rejects tombstones and empty values', () => {
    for (const value of [null, Buffer.alloc(0)]) {
      expect(codeOf({ ...binaryMessage(), value })).toBe('empty_message');
      expect(codeOf({ ...structuredMessage(), value })).toBe('empty_message');
    }
  });

  it('takes a value of the largest size and rejects one byte more', () => {
    const valueOf = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`;
    expect(decodeCloudEvent(binaryMessage({}, valueOf(MAX_EVENT_BYTES))).data).toHaveLength(MAX_EVENT_BYTES - 2);
    expect(codeOf(binaryMessage({}, valueOf(MAX_EVENT_BYTES + 1)))).toBe('too_large');
  });

  it('counts bytes, not characters', () => {
    expect(codeOf(binaryMessage({}, `"${'€'.repeat(MAX_EVENT_BYTES / 2)}"`))).toBe('too_large');
  });

  it.each([
    ['a message without headers', undefined],
    ['a message with other headers', { 'x-other': '1' }],
    ['plain JSON', { 'content-type': 'application/json' }],
    ['plain text', { 'content-type': 'text/plain' }],
  ])('rejects %s', (_, headers) => {
    expect(codeOf({ key: null, value: Buffer.from('{}'), headers })).toBe('not_a_cloud_event');
  });

  it.each([
    ['a batch', { 'content-type': 'application/cloudevents-batch+json' }],
    ['a batch with ce_ headers', { ...ceHeaders, 'content-type': 'application/cloudevents-batch+json; charset=utf-8' }],
    ['another event format', { 'content-type': 'application/cloudevents+avro' }],
    ['data in another format', { ...ceHeaders, 'content-type': 'application/xml' }],
    ['a content type that only starts like JSON', { ...ceHeaders, 'content-type': 'application/jsonlines' }],
    ['an empty content type', { ...ceHeaders, 'content-type': '' }],
  ])('rejects %s', (_, headers) => {
    expect(codeOf({ key: null, value: Buffer.from('[]'), headers })).toBe('unsupported_content_type');
  });

  it('rejects invalid UTF-8', () => {
    const value = Buffer.concat([Buffer.from('{"a":"'), Buffer.of(0xc3, 0x28), Buffer.from('"}')]);
    expect(codeOf({ ...binaryMessage(), value })).toBe('invalid_utf8');
    expect(codeOf({ ...structuredMessage(), value })).toBe('invalid_utf8');
  });

  it('rejects invalid JSON without quoting it, also not in the cause', () => {
    const value = Buffer.from('{"email": ana@example.com}');
    for (const message of [binaryMessage(), structuredMessage()]) {
      const rejection = rejectionOf({ ...message, value });
      expect(rejection).toMatchObject({
        code: 'invalid_json',
        message: 'The value is not valid JSON.',
        retryable: false,
      });
      expect(rejection.cause).toBeUndefined();
    }
  });

  it('reads deeply nested data', () => {
    const depth = MAX_EVENT_BYTES / 2 - 1;
    expect(decodeCloudEvent(binaryMessage({}, '['.repeat(depth) + ']'.repeat(depth))).data).toHaveLength(1);
  });

  it('only ever rejects, whatever the bytes', () => {
    const headerValue = fc.oneof(
      fc.string(),
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      fc.constantFrom(...Object.values(attributes)),
    );
    const headerName = fc.oneof(fc.string(), fc.constantFrom('content-type', '__proto__', ...Object.keys(ceHeaders)));
    const value = fc.oneof(
      fc.uint8Array(),
      fc.json().map((text) => new TextEncoder().encode(text)),
    );
    fc.assert(
      fc.property(fc.dictionary(headerName, headerValue), value, (headers, bytes) => {
        try {
          decodeCloudEvent({ key: null, value: Buffer.from(bytes), headers });
        } catch (error) {
          expect(error).toBeInstanceOf(RejectedEventError);
        }
      }),
    );
  });
});

describe('encodeCloudEvent', () => {
  const event = {
    id: 'event-1',
    source: '/orders',
    type: 'order.confirmed',
    time: new Date('2026-11-25T14:05:00Z'),
    subject: 'order-1',
    data: { orderId: 'order-1' },
  };

  it('writes binary mode: content type and ce_ headers, all of them text', () => {
    expect(encodeCloudEvent(event)).toEqual({
      headers: { 'content-type': 'application/json', ...ceHeaders, ce_time: '2026-11-25T14:05:00.000Z' },
      value: '{"orderId":"order-1"}',
    });
    expect(Object.values(encodeCloudEvent(event).headers)).not.toContain(undefined);
  });

  it('decodes to what was encoded', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    const time = fc.date({ min: new Date('2000-01-01'), max: new Date('2999-01-01'), noInvalidDate: true });
    const anyEvent = fc.record({
      id: word,
      source: fc.webPath({ size: 'small' }).map((path) => `/orders${path}`),
      type: word,
      time,
      subject: word,
      data: fc.dictionary(fc.string(), fc.jsonValue()),
    });
    fc.assert(
      fc.property(anyEvent, (given) => {
        const { headers, value } = encodeCloudEvent(given);
        const data = JSON.parse(JSON.stringify(given.data)) as unknown;
        expect(decodeCloudEvent({ key: null, value: Buffer.from(value), headers })).toEqual({ ...given, data });
      }),
    );
  });
});

describe('the trace that an event belongs to', () => {
  const trace = (digit: string) => `00-${digit.repeat(32)}-${digit.repeat(16)}-01`;
  const traceOf = (message: IncomingMessage) => decodeCloudEvent(message).traceparent;

  it('stands in a header of the message, or is an attribute of the event', () => {
    expect(traceOf(binaryMessage({ traceparent: Buffer.from(trace('a')) }))).toBe(trace('a'));
    expect(traceOf(binaryMessage({ ce_traceparent: trace('b') }))).toBe(trace('b'));
    expect(traceOf(structuredMessage({ traceparent: trace('c') }))).toBe(trace('c'));
  });

  it('is that of the message where both are there: whoever passed the event on knows better where it comes from', () => {
    expect(traceOf(binaryMessage({ traceparent: trace('a'), ce_traceparent: trace('b') }))).toBe(trace('a'));
    expect(traceOf(binaryMessage({ traceparent: 'broken', ce_traceparent: trace('b') }))).toBe(trace('b'));
  });

  it('is none where none can be read, and the event is as good as any', () => {
    expect(traceOf(binaryMessage())).toBeUndefined();
    expect(traceOf(structuredMessage({ traceparent: 7 }))).toBeUndefined();
  });
});
