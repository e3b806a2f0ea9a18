import { z } from 'zod';
import type { TrackedMessage } from '../ledger/ledger-entries.js';
import { type MessageResource, currentResource, messagesPath, senderOf } from './message-resource.js';

/** A day, or an instant. On the wire `DateSent>=2026-01-31` arrives as a parameter named `DateSent>`. */
const Moment = z.iso.date().or(z.iso.datetime({ offset: true }));

export const ListingQuerySchema = z.object({
  To: z.string().optional(),
  From: z.string().optional(),
  DateSent: Moment.optional(),
  'DateSent>': Moment.optional(),
  'DateSent<': Moment.optional(),
  PageSize: z.coerce.number().int().min(1).max(1_000).default(50),
  Page: z.coerce.number().int().min(0).default(0),
  /** `PA` and the sid after which the page starts. */
  PageToken: z.string().startsWith('PA').optional(),
});

export type ListingQuery = z.output<typeof ListingQuerySchema>;

/** A page of Twilio's, with `uri`s relative to its host. */
export interface Listing {
  readonly messages: readonly MessageResource[];
  readonly page: number;
  readonly page_size: number;
  readonly start: number;
  readonly end: number;
  readonly uri: string;
  readonly first_page_uri: string;
  readonly next_page_uri: string | null;
  readonly previous_page_uri: string | null;
}

/** @param newestFirst every message of the ledger */
export function listMessages(accountSid: string, newestFirst: Iterable<TrackedMessage>, query: ListingQuery): Listing {
  const rest = [...newestFirst].filter((message) => matches(message, query));
  const found = rest.slice(startOf(rest, query));
  const shown = found.slice(0, query.PageSize);
  const last = found.length > shown.length ? shown.at(-1) : undefined;
  const start = query.Page * query.PageSize;
  return {
    messages: shown.map((message) => currentResource(accountSid, message)),
    page: query.Page,
    page_size: query.PageSize,
    start,
    end: start + Math.max(shown.length - 1, 0),
    uri: pageUri(accountSid, query),
    first_page_uri: pageUri(accountSid, { ...query, Page: 0, PageToken: undefined }),
    next_page_uri: last
      ? pageUri(accountSid, { ...query, Page: query.Page + 1, PageToken: `PA${last.providerMessageId}` })
      : null,
    previous_page_uri: null,
  };
}

/** By token rather than by count, so that a message accepted meanwhile shifts nothing. */
function startOf(messages: readonly TrackedMessage[], { PageToken: token }: ListingQuery): number {
  return token === undefined
    ? 0
    : messages.findIndex(({ providerMessageId }) => token === `PA${providerMessageId}`) + 1;
}

function matches(message: TrackedMessage, query: ListingQuery): boolean {
  return (
    message.provider === 'twilio' &&
    (query.To === undefined || message.to === query.To) &&
    (query.From === undefined || senderOf(message).from === query.From) &&
    wasSentThen(message, query)
  );
}

/** A message that is still queued was sent at no time. */
function wasSentThen({ sentAt }: TrackedMessage, query: ListingQuery): boolean {
  const { DateSent: day, 'DateSent>': after, 'DateSent<': before } = query;
  if (sentAt === null) return [day, after, before].every((moment) => moment === undefined);
  return (
    (day === undefined || sentAt.startsWith(day.slice(0, 10))) &&
    (after === undefined || Date.parse(sentAt) >= Date.parse(after)) &&
    (before === undefined || Date.parse(sentAt) <= endOf(before))
  );
}

const A_DAY = 86_400_000;
const endOf = (moment: string) => Date.parse(moment) + (moment.includes('T') ? 999 : A_DAY - 1);

function pageUri(accountSid: string, query: ListingQuery): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return `${messagesPath(accountSid)}.json?${parameters.toString()}`;
}
