import type { Ending } from './endings.js';

export type StreamErrorCode =
  | Ending
  /** A fault of a read mark, as the server names it. */
  | 'invalid_request'
  | 'not_found'
  | 'not_answered'
  /** More marks wait to be sent than the queue holds. */
  | 'queue_full'
  /** An iterator was read too slowly to hold what came. */
  | 'iterator_overflow'
  | 'closed'
  | 'signed_out'
  | (string & {});

export class StreamError extends Error {
  override readonly name = 'StreamError';

  /** @param code for programs, from a list that may grow */
  constructor(
    readonly code: StreamErrorCode,
    message: string,
  ) {
    super(message);
  }
}
