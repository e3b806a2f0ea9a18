import type { Channel } from './channels.js';
import { SETTINGS } from './settings.js';

export const ORDER_EVENTS = SETTINGS.named('orders.order-events.v1');

export const NUDGES = {
  email: SETTINGS.named('notifications.email.v1'),
  sms: SETTINGS.named('notifications.sms.v1'),
  in_app: SETTINGS.named('notifications.in-app.v1'),
} as const satisfies Record<Channel, string>;

/** What a channel's topic carries. */
export interface Nudge {
  readonly notificationId: string;
}
