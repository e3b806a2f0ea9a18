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
  readonly statusCallback: string | null;
  /** SMS segments. */
  readonly segments: number | null;
}

/** What a sender hands in; the ledger adds number and time. */
export type NewMessage = Omit<AcceptedMessage, 'id' | 'at' | 'contentForgotten'>;

/**
 * How a send request ended: `accepted`; `validated` (SendGrid's sandbox mode); `refused` because it broke a rule;
 * else the fault that was played.
 */
export type Outcome =
  'accepted' | 'validated' | 'refused' | 'server_error' | 'rate_limited' | 'rejected' | 'answer_lost' | 'slow';

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
