/** Implements F5, N2. What share was delivered. Pure. */

/** Below this many a share says more about chance than about us. */
export const MINIMUM_VOLUME = 20;

/** A part of its whole; null: the whole is too little to tell. */
export function shareOf(part: number, whole: number): number | null {
  return whole < MINIMUM_VOLUME ? null : part / whole;
}

/** delivered ÷ (delivered + failed). What was suppressed, superseded or expired is no failure, and what waits is neither. */
export function deliveryRate({
  delivered,
  failed,
}: {
  readonly delivered: number;
  readonly failed: number;
}): number | null {
  return shareOf(delivered, delivered + failed);
}
