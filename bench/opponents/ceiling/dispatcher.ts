/** Events become rows, one a channel, in one statement for each batch; then each row that is to be sent is nudged. */
import { CHANNELS, NUDGE_TOPICS, TOPICS, type Channel } from '#contracts';
import type { Consumer, KafkaMessage, Message } from 'kafkajs';
import { consume } from './consume.js';
import type { Place } from './place.js';

/** Events in a statement, as ours. */
const MOST = 500;

/** An event that comes again makes no rows. The payload is stored with the rows that are to be sent. */
const PLAN = {
  name: 'plan',
  text: `
    WITH planned AS (
      INSERT INTO notification (source, event_id, channel, user_id, status, payload)
      SELECT e.source, e.event_id, c.channel, e.user_id, c.status, CASE c.status WHEN 'pending' THEN e.payload END
        FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS e(source, event_id, user_id, payload)
       CROSS JOIN unnest($5::text[], $6::text[]) AS c(channel, status)
      ON CONFLICT (source, event_id, channel) DO NOTHING
      RETURNING id, channel, user_id, status)
    SELECT id, channel, user_id FROM planned WHERE status = 'pending'`,
} as const;

interface Planned {
  readonly id: string;
  readonly channel: Channel;
  readonly user_id: string;
}

export async function runDispatcher(place: Place): Promise<Consumer> {
  const { kafka, database, prefix, channels } = place;
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  const statuses = CHANNELS.map((channel) => (channels.includes(channel) ? 'pending' : 'suppressed'));
  const source = { topic: TOPICS.orderEvents.name, group: 'ceiling.dispatcher', most: MOST };
  return consume(place, source, async (messages) => {
    const { rows } = await database.query<Planned>({ ...PLAN, values: [...columnsOf(messages), CHANNELS, statuses] });
    const topicMessages = topicsOf(rows, prefix);
    if (topicMessages.length > 0) await producer.sendBatch({ topicMessages, acks: -1 });
  });
}

/** Sources, ids, customers, payloads. */
function columnsOf(messages: readonly KafkaMessage[]): string[][] {
  const columns: [string[], string[], string[], string[]] = [[], [], [], []];
  for (const { headers, value } of messages) {
    const payload = String(value);
    columns[0].push(String(headers?.['ce_source']));
    columns[1].push(String(headers?.['ce_id']));
    columns[2].push((JSON.parse(payload) as { userId: string }).userId);
    columns[3].push(payload);
  }
  return columns;
}

function topicsOf(rows: readonly Planned[], prefix: string) {
  const byChannel = new Map<Channel, Message[]>();
  for (const { id, channel, user_id: userId } of rows) {
    const messages = byChannel.get(channel) ?? [];
    byChannel.set(channel, messages);
    messages.push({ key: userId, value: `{"notificationId":"${id}"}` });
  }
  return [...byChannel].map(([channel, messages]) => ({ topic: prefix + NUDGE_TOPICS[channel], messages }));
}
