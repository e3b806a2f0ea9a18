/** Implements F7. Where a notification stands, and why it stands there. */
export const NOTIFICATION_STATUSES = [
  'pending',
  'sending',
  'unconfirmed',
  'sent',
  'delivered',
  'failed',
  'suppressed',
  'superseded',
  'expired',
] as const;

export type NotificationStatus = (typeof NOTIFICATION_STATUSES)[number];

/** A closed list: a reader may switch over it. */
export const REASONS = [
  'global_off',
  'channel_off',
  'type_off',
  'daily_cap',
  'suppression_list',
  'no_consent',
  'no_address',
  'no_recipient',
  'invalid_address',
  'quiet_hours',
  'paused',
  'retries_exhausted',
  'provider_rejected',
  'bounced',
  'unconfirmed',
  'too_old',
  'overtaken',
  'erased',
  'template_error',
  'not_allowlisted',
] as const;

export type Reason = (typeof REASONS)[number];
