/** Named by the caller, so that the whole document is known beforehand. */
export const REQUEST_ID = { 'x-request-id': 'r-1' };

/** Messages by field; '' is the body as a whole. */
export type Faults = Readonly<Record<string, string | readonly string[]>>;

/** A whole problem document, as an API at https://shop.test answers it. `rest` wins. */
export const problem = (status: number, code: string, title: string, rest: object = {}) => ({
  type: `https://shop.test/api/v2/problems/${code}`,
  title,
  status,
  code,
  detail: title,
  errors: [],
  traceId: 'r-1',
  ...rest,
});

/** The whole problem document, for faults by field. */
export const invalid = (faults: Faults) =>
  problem(422, 'invalid_request', 'Some fields are not valid', {
    detail: `Not valid: ${Object.keys(faults)
      .map((field) => (field === '' ? 'the body' : field))
      .join(', ')}`,
    errors: Object.entries(faults).flatMap(([field, messages]) =>
      [messages].flat().map((message) => ({ field, message })),
    ),
  });

export const notFound = problem(404, 'not_found', 'There is nothing at this address');
export const invalidJson = problem(400, 'invalid_json', 'The body is not valid JSON');

/** @param detail what is read instead */
export const unsupportedMediaType = (detail: string) =>
  problem(415, 'unsupported_media_type', 'The body has a type that is not read here', { detail });
