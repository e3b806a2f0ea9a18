import type { NotificationStatus } from '#contracts';
import type { Database } from '#database';

/** Statuses of a notification, the first one first. */
export type StatusHistory = ReadonlyMap<string, readonly NotificationStatus[]>;

/** The status as readers see it, noted by the database itself at every statement that changes it. */
const RECORDER = [
  `CREATE TABLE status_history (seq bigserial PRIMARY KEY, notification_id uuid NOT NULL, status text NOT NULL)`,
  `CREATE FUNCTION note_status() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     subject uuid := coalesce(NEW.id, OLD.id);
     current_status text;
     last_status text;
   BEGIN
     SELECT coalesce(q.state, n.status) INTO current_status
       FROM notification_log n LEFT JOIN delivery_queue q ON q.id = n.id WHERE n.id = subject;
     SELECT status INTO last_status
       FROM status_history WHERE notification_id = subject ORDER BY seq DESC LIMIT 1;
     IF current_status IS DISTINCT FROM last_status THEN
       INSERT INTO status_history (notification_id, status) VALUES (subject, current_status);
     END IF;
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER note_status AFTER INSERT OR UPDATE ON notification_log FOR EACH ROW EXECUTE FUNCTION note_status()`,
  `CREATE TRIGGER note_status AFTER INSERT OR UPDATE OR DELETE ON delivery_queue
     FOR EACH ROW EXECUTE FUNCTION note_status()`,
];

export async function recordStatuses(database: Database): Promise<void> {
  for (const statement of RECORDER) await database.query(statement);
}

export async function statusHistory(database: Database): Promise<StatusHistory> {
  const rows = await database.query<{ id: string; statuses: NotificationStatus[] }>(
    `SELECT notification_id AS id, array_agg(status ORDER BY seq) AS statuses FROM status_history GROUP BY notification_id`,
  );
  return new Map(rows.map(({ id, statuses }) => [id, statuses]));
}
