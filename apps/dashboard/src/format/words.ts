/** What the names on the wire are called on this page. */
import type { AttemptOutcome, Channel, NotificationStatus, NotificationType, Reason } from '#contracts';

export const CHANNEL_NAMES = {
  email: 'Email',
  sms: 'SMS',
  in_app: 'In-app',
} as const satisfies Record<Channel, string>;

export const TYPE_NAMES = {
  order_confirmed: 'Order confirmed',
  payment_processed: 'Payment processed',
  order_shipped: 'Order shipped',
  out_for_delivery: 'Out for delivery',
  delivered: 'Delivered',
  delivery_failed: 'Delivery failed',
  refund_initiated: 'Refund initiated',
  refund_completed: 'Refund completed',
} as const satisfies Record<NotificationType, string>;

export const STATUS_NAMES = {
  pending: 'Pending',
  sending: 'Sending',
  unconfirmed: 'Unconfirmed',
  sent: 'Sent',
  delivered: 'Delivered',
  failed: 'Failed',
  suppressed: 'Suppressed',
  superseded: 'Superseded',
  expired: 'Expired',
} as const satisfies Record<NotificationStatus, string>;

export const REASON_NAMES = {
  global_off: 'Customer turned everything off',
  channel_off: 'Customer turned the channel off',
  type_off: 'Customer turned the type off',
  daily_cap: 'Daily limit of the customer reached',
  suppression_list: 'Address on the suppression list',
  no_consent: 'No consent to texts',
  no_address: 'No address known',
  no_recipient: 'Customer unknown',
  invalid_address: 'Address is not valid',
  quiet_hours: 'Quiet hours',
  paused: 'Paused by an operator',
  retries_exhausted: 'All attempts failed',
  provider_rejected: 'Refused by the provider',
  bounced: 'Bounced',
  unconfirmed: 'Outcome never known',
  too_old: 'Event was too old',
  overtaken: 'Overtaken by a later event',
  erased: 'Customer was erased',
  template_error: 'Message could not be rendered',
  not_allowlisted: 'Not on the allow list',
} as const satisfies Record<Reason, string>;

export const CALL_NAMES = {
  accepted: 'Accepted',
  retryable: 'Failed for now',
  permanent: 'Failed for good',
  unconfirmed: 'Outcome unknown',
} as const satisfies Record<AttemptOutcome, string>;

export const PROVIDER_NAMES: Readonly<Record<string, string>> = {
  sendgrid: 'SendGrid',
  twilio: 'Twilio',
  inbox: 'Our inbox',
};

/** What a pause holds back: everything, a channel or a type. */
export function scopeName(scope: string): string {
  const names: Readonly<Record<string, string>> = { all: 'Everything', ...CHANNEL_NAMES, ...TYPE_NAMES };
  return names[scope] ?? scope;
}

/** For names of which there is no closed list: `channel_off` reads "channel off". */
export function plain(name: string): string {
  return name.replaceAll(/[_.]/g, ' ');
}
