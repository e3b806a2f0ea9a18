import { describe, expect, it } from '@jest/globals';
import { NOTIFICATION_TYPES } from '#contracts';
import { renderEmail } from '../index.js';
import { parsedEmail } from '../parsed-email.fixture.js';
import { aSampleContext, aSampleEvent } from '../samples/order-event.samples.js';

type SampleEvent = ReturnType<typeof aSampleEvent>;

const tellings = (event: SampleEvent) => parsedEmail(renderEmail(event, aSampleContext()).html).structuredData;

const ORDER = {
  '@type': 'Order',
  merchant: { '@type': 'Organization', name: 'Trailhead' },
  orderNumber: 'A-10023',
};

describe('what mail clients are told', () => {
  it('of a new order: items, total, state', () => {
    expect(tellings(aSampleEvent('order_confirmed'))).toEqual([
      {
        '@context': 'https://schema.org',
        ...ORDER,
        orderStatus: 'https://schema.org/OrderProcessing',
        price: '1329.90',
        priceCurrency: 'USD',
        acceptedOffer: [
          {
            '@type': 'Offer',
            itemOffered: { '@type': 'Product', name: 'Trail shoe' },
            price: '129.90',
            priceCurrency: 'USD',
            eligibleQuantity: { '@type': 'QuantitativeValue', value: 1 },
          },
          expect.objectContaining({ price: '600.00', eligibleQuantity: { '@type': 'QuantitativeValue', value: 2 } }),
        ],
      },
    ]);
  });

  it('of a parcel: whose it is, who brings it and when', () => {
    expect(tellings(aSampleEvent('order_shipped'))).toEqual([
      {
        '@context': 'https://schema.org',
        '@type': 'ParcelDelivery',
        partOfOrder: { ...ORDER, orderStatus: 'https://schema.org/OrderInTransit' },
        carrier: { '@type': 'Organization', name: 'UPS' },
        trackingNumber: '1Z999AA10123456784',
        trackingUrl: 'https://www.ups.com/track?loc=en_US&tracknum=1Z999AA10123456784',
        expectedArrivalUntil: '2026-11-25',
      },
    ]);
  });

  it.each([
    [{ packageNumber: 1, packageCount: 2 }, 'OrderInTransit'],
    [{ packageNumber: 1, packageCount: 1 }, 'OrderDelivered'],
    [{}, 'OrderDelivered'],
  ])('of a delivery: the order is there when its only parcel is: %j', (shipment, status) => {
    const partOfOrder = { ...ORDER, orderStatus: `https://schema.org/${status}` };
    expect(tellings(aSampleEvent('delivered', { shipment }))).toEqual([expect.objectContaining({ partOfOrder })]);
  });

  it('of a failed delivery: the next attempt in place of the day that passed', () => {
    expect(tellings(aSampleEvent('delivery_failed'))).toEqual([
      expect.objectContaining({ expectedArrivalUntil: '2026-11-26' }),
    ]);
  });

  it.each(NOTIFICATION_TYPES)('of %s names no customer', (type) => {
    expect(JSON.stringify(tellings(aSampleEvent(type)))).not.toMatch(/Ana|0b7e|token|c2lnbmVk/);
  });
});
