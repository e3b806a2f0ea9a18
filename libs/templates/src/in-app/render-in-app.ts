/** Implements F1, F2, F8. An order event as an entry of the inbox. */
import type { NotificationType, OrderEvent } from '#contracts';
import { FieldReader } from '../content/field-reader.js';
import type { MessageContext } from '../content/render-context.js';
import { templateOf } from '../templates.js';
import { IN_APP_ICONS, type InAppIcon } from './icons.js';

/** For the client to link and look up with, not to show. Values as upstream wrote them; absent when unknown. */
export interface InAppData {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly trackingNumber?: string;
  /** Absolute http(s) address. */
  readonly trackingUrl?: string;
}

/** Plain text and plain JSON: the client escapes what it shows. */
export interface RenderedInApp {
  readonly title: string;
  readonly body: string;
  readonly icon: InAppIcon;
  /** Absolute http(s) address of what the message is about; null: there is nothing to open but the order itself. */
  readonly actionUrl: string | null;
  readonly data: InAppData;
}

/** @throws TemplateError */
export function renderInApp<T extends NotificationType>(event: OrderEvent<T>, context: MessageContext): RenderedInApp {
  return {
    ...templateOf(event.type).inApp(event, context),
    icon: IN_APP_ICONS[event.type],
    data: inAppData(event, context),
  };
}

function inAppData(event: OrderEvent, { language, timeZone }: MessageContext): InAppData {
  const { orderId, orderNumber, shipment } = event.data;
  const read = new FieldReader({ type: event.type, channel: 'in_app', language }, timeZone);
  const trackingUrl = read.optionalLink(shipment?.trackingUrl, 'shipment.trackingUrl');
  return {
    orderId: read.present(orderId, 'orderId'),
    orderNumber: read.present(orderNumber, 'orderNumber'),
    ...(shipment?.trackingNumber !== undefined && { trackingNumber: shipment.trackingNumber }),
    ...(trackingUrl !== null && { trackingUrl }),
  };
}
