import type { OrderData } from '#contracts';
import type { FieldReader } from '../content/field-reader.js';

/** Gmail cuts a message at 102 KB, and the cut would take the unsubscribe link with it. */
const MAX_ITEM_ROWS = 50;

export interface OrderConfirmedFacts {
  readonly orderNumber: string;
  /** The first ones of a long order. */
  readonly items: readonly { readonly name: string; readonly quantity: string; readonly unitPrice: string }[];
  /** In units, over all lines. */
  readonly itemCount: number;
  /** In units, over the lines that `items` leaves out. */
  readonly hiddenCount: number;
  readonly total: string;
}

type Items = OrderData<'order_confirmed'>['items'];

export function readOrderConfirmed(read: FieldReader, data: OrderData<'order_confirmed'>): OrderConfirmedFacts {
  const items = read.present(data.items, 'items');
  return {
    orderNumber: read.text(data.orderNumber, 'orderNumber'),
    items: items.slice(0, MAX_ITEM_ROWS).map((item, index) => readItem(read, item, data.currency, index)),
    itemCount: countUnits(read, items, 0),
    hiddenCount: countUnits(read, items, MAX_ITEM_ROWS),
    total: read.money(data.total, data.currency, 'total'),
  };
}

function readItem(read: FieldReader, item: Items[number], currency: string, index: number) {
  const field = `items.${String(index)}`;
  return {
    name: read.itemName(item.name, `${field}.name`),
    quantity: read.number(item.quantity, `${field}.quantity`),
    unitPrice: read.money(item.unitPrice, currency, `${field}.unitPrice`),
  };
}

function countUnits(read: FieldReader, items: Items, from: number): number {
  return items.slice(from).reduce((count, { quantity }) => count + read.present(quantity, 'items.quantity'), 0);
}
