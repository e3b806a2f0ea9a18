import { type FieldFault, PROBLEMS, type ProblemCode } from './problems.js';

interface ProblemOptions {
  readonly errors?: readonly FieldFault[];
  /** Headers that belong to the answer, such as `Allow`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A request that cannot be answered as asked, in words for the caller. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly retryable = false;
  readonly errors: readonly FieldFault[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: ProblemCode,
    readonly detail: string = PROBLEMS[code].title,
    { errors = [], headers = {}, cause }: ProblemOptions = {},
  ) {
    super(detail, { cause });
    this.errors = errors;
    this.headers = headers;
  }
}

/** @param faults of at least one field */
export function invalidRequest(faults: readonly FieldFault[]): ProblemError {
  const fields = faults.map(({ field }) => (field === '' ? 'the body' : field));
  return new ProblemError('invalid_request', `Not valid: ${[...new Set(fields)].join(', ')}`, { errors: faults });
}
