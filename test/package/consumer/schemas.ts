/** Whoever only wants schemas and types: without a Kafka client. */
import {
  ORDER_DATA_SCHEMAS,
  type UpstreamOrderEvent,
  encodeUpstreamEvent,
  upstreamEventFaults,
} from '@order-notifications/contracts';

const event: UpstreamOrderEvent = {
  id: 'event-1',
  source: '/shop/orders',
  type: 'order.shipped',
  time: new Date(),
  data: {
    orderId: 'order-1',
    orderNumber: 'A-10023',
    userId: 'customer-1',
    shipment: { carrier: 'UPS', trackingNumber: '1Z999AA10123456784' },
  },
};

// @ts-expect-error: a shipped order has a tracking number
export const incomplete: UpstreamOrderEvent = {
  ...event,
  type: 'order.shipped',
  data: { ...event.data, shipment: {} },
};

const faults = [event, incomplete].map((each) => upstreamEventFaults(each).map(({ field }) => field));
if (JSON.stringify(faults) !== '[[],["data.shipment.carrier","data.shipment.trackingNumber"]]') {
  throw new Error(`Found ${JSON.stringify(faults)}.`);
}
const { topic, key, value } = encodeUpstreamEvent(event);
ORDER_DATA_SCHEMAS.order_shipped.parse(JSON.parse(value));
if (`${topic} ${key}` !== 'orders.order-events.v1 order-1') throw new Error(`Written to ${topic} under ${key}.`);
