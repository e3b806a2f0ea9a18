import type { Ending } from './endings.js';
import type { StreamError } from './stream.error.js';

export type NotificationType =
  | 'order_confirmed'
  | 'payment_processed'
  | 'order_shipped'
  | 'out_for_delivery'
  | 'delivered'
  | 'delivery_failed'
  | 'refund_initiated'
  | 'refund_completed';

/** A message of the inbox, in the customer's language. Texts are plain text: a page escapes what it shows. */
export interface StreamNotification {
  readonly id: string;
  /** Position in the customer's inbox. Rises with each message. */
  readonly seq: number;
  readonly type: NotificationType;
  readonly title: string;
  readonly body: string;
  /** Name of a picture that the page draws in its own style. */
  readonly icon: string;
  /** Absolute http(s) address of what it is about; null: nothing but the order itself. */
  readonly actionUrl: string | null;
  readonly data: {
    readonly orderId: string;
    readonly orderNumber: string;
    readonly trackingNumber?: string;
    readonly trackingUrl?: string;
  };
  /** RFC 3339, UTC. */
  readonly createdAt: string;
}

/** Too much was missed: what lies between the two positions, both left out, is in the inbox and will not be streamed. */
export interface SkippedMessages {
  readonly afterSeq: number;
  readonly beforeSeq: number;
}

/** Why there is no connection just now. */
export type OfflineReason = Ending | 'token_unavailable';
/** Why there will be none any more: `closed` by the page, `signed_out` when `getToken` gave null, or a refusal that time does not heal. */
export type ClosedReason = Ending | 'closed' | 'signed_out';

export type StreamStatus =
  | { readonly state: 'connecting' }
  | { readonly state: 'online' }
  | {
      readonly state: 'offline';
      readonly reason: OfflineReason;
      /** Until the next attempt, in milliseconds, should nothing call for it earlier. */
      readonly retryInMs: number;
      /** What `getToken` threw. */
      readonly cause?: unknown;
    }
  | { readonly state: 'closed'; readonly reason: ClosedReason };

/** What listeners are given, by the name of the event. */
export interface StreamEvents {
  /** In order, each once. */
  notification: StreamNotification;
  /** How many messages of the inbox are unread. */
  unread: number;
  /** The id of a message that was read, here or on another device. */
  read: string;
  /** The id of a message that was taken out of the inbox, here or on another device. */
  archived: string;
  /** Everything up to this position is read. */
  allRead: number;
  skipped: SkippedMessages;
  state: StreamStatus;
  /** The stream is closed for a reason that time does not heal. */
  error: StreamError;
}

export interface TokenRequest {
  /** The token given before was refused or has expired: one that was kept must be replaced. */
  readonly renew: boolean;
}

export interface StreamOptions {
  /** Where the stream answers, such as `https://stream.shop.example.com`; a path is put before `/api/v2/notifications/stream`. */
  readonly url: string;
  /**
   * Asked for the customer's access token at each connection. null: nobody is signed in, and the stream closes. What it throws counts as an
   * outage: it is asked again later.
   */
  readonly getToken: (request: TokenRequest) => string | null | Promise<string | null>;
  /**
   * The highest position the page has (`seq` of the newest message in the inbox, 0 for an empty one): everything after it is streamed.
   * Absent: what no device has acknowledged, at most the newest 200.
   */
  readonly lastSeq?: number;
  /** Uniform in [0, 1). Default: `Math.random`. */
  readonly random?: () => number;
  /** Milliseconds. Default: `Date.now`, which goes on while a device sleeps. */
  readonly now?: () => number;
  /** Takes what listeners throw. Default: it is thrown as an uncaught error, apart from the stream, which goes on. */
  readonly report?: (error: unknown) => void;
  readonly timing?: Partial<StreamTiming>;
}

/** In milliseconds. */
export interface StreamTiming {
  /** For a token or a connection to come about. Default: 20 s. */
  readonly connectWithin: number;
  /** For a read mark to be answered. Default: 10 s. */
  readonly answerWithin: number;
  /** The longest wait before the second attempt to connect; doubles with each. Default: 2 s. */
  readonly backoff: number;
  /** The longest wait of all. Default: 30 s. */
  readonly longestBackoff: number;
  /** A connection that held for so long was a good one: waits begin anew. Default: 10 s. */
  readonly stableAfter: number;
  /** For how long tokens may be refused before the stream gives up: a server may take half a minute to learn of a new key. Default: 60 s. */
  readonly refusedFor: number;
  /** A server that was silent for longer is taken for lost when the page is looked at again; it sends a sign of life every 25 s. Default: 35 s. */
  readonly silence: number;
}
