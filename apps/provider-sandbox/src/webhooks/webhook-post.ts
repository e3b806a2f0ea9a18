import type { Provider, SentWebhook } from '../ledger/ledger-entries.js';

/** A request to the service. */
export interface WebhookPost {
  readonly provider: Provider;
  /** Default: POST. */
  readonly method?: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** What it tells; a batch tells several things. */
  readonly webhooks: readonly SentWebhook[];
  /** Whether the provider may try again; what is signed badly on purpose is sent once. */
  readonly retried: boolean;
  /** Told the body of a 2xx. */
  readonly onTaken?: (answer: string) => void;
}

export interface WebhookAnswer {
  /** HTTP status; null: there was no answer. */
  readonly status: number | null;
  readonly body: string;
  /** Why there was no answer. */
  readonly detail: string | null;
}

/**
 * How often a provider tries again, and after what. SendGrid goes on for 24 hours; here it gives up after two minutes. Twilio repeats a
 * request only when it found no connection. https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
export const RETRIES = {
  sendgrid: { most: 8, after: ({ status }) => status === null || status < 200 || status > 299 },
  twilio: { most: 1, after: ({ status }) => status === null },
} as const satisfies Record<Provider, { most: number; after: (answer: WebhookAnswer) => boolean }>;

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/** @param tries made so far */
export const retryDelayMs = (tries: number) => Math.min(FIRST_DELAY_MS * 2 ** (tries - 1), LONGEST_DELAY_MS);

export const isTaken = ({ status }: WebhookAnswer) => status !== null && status >= 200 && status <= 299;
