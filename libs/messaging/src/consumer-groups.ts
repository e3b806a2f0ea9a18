import { TOPICS, type TopicName } from '#contracts';

/** Consumer groups, written once. `TOPIC_PREFIX` stands before them too. */
export const CONSUMER_GROUPS = {
  dispatcher: 'order-notifications.dispatcher',
  emailWorker: 'order-notifications.email-worker',
  smsWorker: 'order-notifications.sms-worker',
  inAppWorker: 'order-notifications.in-app-worker',
} as const;

/** What each of them reads. Stream replicas are not here: what they miss, the inbox has. */
export const GROUP_TOPICS = {
  dispatcher: [TOPICS.orderEvents.name, TOPICS.customerEvents.name],
  emailWorker: [TOPICS.emailNudges.name],
  smsWorker: [TOPICS.smsNudges.name],
  inAppWorker: [TOPICS.inAppNudges.name],
} as const satisfies Record<keyof typeof CONSUMER_GROUPS, readonly TopicName[]>;

/** Every stream replica reads all live messages, so each has a group of its own. */
export function liveGroup(replicaId: string): string {
  return `order-notifications.in-app-live.${replicaId}`;
}
