import type { OrderEvent } from '#contracts';
import type { FieldReader } from '../content/field-reader.js';
import type { MessageContext } from '../content/render-context.js';
import { FAILURE_REASONS } from './failure-reasons.js';
import { type ShipmentFacts, readShipment } from '../shipment/shipment.facts.js';

export interface DeliveryFailedFacts extends ShipmentFacts {
  /** In the reader's language where we know the carrier's words, else as they came. */
  readonly reason: string;
  readonly nextAttempt: string | null;
  readonly supportContact: string;
}

export function readDeliveryFailed(
  { data }: OrderEvent<'delivery_failed'>,
  read: FieldReader,
  { brand }: MessageContext,
): DeliveryFailedFacts {
  const failure = read.present(data.failure, 'failure');
  return {
    ...readShipment(read, data),
    reason: read.reason(FAILURE_REASONS, failure.reason, 'failure.reason'),
    nextAttempt: read.optionalDate(failure.nextAttempt, 'failure.nextAttempt'),
    supportContact: read.text(brand.supportContact, 'brand.supportContact'),
  };
}
