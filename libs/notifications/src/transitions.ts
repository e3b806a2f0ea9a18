/** Implements F7, N9. The only moves a notification makes. Nothing else changes a status. */
import type { NotificationStatus } from '#contracts';

export const TRANSITIONS = {
  // `sent` from `pending`: a success that arrives after its claim was given up cancels the retry that was planned.
  pending: ['sending', 'sent', 'delivered', 'suppressed', 'superseded', 'expired', 'failed'],
  sending: ['sent', 'delivered', 'pending', 'unconfirmed', 'failed', 'suppressed', 'superseded', 'expired'],
  unconfirmed: ['sent', 'delivered', 'failed', 'pending', 'sending'],
  sent: ['delivered', 'failed', 'pending'],
  delivered: ['failed'],
  failed: ['pending'],
  suppressed: [],
  superseded: [],
  expired: [],
} as const satisfies Record<NotificationStatus, readonly NotificationStatus[]>;

/** Statuses that end a notification's work, unless evidence or a person says otherwise. */
export const SETTLED = ['sent', 'delivered', 'failed', 'suppressed', 'superseded', 'expired'] as const;

export type SettledStatus = (typeof SETTLED)[number];

export function canMove(from: NotificationStatus, to: NotificationStatus): boolean {
  return (TRANSITIONS[from] as readonly NotificationStatus[]).includes(to);
}

/** The statuses from which `to` may be reached; repositories guard their updates with it. */
export function statusesBefore(to: NotificationStatus): NotificationStatus[] {
  return (Object.keys(TRANSITIONS) as NotificationStatus[]).filter((from) => canMove(from, to));
}
