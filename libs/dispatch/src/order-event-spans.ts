/** Implements F5, F7, N6. An order event in its trace: from upstream's place in it to what was decided. Ids and words of ours only. */
import { ORDER_EVENT_TYPES, type OrderEvent, type RejectedEventError } from '#contracts';
import type { NewNotification } from '#database';
import type { SpanAttributes, TraceSpan, Tracing } from '#runtime';
import type { IncomingEvent } from './event-planner.js';

/** Names of attributes are of OpenTelemetry's conventions for CloudEvents. */
export function startOrderEventSpan(tracing: Tracing, event: OrderEvent): TraceSpan | undefined {
  if (!tracing.isOn) return undefined;
  const type = ORDER_EVENT_TYPES[event.type];
  return tracing.start(`process ${type}`, {
    kind: 'consumer',
    parent: event.traceparent,
    attributes: {
      'cloudevents.event_id': event.id,
      'cloudevents.event_source': event.source,
      'cloudevents.event_type': type,
      'notification.type': event.type,
      'order.id': event.data.orderId,
    },
  });
}

/** Of an event that could not be used nothing is known for certain, its ids included. */
export function traceRejection(tracing: Tracing, parent: string | undefined, { code }: RejectedEventError): void {
  tracing
    .start('process order event', { kind: 'consumer', parent, attributes: {} })
    ?.end({ 'notification.outcome': 'rejected' }, code);
}

/** Once the transaction has committed. */
export function endOrderEventSpans(
  incoming: readonly IncomingEvent[],
  { fresh, notifications }: { fresh: readonly IncomingEvent[]; notifications: readonly NewNotification[] },
): void {
  if (incoming.every(({ span }) => span === undefined)) return;
  const planned = new Map(fresh.map(({ orderEventId }): [string, NewNotification[]] => [orderEventId, []]));
  for (const notification of notifications) planned.get(notification.orderEventId)?.push(notification);
  for (const { orderEventId, span } of incoming) {
    const own = planned.get(orderEventId);
    span?.end(own === undefined ? { 'notification.outcome': 'duplicate' } : dispatched(own));
  }
}

function dispatched(planned: readonly NewNotification[]): SpanAttributes {
  return {
    'notification.outcome': 'dispatched',
    'notification.ids': planned.map(({ id }) => id),
    'notification.statuses': planned.map(({ channel, status, reason }) =>
      [channel, status, ...(reason === null ? [] : [reason])].join(' '),
    ),
  };
}
