/** Implements N6, N9. A caller's name for a request. Neither it nor the request is stored, only what tells them apart. */
import { createHash, createHmac } from 'node:crypto';
import { ProblemError } from '../problems/problem.error.js';

const MOST_CHARACTERS = 128;

/** @throws ProblemError idempotency_key_required */
export function parseIdempotencyKey(header: string | undefined): string {
  if (header === undefined || header.length < 1 || header.length > MOST_CHARACTERS) {
    throw new ProblemError(
      'idempotency_key_required',
      `The header Idempotency-Key is required, with 1 to ${MOST_CHARACTERS} characters`,
    );
  }
  return header;
}

/** Two callers may choose the same key. @returns 32 bytes */
export function hashKey(caller: string, key: string): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([caller, key]))
    .digest();
}

/**
 * Tells bodies apart. The key, of which only a hash is kept, goes into it: nobody can try out bodies against what is stored.
 * @param body parsed, so that its fields are in the schema's order however they were written
 * @returns 32 bytes
 */
export function hashBody(key: string, body: unknown): Buffer {
  return createHmac('sha256', key).update(JSON.stringify(body)).digest();
}
