/** Implements N6, N8. Keyed hashes of addresses, moved from an older look-up key to the active one. */
import type { Sql } from '../database.js';

export interface FormerHash {
  readonly userId: string;
  readonly channel: 'email' | 'sms';
  /** Under an older key. */
  readonly former: Buffer;
  /** Of the same address, under the active key. */
  readonly current: Buffer;
}

/** Moves what is kept of these customers and addresses; in one transaction. @returns how many rows moved */
export async function renewHashes(sql: Sql, hashes: readonly FormerHash[]): Promise<number> {
  if (hashes.length === 0) return 0;
  const columns = [
    hashes.map((h) => h.userId),
    hashes.map((h) => h.channel),
    hashes.map((h) => h.former),
    hashes.map((h) => h.current),
  ];
  let moved = 0;
  for (const statement of RENEW) moved += (await sql.query(statement, columns)).length;
  return moved;
}

const GIVEN = `unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[]) AS h(user_id, channel, former, current)`;

/** All take the same parameters. Where a list has the address under several keys, one row moves and the others stay: whoever looks compares with both. */
const RENEW = [
  `UPDATE recipient r SET email_hash = h.current
     FROM ${GIVEN} WHERE h.channel = 'email' AND r.user_id = h.user_id AND r.email_hash = h.former RETURNING 1`,
  `UPDATE recipient r SET phone_hash = h.current
     FROM ${GIVEN} WHERE h.channel = 'sms' AND r.user_id = h.user_id AND r.phone_hash = h.former RETURNING 1`,
  `UPDATE suppression s SET address_hash = m.current
     FROM (SELECT DISTINCT ON (f.channel, f.reason, h.current) f.id, h.current
             FROM suppression f JOIN ${GIVEN} ON f.channel = h.channel AND f.address_hash = h.former
            ORDER BY f.channel, f.reason, h.current, f.id) m
    WHERE s.id = m.id
      AND NOT EXISTS (SELECT 1 FROM suppression o
                       WHERE o.channel = s.channel AND o.reason = s.reason AND o.address_hash = m.current) RETURNING 1`,
  `UPDATE suppression_event s SET address_hash = h.current
     FROM ${GIVEN} WHERE s.channel = h.channel AND s.address_hash = h.former RETURNING 1`,
  `UPDATE texted_number t SET phone_hash = m.current
     FROM (SELECT DISTINCT ON (h.current) f.phone_hash AS former, h.current
             FROM texted_number f JOIN ${GIVEN} ON h.channel = 'sms' AND f.phone_hash = h.former
            ORDER BY h.current, f.phone_hash) m
    WHERE t.phone_hash = m.former
      AND NOT EXISTS (SELECT 1 FROM texted_number o WHERE o.phone_hash = m.current) RETURNING 1`,
  `UPDATE consent_event e SET address_hash = h.current
     FROM ${GIVEN} WHERE e.user_id = h.user_id AND e.channel = h.channel AND e.address_hash = h.former RETURNING 1`,
  `UPDATE order_event o SET email_hash = h.current
     FROM ${GIVEN}
    WHERE h.channel = 'email' AND o.email_hash = h.former
      AND o.id IN (SELECT n.order_event_id FROM notification_log n WHERE n.user_id = h.user_id) RETURNING 1`,
  `UPDATE order_event o SET phone_hash = h.current
     FROM ${GIVEN}
    WHERE h.channel = 'sms' AND o.phone_hash = h.former
      AND o.id IN (SELECT n.order_event_id FROM notification_log n WHERE n.user_id = h.user_id) RETURNING 1`,
] as const;
