/** The AsyncAPI 3.0 document of all topics, from this service's point of view: it receives what upstream publishes. */
import { TOPICS, type TopicKey } from '#contracts';
import { MESSAGES, type Message } from './asyncapi-messages.js';
import { DOCUMENTED_SCHEMAS, embeddedSchema } from './json-schemas.js';

type Action = 'receive' | 'send';

const ACTIONS = {
  orderEvents: ['receive'],
  customerEvents: ['receive'],
  emailNudges: ['send', 'receive'],
  smsNudges: ['send', 'receive'],
  inAppNudges: ['send', 'receive'],
  inAppLive: ['send', 'receive'],
  deliveryEvents: ['send'],
  deadLetters: ['send'],
  rejectedOrderEvents: ['send'],
  alerts: ['send'],
} as const satisfies Record<TopicKey, readonly Action[]>;

const TOPIC_KEYS = Object.keys(TOPICS) as TopicKey[];

/** Preferences travel over HTTP only. */
const MESSAGE_SCHEMAS = Object.keys(DOCUMENTED_SCHEMAS).filter((name) => !name.startsWith('preferences'));

export function asyncApiDocument(): Record<string, unknown> {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Order notifications',
      version: '1.0.0',
      description:
        'Order events come in, notifications go out, and what became of them is published. ' +
        'Every topic name is prefixed with the setting TOPIC_PREFIX, which is empty by default.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(TOPIC_KEYS.map((topic) => [topic, channel(topic)])),
    operations: Object.fromEntries(
      TOPIC_KEYS.flatMap((topic) => ACTIONS[topic].map((action) => operation(action, topic))),
    ),
    components: {
      schemas: Object.fromEntries(MESSAGE_SCHEMAS.map((name) => [name, embeddedSchema(name)])),
      messages: Object.assign({}, ...TOPIC_KEYS.map((topic) => MESSAGES[topic])) as Record<string, Message>,
    },
  };
}

function channel(topic: TopicKey): Record<string, unknown> {
  const { name, content, key, writer } = TOPICS[topic];
  return {
    address: name,
    description: `${capitalised(content)}. Key: ${key}. Written by: ${writer}.`,
    messages: Object.fromEntries(
      Object.keys(MESSAGES[topic]).map((message) => [message, { $ref: `#/components/messages/${message}` }]),
    ),
  };
}

function operation(action: Action, topic: TopicKey): [string, Record<string, unknown>] {
  const channelReference = `#/channels/${topic}`;
  const messages = Object.keys(MESSAGES[topic]).map((message) => ({ $ref: `${channelReference}/messages/${message}` }));
  return [`${action}${capitalised(topic)}`, { action, channel: { $ref: channelReference }, messages }];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
