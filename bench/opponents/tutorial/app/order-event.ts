/** What the fulfilment service says of a shipped order; what this service does not need is left out. */
export interface ShippedOrder {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly userId: string;
  readonly recipient: {
    readonly email: string;
    readonly phone: string;
    readonly name: string;
    readonly language: string;
  };
  readonly shipment: { readonly carrier: string; readonly trackingNumber: string };
}
