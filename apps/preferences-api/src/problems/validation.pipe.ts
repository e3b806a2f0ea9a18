import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { faultWords } from '#contracts';
import type { z } from 'zod';
import { type ProblemError, invalidRequest } from './problem.error.js';
import type { FieldFault } from './problems.js';

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  /** zod names the unknown fields of an object here, not in the path. */
  readonly keys?: readonly string[];
}

/** What is wrong with a field that no schema names. */
export const UNKNOWN_FIELD = 'is not a field we know';

/** Faults of a schema's issues, one for each field. */
export function problemOfIssues(issues: readonly Issue[]): ProblemError {
  return invalidRequest(issues.flatMap(faultsOf));
}

function faultsOf({ path = [], message, keys }: Issue): FieldFault[] {
  const names = path.map((segment) => String(typeof segment === 'object' ? segment.key : segment));
  if (keys === undefined) return [{ field: names.join('.'), message }];
  return keys.map((key) => ({ field: [...names, key].join('.'), message: UNKNOWN_FIELD }));
}

/**
 * Validates whatever a handler's parameter names a schema for: `@Body({ schema })`, `@Query({ schema })`. The framework's own pipe
 * lets nobody choose the words, and drops fields called `__proto__` that are refused here like others we do not know.
 */
export const validationPipe: PipeTransform = {
  transform: (value: unknown, { schema }: ArgumentMetadata): unknown =>
    schema === undefined ? value : parseOrProblem(schema as z.ZodType, value),
};

/** @throws ProblemError naming each field that does not fit */
export function parseOrProblem<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value, { error: faultWords });
  if (!result.success) throw problemOfIssues(result.error.issues);
  return result.data;
}
