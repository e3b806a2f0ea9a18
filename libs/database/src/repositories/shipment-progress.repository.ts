/** Implements N2, N3, N9. What has been announced of each package. */
import {
  type NewsPosition,
  type ProgressByShipment,
  type ShipmentKey,
  type ShipmentProgress,
  type ShipmentRecord,
  type ShipmentStage,
  shipmentKeyText,
} from '#notifications';
import type { Sql } from '../database.js';

/** As JSON, so `time` is text. */
type StagesColumn = Partial<Record<ShipmentStage, Omit<NewsPosition, 'time'> & { readonly time: string }>>;

interface ProgressRow {
  order_id: string;
  shipment_id: string;
  stages: StagesColumn;
}

/**
 * Locks these packages until the transaction ends, so that of two dispatchers the second sees what the first announced. Sorted, because
 * unsorted locks of overlapping batches deadlock. A package that is new begins with nothing announced.
 */
export async function lockShipmentProgress(
  sql: Sql,
  keys: readonly ShipmentKey[],
  now: Date,
): Promise<ProgressByShipment> {
  const rows = await sql.query<ProgressRow>(
    `INSERT INTO shipment_progress AS p (order_id, shipment_id, stages, updated_at)
     SELECT DISTINCT k.order_id, k.shipment_id, '{}'::jsonb, $3::timestamptz
       FROM unnest($1::text[], $2::text[]) AS k(order_id, shipment_id)
      ORDER BY k.order_id, k.shipment_id
     ON CONFLICT (order_id, shipment_id) DO UPDATE SET stages = p.stages
     RETURNING order_id, shipment_id, stages`,
    [keys.map((key) => key.orderId), keys.map((key) => key.shipmentId), now],
  );
  return progressOf(rows);
}

/** Of packages that `lockShipmentProgress` locked. */
export async function saveShipmentProgress(sql: Sql, records: readonly ShipmentRecord[], now: Date): Promise<void> {
  await sql.query(
    `UPDATE shipment_progress p SET stages = k.stages, updated_at = $4
       FROM unnest($1::text[], $2::text[], $3::jsonb[]) AS k(order_id, shipment_id, stages)
      WHERE p.order_id = k.order_id AND p.shipment_id = k.shipment_id`,
    [
      records.map((record) => record.orderId),
      records.map((record) => record.shipmentId),
      records.map((record) => JSON.stringify(record.progress)),
      now,
    ],
  );
}

/** Of every package of these orders. */
export async function loadShipmentProgress(sql: Sql, orderIds: readonly string[]): Promise<ProgressByShipment> {
  const rows = await sql.query<ProgressRow>(
    `SELECT order_id, shipment_id, stages FROM shipment_progress WHERE order_id = ANY($1::text[])`,
    [orderIds],
  );
  return progressOf(rows);
}

function progressOf(rows: readonly ProgressRow[]): ProgressByShipment {
  return new Map(
    rows.map((row) => [
      shipmentKeyText({ orderId: row.order_id, shipmentId: row.shipment_id }),
      Object.fromEntries(
        Object.entries(row.stages).map(([stage, { orderVersion, time }]) => [
          stage,
          { orderVersion, time: new Date(time) },
        ]),
      ) as ShipmentProgress,
    ]),
  );
}
