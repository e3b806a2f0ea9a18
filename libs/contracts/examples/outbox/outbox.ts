/** A transactional outbox for whoever publishes order events out of PostgreSQL. The table is in outbox.sql. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  InvalidEventsError,
  type OrderEventPublisher,
  type UpstreamEvent,
  upstreamEventFaults,
} from '@order-notifications/contracts';
import type { ClientBase, Pool } from 'pg';

/** Few enough for the transaction, which lasts as long as Kafka takes, to stay short. */
const MOST_AT_ONCE = 100;
const EVERY_MS = 500;

/**
 * Within the transaction that changes the order: both happen, or neither.
 * @throws InvalidEventsError where the fault is made; in the relay it would hold up everything behind it
 */
export async function writeToOutbox(client: ClientBase, event: UpstreamEvent): Promise<void> {
  const faults = upstreamEventFaults(event);
  if (faults.length > 0) throw new InvalidEventsError(faults.map((fault) => ({ index: 0, ...fault })));
  await client.query('INSERT INTO order_event_outbox (event) VALUES ($1)', [JSON.stringify(event)]);
}

/**
 * Publishes the oldest events and then deletes them. If anything fails in between, they stay and are published again, under the same ids.
 * SKIP LOCKED: several relays may run, each takes rows that no other has.
 * @returns how many were published
 */
export async function relayOnce(pool: Pool, publisher: OrderEventPublisher): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<{ position: string; event: UpstreamEvent }>(
      'SELECT position, event FROM order_event_outbox ORDER BY position LIMIT $1 FOR UPDATE SKIP LOCKED',
      [MOST_AT_ONCE],
    );
    await publisher.publish(rows.map(({ event }) => event));
    await client.query('DELETE FROM order_event_outbox WHERE position = ANY($1::bigint[])', [
      rows.map(({ position }) => position),
    ]);
    await client.query('COMMIT');
    client.release();
    return rows.length;
  } catch (error) {
    // The connection goes with its transaction: a rollback could fail as well.
    client.release(true);
    throw error;
  }
}

/** Until `stop` is aborted, or something fails: then the process ends, and whoever runs it starts it again. */
export async function relay(pool: Pool, publisher: OrderEventPublisher, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const published = await relayOnce(pool, publisher);
    if (published < MOST_AT_ONCE) await sleep(EVERY_MS);
  }
}
