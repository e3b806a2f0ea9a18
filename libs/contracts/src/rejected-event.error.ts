/** Why an incoming event cannot be used. A closed list: it is part of the dead-letter contract. */
export const REJECTION_CODES = [
  'empty_message',
  'too_large',
  'not_a_cloud_event',
  'unsupported_content_type',
  'invalid_utf8',
  'invalid_json',
  'invalid_envelope',
  'invalid_data',
  'subject_mismatch',
  'not_storable',
  'key_unreadable',
] as const;

export type RejectionCode = (typeof REJECTION_CODES)[number];

/**
 * An event that will not become usable by reading it again; `key_unreadable` may once the key of its customer is mended, and is replayed then.
 * `message` is in our words and quotes no value: values are personal data.
 */
export class RejectedEventError extends Error {
  override readonly name = 'RejectedEventError';
  readonly retryable = false;

  constructor(
    readonly code: RejectionCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
