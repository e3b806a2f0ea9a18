/** Implements F5, F7, N6. What SendGrid's events say. Source: SendGrid's "Event Webhook Reference". */
import { type Engagement, type Said, evidenceOf, readerOf } from '#notifications';
import type { AddressHasher } from '#privacy';
import { z } from 'zod';
import type { ObjectionReason } from './objection.js';
import type { WebhookReport } from './webhook-report.js';

/** Unix seconds of the year 2100. */
const LATEST_TIMESTAMP = 4_102_444_800;

/** Only what is used; the rest, the reader's address among it, is dropped here. Ids come from our custom arguments, if at all. */
const eventSchema = z.object({
  event: z.string().regex(/^\w{1,40}$/),
  sg_event_id: z.string().regex(/^[\x21-\x7e]{1,128}$/),
  timestamp: z.int().min(0).max(LATEST_TIMESTAMP),
  sg_message_id: z.string().max(256).optional().catch(undefined),
  notification_id: z.uuid().optional().catch(undefined),
  notification_attempt: z.coerce.number().int().min(1).max(1_000).optional().catch(undefined),
  email: z.string().max(320).optional().catch(undefined),
  type: z.string().optional().catch(undefined),
  reason: z.string().optional().catch(undefined),
  sg_machine_open: z.boolean().optional().catch(undefined),
  useragent: z.string().optional().catch(undefined),
});

type SendgridEvent = z.output<typeof eventSchema>;

/** Events that say something of an attempt. `deferred` does not: SendGrid still tries. Complaints and opt-outs are about the person. */
const MEANINGS = new Map<string, (event: SendgridEvent) => Said>([
  ['processed', () => ({ kind: 'accepted', code: null })],
  ['delivered', () => ({ kind: 'delivered', code: null })],
  ['bounce', (event) => ({ kind: 'bounced', code: event.type === 'blocked' ? 'sendgrid_blocked' : 'sendgrid_bounce' })],
  ['dropped', () => ({ kind: 'bounced', code: 'sendgrid_dropped' })],
]);

/** What readers did. Scanners follow links as well. */
const ENGAGEMENTS = new Map<string, (event: SendgridEvent) => Engagement>([
  ['open', (event) => ({ action: 'open', by: event.sg_machine_open === true ? 'machine' : readerIn(event) })],
  ['click', (event) => ({ action: 'click', by: readerIn(event) })],
]);

function readerIn({ useragent }: SendgridEvent): Engagement['by'] {
  return useragent === undefined ? 'person' : readerOf(useragent);
}

/** Events that are about whoever has the address. */
const OBJECTIONS = new Map<string, (event: SendgridEvent) => ObjectionReason | null>([
  // Blocked was the one email; the address may take the next.
  ['bounce', (event) => (event.type === 'blocked' ? null : 'bounced')],
  ['spamreport', () => 'complained'],
  ['unsubscribe', () => 'unsubscribed'],
  ['group_unsubscribe', () => 'unsubscribed'],
  ['dropped', (event) => LISTED.get(event.reason ?? '') ?? null],
]);

/** Why SendGrid drops an email: the address is on a list of its own. */
const LISTED = new Map<string, ObjectionReason>([
  ['Bounced Address', 'bounced'],
  ['Spam Reporting Address', 'complained'],
  ['Unsubscribed Address', 'unsubscribed'],
]);

/** @returns null for what is no event: signed all the same, so asking for it again would not help */
export function sendgridReport(value: unknown, hasher: AddressHasher): WebhookReport | null {
  const parsed = eventSchema.safeParse(value);
  if (!parsed.success) return null;
  const event = parsed.data;
  const engagement = ENGAGEMENTS.get(event.event)?.(event);
  const said: Said | null =
    engagement === undefined
      ? (MEANINGS.get(event.event)?.(event) ?? null)
      : { kind: evidenceOf(engagement), code: null };
  const reason = OBJECTIONS.get(event.event)?.(event) ?? null;
  return {
    dedupeKey: event.sg_event_id,
    event: event.event,
    at: new Date(event.timestamp * 1_000),
    said,
    ...(engagement !== undefined && { engagement }),
    about: aboutOf(event, said, hasher),
    objection: reason === null ? null : { reason, addressHashes: hasher.everyHashOf('email', event.email) },
    providerMessageId: messageIdOf(event),
  };
}

/** Mail servers send some emails back without what we wrote into them. */
function aboutOf(event: SendgridEvent, said: Said | null, hasher: AddressHasher): WebhookReport['about'] {
  const { notification_id: notificationId, notification_attempt: attempt } = event;
  if (notificationId !== undefined && attempt !== undefined) return { notificationId, attempt };
  const addressHashes = said?.kind === 'bounced' ? hasher.everyHashOf('email', event.email) : [];
  return addressHashes.length === 0 ? null : { addressHashes };
}

/** `X-Message-Id`, with which SendGrid answered, is the beginning of the id that its mail servers use. */
function messageIdOf({ sg_message_id: id }: SendgridEvent): string | null {
  return /^[\x21-\x7e]{1,128}?(?=\.(?:filter|recvd)|$)/.exec(id ?? '')?.[0] ?? null;
}
