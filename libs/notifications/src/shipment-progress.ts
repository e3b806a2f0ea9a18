/** Implements N2, N3. What newer news of a package means for older news of it. Packages of one order stand apart. */
import type { Channel, NotificationType, OrderEvent } from '#contracts';

/**
 * Which later stages make it pointless to go on waiting with a message of this type. null: it is not about a package, so that it neither
 * overtakes nor is overtaken.
 */
export const OVERTAKEN_BY = {
  order_confirmed: null,
  payment_processed: null,
  order_shipped: ['out_for_delivery', 'delivered', 'delivery_failed'],
  out_for_delivery: ['delivered', 'delivery_failed'],
  // Two ends of the same stage: that an earlier attempt failed stays worth knowing.
  delivered: [],
  delivery_failed: [],
  // All we hear of a cancelled order is its refunds: `order.cancelled` is no event of ours. A refund may be for one item of many while
  // the packages travel on, so nothing that waits is overtaken by it.
  refund_initiated: null,
  refund_completed: null,
} as const satisfies Record<NotificationType, readonly NotificationType[] | null>;

/** The types that are news of a package. */
export type ShipmentStage = {
  [T in NotificationType]: (typeof OVERTAKEN_BY)[T] extends null ? never : T;
}[NotificationType];

/** Within this time of its event a message goes out although a later stage is known: it still is on time. */
const GRACE_MS = 60_000;

/** How newer news of its package bears on a message: it came before this was dispatched, while this waited, or not at all. */
export type Overtaken = 'before_dispatch' | 'while_waiting' | 'no';

/** When news is from. Where both have a version, the higher one is newer; otherwise the later time. */
export interface NewsPosition {
  readonly orderVersion: number | null;
  readonly time: Date;
}

export interface ShipmentKey {
  readonly orderId: string;
  readonly shipmentId: string;
}

export interface ShipmentNews extends NewsPosition, ShipmentKey {
  readonly stage: ShipmentStage;
}

/** What has been announced of a package: the newest news of each stage. */
export type ShipmentProgress = Readonly<Partial<Record<ShipmentStage, NewsPosition>>>;

export interface ShipmentRecord extends ShipmentKey {
  readonly progress: ShipmentProgress;
}

/** By `shipmentKeyText`. */
export type ProgressByShipment = ReadonlyMap<string, ShipmentProgress>;

/** Ids hold no NUL. */
export const shipmentKeyText = ({ orderId, shipmentId }: ShipmentKey) => `${orderId}\0${shipmentId}`;

/** The part of an event that tells where its package is. */
type Told = Pick<OrderEvent, 'type' | 'time'> & {
  readonly data: Pick<OrderEvent['data'], 'orderId' | 'orderVersion' | 'shipment'>;
};

/** @returns undefined for an event that is not about a package */
export function shipmentNewsOf({ type, time, data }: Told): ShipmentNews | undefined {
  if (!isShipmentStage(type)) return undefined;
  const { orderId, orderVersion = null } = data;
  return { orderId, shipmentId: shipmentIdOf(data.shipment), stage: type, orderVersion, time };
}

export function isShipmentStage(type: NotificationType): type is ShipmentStage {
  return OVERTAKEN_BY[type] !== null;
}

/** Without an id the package is known by its number; without either it is the only one of its order. */
function shipmentIdOf(shipment: OrderEvent['data']['shipment']): string {
  return shipment?.id ?? (shipment?.packageNumber === undefined ? '' : `#${shipment.packageNumber}`);
}

/** What is older than something announced of its package is not announced any more. */
function isStale(news: ShipmentNews, announced: ShipmentProgress | undefined): boolean {
  return Object.values(announced ?? {}).some((other) => isNewer(other, news));
}

/** Whether a later stage of its package has been announced since this event. */
export function isOvertaken(event: Told, announced: ProgressByShipment): boolean {
  const news = shipmentNewsOf(event);
  if (news === undefined) return false;
  const progress = announced.get(shipmentKeyText(news));
  return OVERTAKEN_BY[news.stage].some((stage) => {
    const later = progress?.[stage];
    return later !== undefined && isNewer(later, news);
  });
}

function isNewer(one: NewsPosition, other: NewsPosition): boolean {
  return one.orderVersion !== null && other.orderVersion !== null
    ? one.orderVersion > other.orderVersion
    : one.time > other.time;
}

/** What announcing news one after another comes to. */
export interface Announcement<News extends ShipmentNews> {
  readonly stale: readonly News[];
  /** The packages whose progress has risen, and where it is now. */
  readonly risen: readonly ShipmentRecord[];
}

/** In their order, as if each were dispatched alone. */
export function announceInOrder<News extends ShipmentNews>(
  news: readonly News[],
  before: ProgressByShipment,
): Announcement<News> {
  const stale: News[] = [];
  const risen = new Map<string, ShipmentRecord>();
  for (const one of news) {
    const { orderId, shipmentId, stage, orderVersion, time } = one;
    const key = shipmentKeyText(one);
    const announced = risen.get(key)?.progress ?? before.get(key);
    if (isStale(one, announced)) stale.push(one);
    else risen.set(key, { orderId, shipmentId, progress: { ...announced, [stage]: { orderVersion, time } } });
  }
  return { stale, risen: [...risen.values()] };
}

/** An email is sent whatever has overtaken it while it waited: it brings the tracking link. */
export function yieldsToLaterNews(channel: Channel): boolean {
  return channel !== 'email';
}

/** What decides whether a message is outdated. */
export interface Timeliness {
  readonly channel: Channel;
  readonly eventTime: Date;
  readonly overtaken: Overtaken;
}

export function isOutdated({ channel, eventTime, overtaken }: Timeliness, now: Date): boolean {
  switch (overtaken) {
    case 'no':
      return false;
    case 'before_dispatch':
      return true;
    case 'while_waiting':
      return yieldsToLaterNews(channel) && now.getTime() - eventTime.getTime() > GRACE_MS;
  }
}
