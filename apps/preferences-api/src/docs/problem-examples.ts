import {
  PROBLEMS,
  PROBLEM_CODES,
  type FieldFault,
  type ProblemCode,
  type ProblemDocument,
  problemType,
} from '../problems/problems.js';

const ERRORS: Partial<Record<ProblemCode, FieldFault[]>> = {
  invalid_request: [{ field: 'quietHours.start', message: 'must be a time of day such as "22:00"' }],
  duplicate_key: [{ field: 'channels.sms', message: 'is named twice' }],
};

/** A problem document for each code, as components of the OpenAPI document. */
export const PROBLEM_EXAMPLES = Object.fromEntries(
  PROBLEM_CODES.map((code) => [code, { summary: PROBLEMS[code].title, value: exampleOf(code) }]),
);

function exampleOf(code: ProblemCode): ProblemDocument {
  const { title, status } = PROBLEMS[code];
  return {
    type: problemType('https://api.shop.example.com', code),
    title,
    status,
    code,
    detail: title,
    errors: ERRORS[code] ?? [],
    traceId: '0af7651916cd43dd8448eb211c80319c',
  };
}
