/** Implements F2. The place of a message in a trace, as W3C Trace Context writes it. https://www.w3.org/TR/trace-context/#traceparent-header */

/** Header of messages and requests, and name of the CloudEvents extension. */
export const TRACEPARENT = 'traceparent';

/** Version 00: what later versions add is not known here. */
const PATTERN = /^00-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;

/** @returns undefined for whatever else stands there: it is nobody's trace, and no fault of the message */
export function parseTraceparent(value: unknown): string | undefined {
  const given: unknown = Array.isArray(value) ? value[0] : value;
  const text = Buffer.isBuffer(given) ? given.toString('latin1') : given;
  return typeof text === 'string' && PATTERN.test(text) ? text : undefined;
}

/** Headers of a message that arises there. */
export function withTrace(
  headers: Readonly<Record<string, string>>,
  traceparent: string | undefined,
): Record<string, string> {
  return traceparent === undefined ? { ...headers } : { ...headers, [TRACEPARENT]: traceparent };
}
