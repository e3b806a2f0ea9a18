import type { NotificationRow } from '../tables.js';

/** Something that should not be. */
export interface Finding {
  readonly subject: string;
  readonly detail: string;
}

export const describeRow = ({ id, channel, type, userId }: NotificationRow): { readonly subject: string } => ({
  subject: `${id} ${channel} ${type} ${userId}`,
});
