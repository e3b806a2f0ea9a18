/** A worker of email or SMS: claims what was nudged, sends it, settles it, in a statement each for all that came together. */
import { NUDGE_TOPICS } from '#contracts';
import type { Consumer, KafkaMessage } from 'kafkajs';
import { consume } from './consume.js';
import type { Place } from './place.js';
import type { Provider } from './providers.js';

/** Rows in a statement, as ours. */
const MOST = 250;

const CLAIM = {
  name: 'claim',
  text: `UPDATE notification SET status = 'sending' WHERE id = ANY($1::bigint[]) AND status = 'pending' RETURNING id, payload`,
} as const;

const SETTLE = {
  name: 'settle',
  text: `UPDATE notification SET status = 'sent', sent_at = now() WHERE id = ANY($1::bigint[])`,
} as const;

export async function runWorker(place: Place, { channel, send }: Provider): Promise<Consumer> {
  const { database } = place;
  const source = { topic: NUDGE_TOPICS[channel], group: `ceiling.${channel}`, most: MOST };
  return consume(place, source, async (messages) => {
    const { rows } = await database.query<{ id: string; payload: string }>({ ...CLAIM, values: [idsOf(messages)] });
    if (rows.length === 0) return;
    await Promise.all(rows.map(({ payload }) => send(payload)));
    await database.query({ ...SETTLE, values: [rows.map(({ id }) => id)] });
  });
}

export const idsOf = (messages: readonly KafkaMessage[]): string[] =>
  messages.map(({ value }) => (JSON.parse(String(value)) as { notificationId: string }).notificationId);
