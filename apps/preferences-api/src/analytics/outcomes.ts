/** Implements F5. Outcomes out of what was counted. Pure. */
import type { NotificationStatus, Outcomes } from '#contracts';

/** Of one status, whatever else it is of. */
export interface StatusFigure {
  readonly label: string;
  readonly net: number;
}

/**
 * Every row that is made comes to a status, and leaves one for each that it comes to later: all of them together are the rows that were
 * made. What leaves a status in the span may have come to it before, so no number goes below zero.
 */
export function outcomesOf(figures: readonly StatusFigure[]): Omit<Outcomes, 'retried'> {
  const sum = (...statuses: readonly NotificationStatus[]) =>
    figures.reduce(
      (total, { label, net }) => ((statuses as readonly string[]).includes(label) ? total + net : total),
      0,
    );
  const planned = figures.reduce((total, { net }) => total + net, 0);
  return {
    planned: atLeastZero(planned),
    sent: atLeastZero(sum('sent', 'delivered')),
    delivered: atLeastZero(sum('delivered')),
    failed: atLeastZero(sum('failed')),
    suppressed: atLeastZero(sum('suppressed')),
    superseded: atLeastZero(sum('superseded')),
    expired: atLeastZero(sum('expired')),
  };
}

function atLeastZero(value: number): number {
  return Math.max(0, value);
}
