/** How connections end or are refused, by the server's code, and what follows. */

/** When to connect again: at once with a new token, soon, when there may be room again, or not at all. */
type Sequel = 'renew' | 'soon' | 'later' | 'never';

export const ENDINGS = {
  missing_token: 'renew',
  invalid_token: 'renew',
  expired_token: 'renew',
  connection_lost: 'soon',
  shutting_down: 'soon',
  slow_client: 'soon',
  sign_in_unavailable: 'soon',
  internal_error: 'soon',
  temporarily_unavailable: 'later',
  too_many_connections: 'later',
  too_many_messages: 'later',
  invalid_connection: 'never',
  forbidden_origin: 'never',
} as const satisfies Record<string, Sequel>;

export type Ending = keyof typeof ENDINGS;

/** @returns the code, or what one that is not known yet is taken for */
export function endingOf(code: unknown): Ending {
  return typeof code === 'string' && Object.hasOwn(ENDINGS, code) ? (code as Ending) : 'connection_lost';
}

export interface BackoffOptions {
  /** In milliseconds. */
  readonly backoff: number;
  readonly longestBackoff: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** What was full is asked less often. */
const PATIENCE = { soon: 1, later: 4 } as const;

/**
 * Anything from nothing to the whole of a span that doubles: thousands of clients that lost the same server spread over it.
 * @param failures connections in a row that did not last
 * @returns milliseconds
 */
export function waitBefore(
  sequel: Exclude<Sequel, 'never'>,
  failures: number,
  { backoff, longestBackoff, random }: BackoffOptions,
): number {
  if (sequel === 'renew' && failures === 0) return 0;
  const patience = PATIENCE[sequel === 'renew' ? 'soon' : sequel];
  return Math.round(random() * Math.min(longestBackoff, backoff * patience * 2 ** failures));
}
