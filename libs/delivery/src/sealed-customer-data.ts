/** Implements N6. What is kept sealed under a customer's key, opened again. */
import type { NotificationType, OrderData, OrderEvent } from '#contracts';
import type { Contact } from '#notifications';
import { type Place, SealBrokenError, open } from '#privacy';

/** An order event as it is stored. */
export interface SealedOrderEvent {
  readonly orderEventId: string;
  readonly source: string;
  readonly eventId: string;
  readonly type: NotificationType;
  readonly eventTime: Date;
  /** null for an erased customer. */
  readonly payloadSealed: Buffer | null;
}

/** @returns undefined when it cannot be read any more */
export function openOrderEvent(event: SealedOrderEvent, key: Buffer | undefined): OrderEvent | undefined {
  const place = { table: 'order_event', column: 'payload_sealed', row: event.orderEventId };
  const data = openJson(key, event.payloadSealed, place) as OrderData | undefined;
  return data && { id: event.eventId, source: event.source, type: event.type, time: event.eventTime, data };
}

/**
 * The directory's entry of a customer.
 * @returns undefined when there is none, or it cannot be read any more
 */
export function openContact(
  userId: string,
  contactSealed: Buffer | null | undefined,
  key: Buffer | undefined,
): Partial<Contact> | undefined {
  const place = { table: 'recipient', column: 'contact_sealed', row: userId };
  return openJson(key, contactSealed, place) as Partial<Contact> | undefined;
}

/**
 * Without its key nothing can be read: that is what erasure means. A customer who came back has a new key, which does not open what
 * was sealed before.
 */
function openJson(key: Buffer | undefined, sealed: Buffer | null | undefined, place: Place): unknown {
  if (key === undefined || sealed == null) return undefined;
  try {
    return JSON.parse(open(key, sealed, place).toString('utf8')) as unknown;
  } catch (error) {
    if (error instanceof SealBrokenError) return undefined;
    throw error;
  }
}
