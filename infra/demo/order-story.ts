import type { NotificationType, OrderData, OrderEvent } from '#contracts';
import type { Customer, OrderName } from './customer.js';
import { type LifecycleStep, LIFECYCLES } from './lifecycles.js';
import { aPurchase, aTrackingNumber, type Purchase, type Random } from './purchase.js';

/** Where the demo's events get what is different each time. */
export interface Sources {
  readonly random: Random;
  readonly nextId: () => string;
  readonly nextOrder: () => OrderName;
  readonly now: () => Date;
}

const EVENT_SOURCE = '/demo/orders';

const DAY_MS = 86_400_000;

/** One order from confirmation to its end, an event at a time. */
export class OrderStory {
  private readonly name: OrderName;
  private version = 0;
  private readonly purchase: Purchase;
  private readonly trackingNumbers: readonly string[];
  private readonly steps: LifecycleStep[];

  constructor(
    private readonly customer: Customer,
    private readonly sources: Sources,
    turn: number,
  ) {
    const { steps, parcels } = LIFECYCLES[turn % LIFECYCLES.length] ?? { steps: [], parcels: 0 };
    this.name = sources.nextOrder();
    this.purchase = aPurchase(sources.random);
    this.trackingNumbers = Array.from({ length: parcels }, () =>
      aTrackingNumber(this.purchase.carrier, sources.random),
    );
    this.steps = [...steps];
  }

  get isOver(): boolean {
    return this.steps.length === 0;
  }

  /** What happens next, as it would be published now. */
  next(): OrderEvent {
    const step = this.steps.shift();
    if (step === undefined) throw new RangeError('The order has come to its end.');
    this.version += 1;
    const { userId, recipient } = this.customer;
    const data = {
      ...this.name,
      orderVersion: this.version,
      userId,
      ...(recipient === undefined ? {} : { recipient }),
      ...this.detailsOf(step),
    } as OrderData;
    return { id: this.sources.nextId(), source: EVENT_SOURCE, type: step.type, time: this.sources.now(), data };
  }

  private detailsOf({ type, parcel }: LifecycleStep): Partial<OrderData> {
    const { items, total, paymentMethod, failureReason } = this.purchase;
    const { currency } = this.customer;
    const details: Record<NotificationType, () => Partial<OrderData>> = {
      order_confirmed: () => ({ items, total, currency }),
      payment_processed: () => ({ currency, payment: { amount: total, method: paymentMethod } }),
      order_shipped: () => ({ shipment: this.shipment(parcel) }),
      out_for_delivery: () => ({ shipment: this.shipment(parcel) }),
      delivered: () => ({ shipment: { ...this.shipment(parcel), deliveredAt: this.sources.now().toISOString() } }),
      delivery_failed: () => ({
        shipment: this.shipment(parcel),
        failure: { reason: failureReason, nextAttempt: this.dateIn(1) },
      }),
      refund_initiated: () => ({ currency, refund: this.refund() }),
      refund_completed: () => ({ currency, refund: this.refund() }),
    };
    return details[type]();
  }

  private shipment(parcel: number): NonNullable<OrderData['shipment']> {
    const { name, trackingPage } = this.purchase.carrier;
    const trackingNumber = this.trackingNumbers[parcel - 1] ?? '';
    return {
      id: `${this.name.orderNumber}-${parcel}`,
      packageNumber: parcel,
      packageCount: this.trackingNumbers.length,
      carrier: name,
      trackingNumber,
      trackingUrl: trackingPage + trackingNumber,
      estimatedDelivery: this.dateIn(3),
    };
  }

  private refund(): NonNullable<OrderData['refund']> {
    const { total, refundReason } = this.purchase;
    return { id: `${this.name.orderNumber}-r`, amount: total, reason: refundReason, expectedBy: this.dateIn(7) };
  }

  /** `YYYY-MM-DD` */
  private dateIn(days: number): string {
    return new Date(this.sources.now().getTime() + days * DAY_MS).toISOString().slice(0, 10);
  }
}
