import { z } from 'zod';
import type { Provider } from '../ledger/ledger-entries.js';

/** Milliseconds after the provider accepted the message. */
const when = { afterMs: z.int().min(0).max(600_000).default(0) };

/** Something that happens to an accepted message. */
export const LifeEventSchema = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('delivered'), ...when }),
  z.strictObject({ event: z.enum(['processed', 'spamreport', 'unsubscribe', 'account_status_change']), ...when }),
  z.strictObject({ event: z.literal('dropped'), reason: z.string().default('Bounced Address'), ...when }),
  z.strictObject({
    event: z.literal('deferred'),
    response: z.string().default('451 4.7.1 please try again later'),
    ...when,
  }),
  z.strictObject({
    event: z.literal('bounce'),
    /** `bounce`: the address is no good; `blocked`: this message was refused. */
    type: z.enum(['bounce', 'blocked']).default('bounce'),
    reason: z.string().default('550 5.1.1 the recipient does not exist'),
    /** As bounces that come late may do: without custom arguments and message id. */
    withoutIds: z.boolean().default(false),
    ...when,
  }),
  /** `machine`: by a mail client's proxy, not by a person. Told as the email asks for: by fetching its picture, by SendGrid, or not at all. */
  z.strictObject({ event: z.literal('open'), machine: z.boolean().default(false), ...when }),
  /** Told where the email asked for it. Default: the first link in it that SendGrid tracks. */
  z.strictObject({ event: z.literal('click'), url: z.url().optional(), ...when }),
  z.strictObject({
    event: z.enum(['group_unsubscribe', 'group_resubscribe']),
    groupId: z.int().default(1),
    ...when,
  }),
  z.strictObject({ event: z.enum(['accepted', 'scheduled', 'queued', 'sending', 'sent', 'read']), ...when }),
  z.strictObject({ event: z.literal('undelivered'), errorCode: z.int().default(30003), ...when }),
  z.strictObject({ event: z.literal('failed'), errorCode: z.int().default(30008), ...when }),
  /** The recipient texts back, e.g. STOP. */
  z.strictObject({
    event: z.literal('reply'),
    text: z.string().max(1_600),
    /** Said by Twilio when it manages opt-outs, and has answered already. */
    optOutType: z.enum(['STOP', 'START', 'HELP']).optional(),
    ...when,
  }),
]);

export type LifeEvent = z.output<typeof LifeEventSchema>;
export type LifeEventName = LifeEvent['event'];

const MAIL = ['sendgrid'] as const;
const TEXT = ['twilio'] as const;

const HAPPENS_AT = {
  processed: MAIL,
  dropped: MAIL,
  deferred: MAIL,
  bounce: MAIL,
  open: MAIL,
  click: MAIL,
  spamreport: MAIL,
  unsubscribe: MAIL,
  group_unsubscribe: MAIL,
  group_resubscribe: MAIL,
  account_status_change: MAIL,
  delivered: ['sendgrid', 'twilio'],
  accepted: TEXT,
  scheduled: TEXT,
  queued: TEXT,
  sending: TEXT,
  sent: TEXT,
  undelivered: TEXT,
  failed: TEXT,
  read: TEXT,
  reply: TEXT,
} as const satisfies Record<LifeEventName, readonly Provider[]>;

/** Names of the events that can happen to a message of a provider. */
export type EventNameAt<P extends Provider> = {
  [N in LifeEventName]: P extends (typeof HAPPENS_AT)[N][number] ? N : never;
}[LifeEventName];

/** `open` is no event of an SMS. */
export const happensAt = (provider: Provider, { event }: LifeEvent) =>
  (HAPPENS_AT[event] as readonly Provider[]).includes(provider);

/** What goes wrong with the webhooks that tell of a life. */
export const WebhookFaultsSchema = z.strictObject({
  /** Each is sent so many times; SendGrid puts two of them into one batch. */
  copies: z.int().min(1).max(10).default(1),
  /** Milliseconds between what happens and its webhook. */
  delayMs: z.int().min(0).max(600_000).default(0),
  /** Things happen, and no webhook tells of them. */
  lost: z.boolean().default(false),
  /** `forged`: made with another key; `garbage`: no signature at all, but text in its place. */
  signature: z.enum(['valid', 'forged', 'garbage', 'missing']).default('valid'),
});

/** What becomes of one accepted message. */
export const LifeSchema = z.strictObject({
  /** Default: the ordinary life of a message that arrives. */
  events: z.array(LifeEventSchema).max(100).optional(),
  /** The webhooks wait for the last event and come in another order than the events did. */
  shuffled: z.boolean().default(false),
  /** The provider answers the request to send only after each webhook has been sent once. */
  beforeAnswer: z.boolean().default(false),
  webhooks: WebhookFaultsSchema.prefault({}),
});

/** Each accepted message of the recipient takes one life; after the last one messages live as usual. */
export const LifeScriptSchema = z.strictObject({
  steps: z.array(LifeSchema).min(1).max(1_000),
  /** Starts over after the last step. */
  repeat: z.boolean().default(false),
});

export type WebhookFaults = z.output<typeof WebhookFaultsSchema>;
export type SignatureKind = WebhookFaults['signature'];
export type Life = z.output<typeof LifeSchema>;
export type LifeScript = z.output<typeof LifeScriptSchema>;
