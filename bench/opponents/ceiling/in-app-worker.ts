/** The row is the message in the inbox once it is `sent`: nothing leaves the system, so nothing needs to be claimed first. */
import { NUDGE_TOPICS, TOPICS } from '#contracts';
import type { Consumer } from 'kafkajs';
import { consume } from './consume.js';
import type { Place } from './place.js';
import { idsOf } from './worker.js';

/** As ours. */
const MOST = 250;

const ARRIVE = {
  name: 'arrive',
  text: `UPDATE notification SET status = 'sent', sent_at = now()
          WHERE id = ANY($1::bigint[]) AND status = 'pending' RETURNING id, user_id`,
} as const;

export async function runInAppWorker(place: Place): Promise<Consumer> {
  const { kafka, database, prefix } = place;
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  const source = { topic: NUDGE_TOPICS.in_app, group: 'ceiling.in_app', most: MOST };
  return consume(place, source, async (messages) => {
    const { rows } = await database.query<{ id: string; user_id: string }>({ ...ARRIVE, values: [idsOf(messages)] });
    const live = rows.map(({ id, user_id: userId }) => ({
      key: userId,
      value: `{"notificationId":"${id}","userId":"${userId}","change":"arrived"}`,
    }));
    if (live.length > 0) await producer.send({ topic: prefix + TOPICS.inAppLive.name, messages: live, acks: -1 });
  });
}
