/** Implements F3. Optimistic concurrency: a change is made to the version that its author saw. */
import { ProblemError } from '../problems/problem.error.js';

const ENTITY_TAGS = /^(?:W\/)?"[\x21\x23-\x7e]*"(?:[ \t]*,[ \t]*(?:W\/)?"[\x21\x23-\x7e]*")*$/;

export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * Reads `If-Match`. Tags compare strongly, so a weak one never matches; `*` matches any version. Source: RFC 9110, 13.1.1.
 * @returns a check of the current version, which throws ProblemError when it is not one of those given
 * @throws ProblemError when the header is malformed
 */
export function parseIfMatch(header: string | undefined): (version: number) => void {
  if (header === undefined || header.trim() === '*') return () => undefined;
  const value = header.trim();
  if (!ENTITY_TAGS.test(value)) {
    throw new ProblemError('malformed_if_match', 'If-Match must be an entity tag in quotes, such as "3"');
  }
  const tags = value.split(',').map((tag) => tag.trim());
  return (version) => {
    if (tags.includes(etagOf(version))) return;
    throw new ProblemError('version_mismatch', `The current version is ${version}`, {
      headers: { ETag: etagOf(version) },
    });
  };
}
