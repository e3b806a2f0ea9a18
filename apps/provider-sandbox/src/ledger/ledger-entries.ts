export const PROVIDERS = ['sendgrid', 'twilio'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** A message a provider took, for one recipient. */
export interface AcceptedMessage {
  /** Number in the ledger. */
  readonly id: number;
  readonly at: string;
  readonly provider: Provider;
  /** `X-Message-Id` of SendGrid (the same for all recipients of a request), `sid` of Twilio. */
  readonly providerMessageId: string;
  readonly notificationId: string | null;
  readonly to: string;
  /** Address, phone number or messaging service. */
  readonly from: string;
  readonly subject: string | null;
  /** Plain text part or SMS body; null once `contentForgotten`. */
  text: string | null;
  html: string | null;
  contentForgotten: boolean;
  readonly categories: readonly string[];
  readonly customArgs: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** What SendGrid is to track by itself; null: it is a text. */
  readonly tracking: { readonly opens: boolean; readonly clicks: boolean } | null;
  readonly statusCallback: string | null;
  /** SMS segments. */
  readonly segments: number | null;
}

/** An accepted message and what became of it. */
export interface TrackedMessage extends AcceptedMessage {
  /** The provider's latest word: Twilio's status of the message; of SendGrid `accepted`, then the latest event of its delivery. */
  status: string;
  /** When Twilio handed it to a carrier. */
  sentAt: string | null;
  /** Twilio's, of a message that did not arrive. */
  errorCode: number | null;
  /** In the order in which they were made. */
  readonly webhooks: SentWebhook[];
}

/**
 * `pending`: on its way, or to be sent again; `taken`: answered with 2xx; `failed`: given up; `lost`: never sent, as scripted;
 * `dropped`: never sent, because too many were waiting.
 */
export const WEBHOOK_OUTCOMES = ['pending', 'taken', 'failed', 'lost', 'dropped'] as const;
export type WebhookOutcome = (typeof WEBHOOK_OUTCOMES)[number];

/** What a provider told the service. */
export interface SentWebhook {
  readonly id: number;
  readonly at: string;
  readonly provider: Provider;
  /** SendGrid's event, Twilio's status, `inbound` for a text from a customer, `pixel` where a mail program fetches a tracking picture of ours. */
  readonly event: string;
  /** Number of its message in the ledger; null for a text that came by itself. */
  readonly messageId: number | null;
  readonly notificationId: string | null;
  /** The customer's address. */
  readonly to: string;
  readonly url: string;
  outcome: WebhookOutcome;
  /** Times it was sent. */
  tries: number;
  /** HTTP status of the latest answer; null when there was none. */
  status: number | null;
  /** Why there was no answer. */
  detail: string | null;
  /** SendGrid's event as JSON, or Twilio's form; null once it is forgotten. */
  payload: string | null;
}

/** A webhook about to be sent; the ledger adds number and time. */
export type NewWebhook = Pick<
  SentWebhook,
  'provider' | 'event' | 'messageId' | 'notificationId' | 'to' | 'url' | 'payload'
>;

/** What a sender hands in; the ledger adds number and time. */
export type NewMessage = Omit<AcceptedMessage, 'id' | 'at' | 'contentForgotten'>;

/**
 * How a send request ended: `accepted`; `validated` (SendGrid's sandbox mode); `refused` because it broke a rule;
 * `rate_limited` by a limit or a fault; else the fault that was played.
 */
export type Outcome =
  | 'accepted'
  | 'validated'
  | 'refused'
  | 'server_error'
  | 'rate_limited'
  | 'rejected'
  | 'answer_lost'
  | 'reset'
  | 'slow'
  | 'drip';

/** A request to send, accepted or not. */
export interface SendRequest {
  readonly id: number;
  readonly at: string;
  readonly provider: Provider;
  /** First recipient; null when the request was refused before it was understood. */
  readonly to: string | null;
  readonly notificationId: string | null;
  readonly outcome: Outcome;
  /** Whether the ledger has its message, whatever the caller was told. */
  readonly accepted: boolean;
  /** HTTP status of the answer; null when there was none. */
  readonly status: number | null;
  /** The broken rule or the provider's error. */
  readonly detail: string | null;
  readonly providerMessageId: string | null;
}
