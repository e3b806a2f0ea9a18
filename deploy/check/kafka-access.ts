/** What each account at Kafka has to be allowed, as the code uses it. `docs/kafka.md` tells operators; its spec and a broker with ACLs hold both to it. */
import { TOPICS, type TopicName } from '#contracts';
import { CONSUMER_GROUPS, GROUP_TOPICS, liveGroup } from '#messaging';

/** Names without `TOPIC_PREFIX`. Beside these, each may describe every topic: it looks at its start whether they are there. */
export interface KafkaAccess {
  readonly reads: readonly TopicName[];
  readonly writes: readonly TopicName[];
  /** A name that ends with `*` is the beginning of one. */
  readonly groups: readonly string[];
  /** Groups whose offsets it looks at. */
  readonly watches: readonly string[];
  readonly creates: readonly TopicName[];
}

const ALL_TOPICS = Object.values(TOPICS);
const NUDGES: readonly TopicName[] = [TOPICS.emailNudges.name, TOPICS.smsNudges.name, TOPICS.inAppNudges.name];
const ORIGINALS: readonly TopicName[] = ALL_TOPICS.filter(({ writer }) => writer === 'upstream').map(
  ({ name }) => name,
);
/** Whichever app finds a row of the outbox that its writer left behind publishes it. */
const FROM_OUTBOX = ALL_TOPICS.map(({ name }) => name).filter((name) => ![...NUDGES, ...ORIGINALS].includes(name));

const NOTHING = { reads: [], writes: [], groups: [], watches: [], creates: [] } as const;

const consumer = (key: keyof typeof CONSUMER_GROUPS): KafkaAccess => ({
  ...NOTHING,
  reads: GROUP_TOPICS[key],
  groups: [CONSUMER_GROUPS[key]],
  writes: FROM_OUTBOX,
});

/** By app and command. */
export const KAFKA_ACCESS = {
  dispatcher: { ...consumer('dispatcher'), writes: [...NUDGES, ...FROM_OUTBOX] },
  'email-worker': consumer('emailWorker'),
  'sms-worker': consumer('smsWorker'),
  'in-app-worker': {
    ...consumer('inAppWorker'),
    reads: [...GROUP_TOPICS.inAppWorker, TOPICS.inAppLive.name],
    groups: [CONSUMER_GROUPS.inAppWorker, liveGroup('*')],
  },
  // Replays of rejected events go back to where they came from.
  'preferences-api': {
    ...NOTHING,
    writes: [...ORIGINALS, ...NUDGES, ...FROM_OUTBOX],
    watches: Object.values(CONSUMER_GROUPS),
  },
  // Reads again what was told of notifications, under a group of its own each time, and sets the dispatcher's offsets back.
  'restore:reconcile': {
    ...NOTHING,
    reads: [...GROUP_TOPICS.dispatcher, ...NUDGES, TOPICS.deliveryEvents.name],
    groups: [CONSUMER_GROUPS.dispatcher, 'order-notifications.restore-*'],
    watches: [
      ...Object.values(CONSUMER_GROUPS).filter((group) => group !== CONSUMER_GROUPS.dispatcher),
      liveGroup('*'),
    ],
  },
  'topics:create': { ...NOTHING, creates: ALL_TOPICS.map(({ name }) => name) },
} as const satisfies Record<string, KafkaAccess>;

export type KafkaAccount = keyof typeof KAFKA_ACCESS;
