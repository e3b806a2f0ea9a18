/* eslint-disable -- Generated from specs/openapi.json by npm run generate. */
export interface paths {
  readonly '/api/v2/docs': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** This document as a page */
    readonly get: operations['showDocs'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v2/docs/{asset}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** A part of the page */
    readonly get: operations['loadDocsAsset'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v2/notifications': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Notifications of an order or a customer, newest first
     * @description One of `orderId` and `userId` is required, except for operators.
     */
    readonly get: operations['listNotifications'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v2/notifications/preferences': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** What the customer allows */
    readonly get: operations['readPreferences'];
    /**
     * Replaces the preferences; what is left out goes back to its default
     * @description Answers once no request to a provider that the change forbids can start any more: up to a second. `updatedAt` may be sent back as it was read; it is ignored.
     */
    readonly put: operations['replacePreferences'];
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    /**
     * Changes some of the preferences
     * @description A JSON merge patch (RFC 7396): null takes a field back to its default. Answers once no request to a provider that the change forbids can start any more: up to a second.
     */
    readonly patch: operations['mergePreferences'];
    readonly trace?: never;
  };
  readonly '/api/v2/notifications/unsubscribe/{token}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** A page with a button; changes nothing */
    readonly get: operations['showUnsubscribePage'];
    readonly put?: never;
    /**
     * Turns email off for all types; doing it again changes nothing
     * @description One click from the mail client (RFC 8058). What the body says is of no interest.
     */
    readonly post: operations['unsubscribe'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v2/notifications/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Where a notification stands, and how it got there
     * @description A customer sees their own, without the codes and ids of providers; those of others are answered by 404.
     */
    readonly get: operations['readNotification'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v2/openapi.json': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** This document */
    readonly get: operations['readOpenApiDocument'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v2/problems/{code}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * What a problem means, and what to do about it
     * @description The `type` of a problem document leads here.
     */
    readonly get: operations['explainProblem'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/health/live': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Whether the process is alive; if not, only a restart helps */
    readonly get: operations['checkLiveness'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/health/ready': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Whether the app can do its work: its dependencies answer, the schema fits */
    readonly get: operations['checkReadiness'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/metrics': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Figures of this process, for Prometheus */
    readonly get: operations['readMetrics'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    readonly Health: {
      /** @enum {string} */
      readonly status: 'ok' | 'error' | 'shutting_down';
      readonly info: {
        readonly [key: string]: {
          /** @enum {string} */
          readonly status: 'up' | 'down';
          readonly message?: string;
        };
      };
      readonly error: {
        readonly [key: string]: {
          /** @enum {string} */
          readonly status: 'up' | 'down';
          readonly message?: string;
        };
      };
      readonly details: {
        readonly [key: string]: {
          /** @enum {string} */
          readonly status: 'up' | 'down';
          readonly message?: string;
        };
      };
    };
    readonly Notification: {
      /** Format: uuid */
      readonly id: string;
      readonly orderId: string;
      readonly userId: string;
      /** @enum {string} */
      readonly type:
        | 'order_confirmed'
        | 'payment_processed'
        | 'order_shipped'
        | 'out_for_delivery'
        | 'delivered'
        | 'delivery_failed'
        | 'refund_initiated'
        | 'refund_completed';
      /** @enum {string} */
      readonly channel: 'email' | 'sms' | 'in_app';
      /** @enum {string} */
      readonly status:
        | 'pending'
        | 'sending'
        | 'unconfirmed'
        | 'sent'
        | 'delivered'
        | 'failed'
        | 'suppressed'
        | 'superseded'
        | 'expired';
      readonly reason:
        | (
            | 'global_off'
            | 'channel_off'
            | 'type_off'
            | 'daily_cap'
            | 'suppression_list'
            | 'no_consent'
            | 'no_address'
            | 'no_recipient'
            | 'invalid_address'
            | 'quiet_hours'
            | 'paused'
            | 'retries_exhausted'
            | 'provider_rejected'
            | 'bounced'
            | 'unconfirmed'
            | 'too_old'
            | 'overtaken'
            | 'erased'
            | 'template_error'
            | 'not_allowlisted'
          )
        | null;
      readonly attempts: readonly {
        readonly number: number;
        /** Format: date-time */
        readonly at: string;
        readonly durationMs: number;
        /** @enum {string} */
        readonly outcome: 'accepted' | 'retryable' | 'permanent' | 'unconfirmed';
        readonly code?: string | null;
        readonly message: string | null;
        readonly providerMessageId?: string | null;
      }[];
      readonly timeline: readonly {
        /** Format: date-time */
        readonly at: string;
        readonly event: string;
        readonly detail: string | null;
      }[];
      /** Format: date-time */
      readonly createdAt: string;
      readonly nextAttemptAt: string | null;
      readonly sentAt: string | null;
      readonly deliveredAt: string | null;
      readonly openedAt: string | null;
    };
    readonly NotificationPage: {
      readonly items: readonly components['schemas']['Notification'][];
      readonly nextCursor: string | null;
    };
    readonly Preferences: {
      /** @default true */
      readonly globalEnabled: boolean;
      readonly channels: {
        /** @default true */
        readonly email: boolean;
        /** @default false */
        readonly sms: boolean;
        /** @default true */
        readonly in_app: boolean;
      };
      /** @default {} */
      readonly types: {
        readonly [key: string]: {
          /** @default true */
          readonly enabled: boolean;
          readonly channels?: readonly ('email' | 'sms' | 'in_app')[];
        };
      };
      readonly quietHours: {
        /** @default true */
        readonly enabled: boolean;
        /** @default 22:00 */
        readonly start: string;
        /** @default 08:00 */
        readonly end: string;
      };
      /** @default null */
      readonly timeZone: string | null;
      /** @default null */
      readonly language: ('en' | 'es' | 'fr') | null;
      readonly updatedAt: string | null;
    };
    readonly PreferencesPatch: {
      readonly globalEnabled?: boolean | null;
      readonly channels?: {
        readonly email?: boolean | null;
        readonly sms?: boolean | null;
        readonly in_app?: boolean | null;
      } | null;
      readonly types?: {
        readonly [key: string]: {
          readonly enabled?: boolean | null;
          readonly channels?: readonly ('email' | 'sms' | 'in_app')[] | null;
        } | null;
      } | null;
      readonly quietHours?: {
        readonly enabled?: boolean | null;
        readonly start?: string | null;
        readonly end?: string | null;
      } | null;
      readonly timeZone?: (string | null) | null;
      readonly language?: (('en' | 'es' | 'fr') | null) | null;
      readonly updatedAt?: unknown | null;
    };
    readonly Problem: {
      /** Format: uri */
      readonly type: string;
      readonly title: string;
      readonly status: number;
      /** @enum {string} */
      readonly code:
        | 'malformed_request'
        | 'invalid_json'
        | 'invalid_encoding'
        | 'duplicate_key'
        | 'nested_too_deeply'
        | 'malformed_if_match'
        | 'missing_token'
        | 'invalid_token'
        | 'expired_token'
        | 'forbidden'
        | 'not_found'
        | 'method_not_allowed'
        | 'version_mismatch'
        | 'body_too_large'
        | 'unsupported_media_type'
        | 'invalid_request'
        | 'too_many_requests'
        | 'internal_error'
        | 'temporarily_unavailable';
      readonly detail: string;
      readonly errors: readonly {
        readonly field: string;
        readonly message: string;
      }[];
      readonly traceId: string;
    };
    readonly ProblemExplanation: {
      /** @enum {string} */
      readonly code:
        | 'malformed_request'
        | 'invalid_json'
        | 'invalid_encoding'
        | 'duplicate_key'
        | 'nested_too_deeply'
        | 'malformed_if_match'
        | 'missing_token'
        | 'invalid_token'
        | 'expired_token'
        | 'forbidden'
        | 'not_found'
        | 'method_not_allowed'
        | 'version_mismatch'
        | 'body_too_large'
        | 'unsupported_media_type'
        | 'invalid_request'
        | 'too_many_requests'
        | 'internal_error'
        | 'temporarily_unavailable';
      readonly status: number;
      readonly title: string;
      readonly meaning: string;
      readonly advice: string;
    };
    readonly ReplacePreferences: {
      /** @default true */
      readonly globalEnabled?: boolean;
      /** @default {} */
      readonly channels?: {
        /** @default true */
        readonly email?: boolean;
        /** @default false */
        readonly sms?: boolean;
        /** @default true */
        readonly in_app?: boolean;
      };
      /** @default {} */
      readonly types?: {
        readonly [key: string]: {
          /** @default true */
          readonly enabled?: boolean;
          readonly channels?: readonly ('email' | 'sms' | 'in_app')[];
        };
      };
      /** @default {} */
      readonly quietHours?: {
        /** @default true */
        readonly enabled?: boolean;
        /** @default 22:00 */
        readonly start?: string;
        /** @default 08:00 */
        readonly end?: string;
      };
      /** @default null */
      readonly timeZone?: string | null;
      /** @default null */
      readonly language?: ('en' | 'es' | 'fr') | null;
      readonly updatedAt?: unknown;
    };
    readonly Unsubscribed: {
      /** @constant */
      readonly unsubscribed: true;
      /** @enum {string} */
      readonly channel: 'email' | 'sms' | 'in_app';
      /** @constant */
      readonly scope: 'all';
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: {
    /**
     * @description The name of this request in our logs: the one the caller gave, else its trace id, else a new one.
     * @example 0af7651916cd43dd8448eb211c80319c
     */
    readonly 'X-Request-Id': string;
    /**
     * @description The version of the document, in quotes; `"0"` before the first change.
     * @example "3"
     */
    readonly ETag: string;
    /**
     * @description What is left of the allowance (`r`), and the seconds until it is whole again (`t`).
     * @example "customer"; r=287; t=34
     */
    readonly RateLimit: string;
    /**
     * @description Requests (`q`) in a window of seconds (`w`) for this caller (`pk`).
     * @example "customer"; q=300; w=60; pk=:ODg5YmQzN2I2MjA4:
     */
    readonly 'RateLimit-Policy': string;
    /**
     * @description Seconds to wait before asking again.
     * @example 5
     */
    readonly 'Retry-After': number;
    /**
     * @description What is wrong with the access token (RFC 6750).
     * @example Bearer realm="notifications", error="invalid_token"
     */
    readonly 'WWW-Authenticate': string;
    /**
     * @description The media types that this route reads.
     * @example application/json
     */
    readonly Accept: string;
    /**
     * @description The media types of patches that this route reads (RFC 5789).
     * @example application/merge-patch+json, application/json
     */
    readonly 'Accept-Patch': string;
    /**
     * @description What a page may load and do.
     * @example default-src 'none'
     */
    readonly 'Content-Security-Policy': string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  readonly showDocs: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page that loads nothing from elsewhere. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'Content-Security-Policy': components['headers']['Content-Security-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/html': string;
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      readonly 400: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      readonly 429: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'Retry-After': components['headers']['Retry-After'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      readonly 500: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal_error';
          };
        };
      };
    };
  };
  readonly loadDocsAsset: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The name of a script or style sheet.
         * @example swagger-ui.css
         */
        readonly asset: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The file. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/css': string;
          readonly 'text/javascript': string;
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      readonly 400: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request';
          };
        };
      };
      /** @description `not_found`: There is nothing at this address. */
      readonly 404: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      readonly 429: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'Retry-After': components['headers']['Retry-After'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      readonly 500: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal_error';
          };
        };
      };
    };
  };
  readonly listNotifications: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description As upstream names the order.
         * @example 9f1c2a70-5d5e-4c0e-9a57-0f6f6a1b7c11
         */
        readonly orderId?: string;
        /**
         * @description As upstream names the customer.
         * @example 0b7e6a52-7f0d-4f55-9b39-6d1a8f3b2c11
         */
        readonly userId?: string;
        /**
         * @description Only those that stand here.
         * @example sent
         */
        readonly status?:
          | 'pending'
          | 'sending'
          | 'unconfirmed'
          | 'sent'
          | 'delivered'
          | 'failed'
          | 'suppressed'
          | 'superseded'
          | 'expired';
        /** @description `nextCursor` of the page before. */
        readonly cursor?: string;
        /** @description The most items on a page. */
        readonly limit?: number;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['NotificationPage'];
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      readonly 400: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      readonly 401: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      readonly 403: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      readonly 422: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'invalid_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      readonly 429: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'Retry-After': components['headers']['Retry-After'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      readonly 500: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      readonly 503: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'Retry-After': components['headers']['Retry-After'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  readonly readPreferences: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The preferences; the defaults where the customer never chose. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly ETag: components['headers']['ETag'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Preferences'];
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      readonly 400: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      readonly 401: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      readonly 403: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      readonly 429: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'Retry-After': components['headers']['Retry-After'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      readonly 500: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      readonly 503: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'Retry-After': components['headers']['Retry-After'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  readonly replacePreferences: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /**
         * @description The `ETag` of the version that the change is made to; without it, the change is made to any.
         * @example "3"
         */
        readonly 'If-Match'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['ReplacePreferences'];
      };
    };
    readonly responses: {
      /** @description As stored. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly ETag: components['headers']['ETag'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Preferences'];
        };
      };
      /** @description `malformed_if_match`: If-Match is malformed. `malformed_request`: The request is malformed. `invalid_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `duplicate_key`: An object in the body names a field twice. `nested_too_deeply`: The body is nested too deeply. */
      readonly 400: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?:
              | 'malformed_if_match'
              | 'malformed_request'
              | 'invalid_json'
              | 'invalid_encoding'
              | 'duplicate_key'
              | 'nested_too_deeply';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      readonly 401: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      readonly 403: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description `version_mismatch`: Somebody else made a change in the meantime. */
      readonly 412: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly ETag: components['headers']['ETag'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'version_mismatch';
          };
        };
      };
      /** @description `body_too_large`: The body is too large. */
      readonly 413: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'body_too_large';
          };
        };
      };
      /** @description `unsupported_media_type`: The body has a type that is not read here. */
      readonly 415: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unsupported_media_type';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      readonly 422: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'invalid_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      readonly 429: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'Retry-After': components['headers']['Retry-After'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      readonly 500: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      readonly 503: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'Retry-After': components['headers']['Retry-After'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  readonly mergePreferences: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /**
         * @description The `ETag` of the version that the change is made to; without it, the change is made to any.
         * @example "3"
         */
        readonly 'If-Match'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/merge-patch+json': components['schemas']['PreferencesPatch'];
        readonly 'application/json': components['schemas']['PreferencesPatch'];
      };
    };
    readonly responses: {
      /** @description As stored. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly ETag: components['headers']['ETag'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Preferences'];
        };
      };
      /** @description `malformed_if_match`: If-Match is malformed. `malformed_request`: The request is malformed. `invalid_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `duplicate_key`: An object in the body names a field twice. `nested_too_deeply`: The body is nested too deeply. */
      readonly 400: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?:
              | 'malformed_if_match'
              | 'malformed_request'
              | 'invalid_json'
              | 'invalid_encoding'
              | 'duplicate_key'
              | 'nested_too_deeply';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      readonly 401: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      readonly 403: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description `version_mismatch`: Somebody else made a change in the meantime. */
      readonly 412: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly ETag: components['headers']['ETag'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'version_mismatch';
          };
        };
      };
      /** @description `body_too_large`: The body is too large. */
      readonly 413: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'body_too_large';
          };
        };
      };
      /** @description `unsupported_media_type`: The body has a type that is not read here. */
      readonly 415: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unsupported_media_type';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      readonly 422: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'invalid_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      readonly 429: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'Retry-After': components['headers']['Retry-After'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      readonly 500: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      readonly 503: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'Retry-After': components['headers']['Retry-After'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  readonly showUnsubscribePage: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @description From the link in an email. It does not expire. */
        readonly token: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description In the language of the customer. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/html': string;
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      readonly 400: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request';
          };
        };
      };
      /** @description A link that is not ours, whatever is wrong with it. */
      readonly 404: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/html': string;
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      readonly 429: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'Retry-After': components['headers']['Retry-After'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      readonly 500: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      readonly 503: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'Retry-After': components['headers']['Retry-After'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  readonly unsubscribe: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @description From the link in an email. It does not expire. */
        readonly token: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: {
      readonly content: {
        readonly 'application/x-www-form-urlencoded': {
          readonly [key: string]: string;
        };
        readonly 'multipart/form-data': {
          readonly [key: string]: string;
        };
        readonly 'application/json': unknown;
      };
    };
    readonly responses: {
      /** @description A page where the caller accepts HTML rather than JSON. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Unsubscribed'];
          readonly 'text/html': string;
        };
      };
      /** @description `malformed_request`: The request is malformed. `invalid_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `duplicate_key`: An object in the body names a field twice. `nested_too_deeply`: The body is nested too deeply. */
      readonly 400: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?:
              'malformed_request' | 'invalid_json' | 'invalid_encoding' | 'duplicate_key' | 'nested_too_deeply';
          };
        };
      };
      /** @description A link that is not ours, whatever is wrong with it. */
      readonly 404: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/html': string;
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description `body_too_large`: The body is too large. */
      readonly 413: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'body_too_large';
          };
        };
      };
      /** @description `unsupported_media_type`: The body has a type that is not read here. */
      readonly 415: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unsupported_media_type';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      readonly 429: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'Retry-After': components['headers']['Retry-After'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      readonly 500: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      readonly 503: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'Retry-After': components['headers']['Retry-After'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  readonly readNotification: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The id of the notification.
         * @example 019aaf3e-5c2b-7c1d-9b39-6d1a8f3b2c11
         */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The notification. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Notification'];
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      readonly 400: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      readonly 401: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      readonly 403: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description `not_found`: There is nothing at this address. */
      readonly 404: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      readonly 429: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'Retry-After': components['headers']['Retry-After'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      readonly 500: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      readonly 503: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'Retry-After': components['headers']['Retry-After'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  readonly readOpenApiDocument: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description OpenAPI 3.1. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly openapi: string;
          } & {
            readonly [key: string]: unknown;
          };
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      readonly 400: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      readonly 429: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'Retry-After': components['headers']['Retry-After'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      readonly 500: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal_error';
          };
        };
      };
    };
  };
  readonly explainProblem: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The `code` of a problem document.
         * @example version_mismatch
         */
        readonly code: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page where the caller accepts HTML rather than JSON. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ProblemExplanation'];
          readonly 'text/html': string;
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      readonly 400: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request';
          };
        };
      };
      /** @description `not_found`: There is nothing at this address. */
      readonly 404: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      readonly 429: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly 'Retry-After': components['headers']['Retry-After'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      readonly 500: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly RateLimit: components['headers']['RateLimit'];
          readonly 'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal_error';
          };
        };
      };
    };
  };
  readonly checkLiveness: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description All is well. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Health'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      readonly 500: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal_error';
          };
        };
      };
      /** @description Something is not well; `error` says what. */
      readonly 503: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly 'Retry-After': components['headers']['Retry-After'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Health'];
        };
      };
    };
  };
  readonly checkReadiness: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description All is well. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Health'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      readonly 500: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal_error';
          };
        };
      };
      /** @description Something is not well; `error` says what. */
      readonly 503: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly 'Retry-After': components['headers']['Retry-After'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Health'];
        };
      };
    };
  };
  readonly readMetrics: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Prometheus text format 0.0.4. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/plain': string;
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      readonly 500: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal_error';
          };
        };
      };
    };
  };
}
