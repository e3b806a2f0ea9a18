/** Consumer groups, written once. `TOPIC_PREFIX` stands before them too. */
export const CONSUMER_GROUPS = {
  dispatcher: 'order-notifications.dispatcher',
  emailWorker: 'order-notifications.email-worker',
  smsWorker: 'order-notifications.sms-worker',
  inAppWorker: 'order-notifications.in-app-worker',
} as const;

/** Every stream replica reads all live messages, so each has a group of its own. */
export function liveGroup(replicaId: string): string {
  return `order-notifications.in-app-live.${replicaId}`;
}
