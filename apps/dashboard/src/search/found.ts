/** Implements F7, F9. What a search finds, and how it is told: by order event, with every channel of it. */
import type { Channel, NotificationDocument } from '#contracts';
import type { ApiClient } from '../api/api-client.js';
import { ApiProblem } from '../api/api-problem.js';

/** An event has one notification for each of three channels: whole events on a page, as long as no filter applies. */
const PAGE = 99;

export type SearchedBy = 'orderId' | 'userId';

interface Page {
  readonly items: readonly NotificationDocument[];
  readonly nextCursor: string | null;
}

export interface Found {
  readonly by: SearchedBy;
  readonly items: readonly NotificationDocument[];
  readonly nextCursor: string | null;
}

export interface SearchResult {
  /** Present: the text is the id of this one. */
  readonly notification: NotificationDocument | null;
  /** Of the order, the customer, or both: ids are opaque, and may be alike. */
  readonly lists: readonly Found[];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Exactly: nothing is looked for by a part of its id. */
export async function search(api: ApiClient, text: string, signal: AbortSignal): Promise<SearchResult> {
  const [notification, byOrder, byCustomer] = await Promise.all([
    UUID.test(text) ? findOne(api, text, signal) : null,
    list(api, 'orderId', text, signal),
    list(api, 'userId', text, signal),
  ]);
  return { notification, lists: [byOrder, byCustomer].filter(({ items }) => items.length > 0) };
}

export async function older(api: ApiClient, found: Found, text: string, signal?: AbortSignal): Promise<Found> {
  const next = await list(api, found.by, text, signal, found.nextCursor ?? undefined);
  return { ...next, items: [...found.items, ...next.items] };
}

async function list(
  api: ApiClient,
  by: SearchedBy,
  text: string,
  signal?: AbortSignal,
  cursor?: string,
): Promise<Found> {
  const { items, nextCursor } = await api.get<Page>('/notifications', { [by]: text, limit: PAGE, cursor }, signal);
  return { by, items, nextCursor };
}

async function findOne(api: ApiClient, id: string, signal: AbortSignal): Promise<NotificationDocument | null> {
  try {
    return await api.get<NotificationDocument>(`/notifications/${encodeURIComponent(id)}`, {}, signal);
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return null;
    throw error;
  }
}

/** The notifications of one order event. */
export interface EventGroup {
  readonly key: string;
  readonly notifications: readonly NotificationDocument[];
}

const CHANNEL_ORDER = ['email', 'sms', 'in_app'] as const satisfies readonly Channel[];

/**
 * Those of one event are of one order and type, and were planned at one moment, one for each channel. Two events alike in all of that, such as
 * two packages, stand apart.
 * @returns newest first
 */
export function groupByEvent(items: readonly NotificationDocument[]): EventGroup[] {
  const moments = new Map<string, NotificationDocument[]>();
  for (const item of items) {
    const moment = [item.createdAt, item.orderId, item.type].join('\n');
    moments.set(moment, [...(moments.get(moment) ?? []), item]);
  }
  return [...moments.values()]
    .flatMap(eventsOf)
    .sort(([a], [b]) => (b?.createdAt ?? '').localeCompare(a?.createdAt ?? ''))
    .map((notifications) => ({ key: notifications[0]?.id ?? '', notifications }));
}

function eventsOf(alike: readonly NotificationDocument[]): NotificationDocument[][] {
  const byChannel = CHANNEL_ORDER.map((channel) => alike.filter((item) => item.channel === channel));
  const events = Math.max(...byChannel.map(({ length }) => length));
  return Array.from({ length: events }, (_, i) => byChannel.flatMap((ofChannel) => ofChannel[i] ?? []));
}

const TELLING = new Set(['waiting', 'failed', 'suppressed', 'superseded', 'expired', 'sent', 'delivered', 'opened']);

/** Where it stands, in the words of its timeline. */
export function standingOf({ timeline }: NotificationDocument): string {
  return timeline.findLast(({ event }) => TELLING.has(event))?.detail ?? 'On its way.';
}
