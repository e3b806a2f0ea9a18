/** Implements N8. Whose an address or a notification is. Customers who were erased are nobody's. */
import type { Sql } from '../database.js';

/** A customer in whose directory entry an address stands. */
export interface AddressHolder {
  readonly userId: string;
  /** As the customer chose it, else as the directory has it. */
  readonly language: string | null;
}

const HOLDERS_BY = { email: holdersBy('email_hash'), phone: holdersBy('phone_hash') } as const;

/** In the order in which the directory heard of them, the latest first. @param hashes one for each key in use */
export function findHolders(sql: Sql, kind: 'email' | 'phone', hashes: readonly Buffer[]): Promise<AddressHolder[]> {
  return sql.query<AddressHolder>(HOLDERS_BY[kind], [hashes]);
}

function holdersBy(column: 'email_hash' | 'phone_hash'): string {
  return `
    SELECT r.user_id AS "userId", coalesce(p.language, r.language) AS language
      FROM recipient r LEFT JOIN notification_preferences p ON p.user_id = r.user_id
     WHERE r.${column} = ANY($1::bytea[]) AND r.deleted_at IS NULL ORDER BY r.event_time DESC, r.user_id`;
}

/** @returns undefined for a notification that is not ours, and for that of a customer who was erased */
export async function findCustomerOf(sql: Sql, notificationId: string): Promise<string | undefined> {
  const [row] = await sql.query<{ userId: string }>(
    `SELECT n.user_id AS "userId" FROM notification_log n
      WHERE n.id = $1
        AND NOT EXISTS (SELECT 1 FROM recipient r WHERE r.user_id = n.user_id AND r.deleted_at IS NOT NULL)`,
    [notificationId],
  );
  return row?.userId;
}

/** @returns those of the notifications whose customer was erased */
export async function findOfErased(sql: Sql, notificationIds: readonly string[]): Promise<Set<string>> {
  if (notificationIds.length === 0) return new Set();
  const rows = await sql.query<{ id: string }>(
    `SELECT n.id FROM notification_log n JOIN recipient r ON r.user_id = n.user_id
      WHERE n.id = ANY($1::uuid[]) AND r.deleted_at IS NOT NULL`,
    [notificationIds],
  );
  return new Set(rows.map(({ id }) => id));
}
