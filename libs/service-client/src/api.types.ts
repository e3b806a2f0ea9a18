/* eslint-disable -- Generated from specs/openapi.json by npm run generate. */
export interface paths {
  '/api/v2/docs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** This document as a page */
    get: operations['showDocs'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/docs/{asset}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A part of the page */
    get: operations['loadDocsAsset'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Notifications of an order or a customer, newest first
     * @description One of `orderId` and `userId` is required, except for operators. With neither of them, `status=failed` finds what is still kept as a dead letter, and a page of any other settled status looks through 10000 notifications: it may hold few items or none, and `nextCursor` goes on from there.
     */
    get: operations['listNotifications'];
    put?: never;
    /**
     * Tells a customer of an order event
     * @description As if the event had been published now: `data` is as of an event of that type, and the same rules decide. A key is remembered for 48 hours from its first use: the same key with the same body has no second effect and the same answer; with another body it is refused. Keys of different callers are different keys.
     */
    post: operations['triggerNotifications'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/alerts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What is wrong now, and what was: active alerts first, then the latest
     * @description The service raises and resolves alerts by itself; `docs/runbook.md` says what each means and what to do. They are also published to the alert topic and told to the alert webhook.
     */
    get: operations['listAlerts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/analytics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Figures of a span of time: outcomes, latencies, reasons, errors, retries, opens, preferences
     * @description The span is widened to whole steps of `interval` in UTC; the last one may be under way. What was committed before the request is counted. Delivery rate is delivered ÷ (delivered + failed), null below 20 of them; what is suppressed, superseded or expired is no failure. Figures by the minute are kept for 2 days, by the quarter of an hour for 14, by the hour for 100, by the day for 800. What each figure means: docs/figures.md.
     */
    get: operations['readAnalytics'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/analytics/delivery-rate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What share of each channel was delivered
     * @description delivered ÷ (delivered + failed) of the window that ends now, null below 20 of them. The window is aligned to the steps its figures are kept in and begins with the one that holds its beginning. `pending` is what waits or is under way now, whatever the window.
     */
    get: operations['readDeliveryRate'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/analytics/stream': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How the service stands, every second
     * @description Server-sent events. `figures`: the whole state, as in the example; a reader that is slow gets the newest and misses what lies between. `trouble`: there are no figures for the moment, and since when; they follow by themselves. `expired`: the access token has, and the stream ends. `closing`: this process stops; a new connection reaches another. Comments keep the connection awake.
     */
    get: operations['streamFigures'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/controls': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What is paused, by whom and why */
    get: operations['readControls'];
    /**
     * Pauses or resumes everything, a channel or a type
     * @description Sets the controls it names; the others stay as they are. All workers follow within 2 s: no request to a provider starts after that. What is paused waits as `pending` with the reason `paused`, and uses up no attempt. Pausing what is paused changes nothing. Resuming a channel, or everything, also tries a provider again at once that the service had stopped calling by itself.
     */
    put: operations['setControls'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/dead-letters': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What was given up on and waits for a person, newest first
     * @description Failed notifications, and incoming events that could not be used. What was replayed waits no longer.
     */
    get: operations['listDeadLetters'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/dead-letters/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Has another try at those that wait longest
     * @description A failed notification gets a new budget of attempts; a rejected event is published to its topic again, as it was. At most 1000 replays a minute, by all operators together; each one is recorded with who asked for it. Events whose originals do not open are passed over, and named in `skipped`.
     */
    post: operations['replayDeadLetters'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/dead-letters/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One of them
     * @description A rejected event is also found once it was replayed.
     */
    get: operations['readDeadLetter'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/dead-letters/{id}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Has another try at one of them
     * @description A failed notification gets a new budget of attempts; a rejected event is published to its topic again, as it was. At most 1000 replays a minute, by all operators together; each one is recorded with who asked for it.
     */
    post: operations['replayDeadLetter'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/explain': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What would become of a notification, and by which rule
     * @description A dry run of what the dispatcher does: the same rules on the same facts, the day's count and pauses included. Nothing is stored, sent or counted. The event is taken to happen at `at`, to name the recipient as the customer's last one did, and to be the newest of its package. Preferences, directory and counts are those of now, and so are pauses and halts of providers, whatever `at` is. Of a customer whom nobody has heard of, it tells what would happen to one.
     */
    get: operations['explainNotification'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/inbox': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Messages in the inbox, newest first, in the customer’s language
     * @description What is listed counts as delivered. Archived messages are left out.
     */
    get: operations['listInbox'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/inbox/read-all': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Marks everything in the inbox as read
     * @description What arrives meanwhile stays unread.
     */
    post: operations['readAll'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/inbox/unread-count': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How much of the inbox is unread */
    get: operations['countUnread'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/inbox/{id}/archive': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Takes a message out of the inbox
     * @description It no longer counts as unread. There is no way back.
     */
    post: operations['archiveMessage'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/inbox/{id}/read': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Marks a message as read
     * @description The customer’s other devices are told, and how much is left unread.
     */
    post: operations['readMessage'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/preferences': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What the customer allows */
    get: operations['readPreferences'];
    /**
     * Replaces the preferences; what is left out goes back to its default
     * @description Answers once no request to a provider that the change forbids can start any more: up to a second. SMS on is consent for the number known now; said again, for a number that has changed since. Nothing is sent to a number without it. `updatedAt` may be sent back as it was read; it is ignored.
     */
    put: operations['replacePreferences'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Changes some of the preferences
     * @description A JSON merge patch (RFC 7396): null takes a field back to its default. Answers once no request to a provider that the change forbids can start any more: up to a second. SMS on is consent for the number known now; said again, for a number that has changed since. Nothing is sent to a number without it.
     */
    patch: operations['mergePreferences'];
    trace?: never;
  };
  '/api/v2/notifications/recipients/{userId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What the directory knows of a customer */
    get: operations['readRecipient'];
    /**
     * Tells the directory of a customer
     * @description As the event `customer.upserted` would, now: an absent field keeps what is known, null clears it.
     */
    put: operations['writeRecipient'];
    post?: never;
    /**
     * Erases a customer
     * @description As the event `customer.deleted` would, now: the key of everything sealed is destroyed, what waits to be sent ends `suppressed/erased`, and the providers are asked to forget, until they have. Later order events of the customer are not kept, until the directory is told of the customer anew. Who was not to be written to stays on the suppression list, as a keyed hash. May be repeated.
     */
    delete: operations['eraseCustomer'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/recipients/{userId}/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Everything that is held of a customer
     * @description For a customer who asks what is known of them. Who exported what is recorded.
     */
    get: operations['exportCustomer'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/suppressions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Whether the addresses of a customer are suppressed, and why
     * @description Those of the directory and of the latest orders, masked.
     */
    get: operations['listSuppressionsOfCustomer'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/suppressions/search': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Whether an address is suppressed, whoever holds it
     * @description For a number that was somebody else’s before, for example. The address is neither stored nor logged.
     */
    post: operations['searchSuppressions'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/suppressions/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Lifts a suppression
     * @description Recorded with who asked for it. An address that is listed for several reasons stays suppressed until the last is lifted. What the provider has on a list of its own, it goes on refusing.
     */
    delete: operations['liftSuppression'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/unsubscribe/{token}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A page with the choices; changes nothing */
    get: operations['showUnsubscribePage'];
    put?: never;
    /**
     * Turns email off for all types, or what was chosen on the page; doing it again changes nothing
     * @description One click from the mail client (RFC 8058). Without a `scope` that the link permits it is the whole channel. `undo` turns on again what was turned off, if the preferences still have the `version` that the page showed.
     */
    post: operations['unsubscribe'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Where a notification stands, and how it got there
     * @description A customer sees their own, without the codes and ids of providers and the names of our staff; those of others are answered by 404. In its timeline, `event` is a name that stays; `detail` is told to people, in plain words and by the customer's clocks.
     */
    get: operations['readNotification'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/notifications/{id}/retry': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Gives a failed notification a new budget of attempts
     * @description Due at once. The rules are asked again before it is sent. Who asked for it is recorded.
     */
    post: operations['retryNotification'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/openapi.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** This document */
    get: operations['readOpenApiDocument'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/problems/{code}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What a problem means, and what to do about it
     * @description The `type` of a problem document leads here.
     */
    get: operations['explainProblem'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/track/email/{token}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A picture of one transparent point, always; with a token of ours, the email counts as opened
     * @description Emails end with it where `EMAIL_OPEN_TRACKING` is `pixel`; where it is not, those from before still get it and nothing is recorded. However often it is fetched within ten seconds, it counts once; what a mail program fetches ahead of its reader counts apart, and `HEAD` does not count. Nothing is kept of whoever fetches it but the time and whether it was a person.
     */
    get: operations['showTrackingPixel'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/webhooks/sendgrid': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * What became of emails, as SendGrid reports it
     * @description Set its address and its public key in SendGrid under "Event Webhook". At most 1 MiB.
     */
    post: operations['takeSendgridEvents'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/webhooks/twilio/inbound': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A text message that somebody sent to us
     * @description Set its address in Twilio as the webhook of the number or the messaging service. STOP, START and HELP are understood in English, Spanish and French, also in short sentences. STOP suppresses the number, whoever holds it, and takes up to a second while texts are under way; START lifts that. Where `OptOutType` says that Twilio has answered already, nothing is answered.
     */
    post: operations['takeTwilioMessage'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v2/webhooks/twilio/status': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * What became of a text message, as Twilio reports it
     * @description Each message names this address, with the notification and the attempt it is about, when it is sent.
     */
    post: operations['takeTwilioStatus'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/dashboard': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The operators’ page: live figures, search, controls
     * @description The page holds no data. It asks for an access token and calls this API with it.
     */
    get: operations['showDashboard'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/dashboard/assets/{asset}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A part of the operators’ page */
    get: operations['loadDashboardAsset'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health/live': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether the process is alive; if not, only a restart helps */
    get: operations['checkLiveness'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health/ready': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether the app can do its work: its dependencies answer, the schema fits */
    get: operations['checkReadiness'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Figures of this process, for Prometheus */
    get: operations['readMetrics'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/preferences/assets/{asset}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The style sheet and the script of the pages */
    get: operations['readPageAsset'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/preferences/{token}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The customer’s own page, without signing in */
    get: operations['showPreferencePage'];
    put?: never;
    /** What the page’s form sends; answers with the page */
    post: operations['savePreferencePage'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    AddressStanding: {
      /** @enum {string} */
      channel: 'email' | 'sms';
      address: string;
      suppressions: components['schemas']['Suppression'][];
      history: components['schemas']['SuppressionEvent'][];
    };
    AddressStandings: {
      items: components['schemas']['AddressStanding'][];
    };
    Alert: {
      /** Format: uuid */
      id: string;
      /** @example ProviderCallsFailing */
      name: string;
      subject: string;
      /** @enum {string} */
      severity: 'page' | 'ticket';
      /** @enum {string} */
      state: 'raised' | 'resolved';
      detail: string;
      value: number | null;
      threshold: number | null;
      /** Format: date-time */
      raisedAt: string;
      resolvedAt: string | null;
    };
    AlertPage: {
      items: components['schemas']['Alert'][];
      nextCursor: string | null;
    };
    Analytics: {
      /** Format: date-time */
      from: string;
      /** Format: date-time */
      to: string;
      /** @enum {string} */
      interval: '1m' | '15m' | '1h' | '1d';
      totals: {
        planned: number;
        sent: number;
        delivered: number;
        failed: number;
        suppressed: number;
        superseded: number;
        expired: number;
        retried: number;
        deliveryRate: number | null;
        events: number;
        acceptance: components['schemas']['Latency'];
        delivery: components['schemas']['Latency'];
        segments: number;
      };
      series: {
        planned: number;
        sent: number;
        delivered: number;
        failed: number;
        suppressed: number;
        superseded: number;
        expired: number;
        retried: number;
        /** Format: date-time */
        at: string;
        acceptance: components['schemas']['Latency'];
        preferenceChanges: number;
      }[];
      channels: {
        planned: number;
        sent: number;
        delivered: number;
        failed: number;
        suppressed: number;
        superseded: number;
        expired: number;
        retried: number;
        deliveryRate: number | null;
        /** @enum {string} */
        channel: 'email' | 'sms' | 'in_app';
        provider: string;
        acceptance: components['schemas']['Latency'];
        delivery: components['schemas']['Latency'];
        calls: {
          [key: string]: number;
        };
        segments: number;
      }[];
      types: {
        planned: number;
        sent: number;
        delivered: number;
        failed: number;
        suppressed: number;
        superseded: number;
        expired: number;
        deliveryRate: number | null;
        /** @enum {string} */
        type:
          | 'order_confirmed'
          | 'payment_processed'
          | 'order_shipped'
          | 'out_for_delivery'
          | 'delivered'
          | 'delivery_failed'
          | 'refund_initiated'
          | 'refund_completed';
      }[];
      languages: {
        planned: number;
        sent: number;
        delivered: number;
        failed: number;
        suppressed: number;
        superseded: number;
        expired: number;
        deliveryRate: number | null;
        language: ('en' | 'es' | 'fr') | null;
      }[];
      reasons: {
        /** @enum {string} */
        channel: 'email' | 'sms' | 'in_app';
        status: string;
        /** @enum {string} */
        reason:
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
          | 'not_allowlisted';
        count: number;
      }[];
      errors: {
        /** @enum {string} */
        channel: 'email' | 'sms' | 'in_app';
        code: string;
        meaning: string;
        count: number;
        /** Format: date-time */
        firstSeenAt: string;
        /** Format: date-time */
        lastSeenAt: string;
        samples: string[];
      }[];
      retries: {
        /** @enum {string} */
        channel: 'email' | 'sms' | 'in_app';
        attempt: number;
        calls: {
          [key: string]: number;
        };
      }[];
      engagement: {
        all: {
          type:
            | (
                | 'order_confirmed'
                | 'payment_processed'
                | 'order_shipped'
                | 'out_for_delivery'
                | 'delivered'
                | 'delivery_failed'
                | 'refund_initiated'
                | 'refund_completed'
              )
            | null;
          delivered: number;
          opens: {
            unique: number;
            total: number;
          };
          machineOpens: {
            unique: number;
            total: number;
          };
          clicks: {
            unique: number;
            total: number;
          };
          openRate: number | null;
          clickRate: number | null;
        };
        types: {
          type:
            | (
                | 'order_confirmed'
                | 'payment_processed'
                | 'order_shipped'
                | 'out_for_delivery'
                | 'delivered'
                | 'delivery_failed'
                | 'refund_initiated'
                | 'refund_completed'
              )
            | null;
          delivered: number;
          opens: {
            unique: number;
            total: number;
          };
          machineOpens: {
            unique: number;
            total: number;
          };
          clicks: {
            unique: number;
            total: number;
          };
          openRate: number | null;
          clickRate: number | null;
        }[];
      };
      preferenceChanges: {
        choice: string;
        to: string;
        count: number;
      }[];
      suppressions: {
        /** @enum {string} */
        channel: 'email' | 'sms' | 'in_app';
        reason: string;
        added: number;
        lifted: number;
      }[];
    };
    Control: {
      paused: boolean;
      reason: string | null;
      by: string | null;
      since: string | null;
      waiting: number;
    };
    Controls: {
      all: components['schemas']['Control'];
      channels: {
        [key: string]: components['schemas']['Control'];
      };
      types: {
        [key: string]: components['schemas']['Control'];
      };
    };
    ControlsChange: {
      all?: {
        paused: boolean;
        reason?: string;
      };
      /** @default {} */
      channels?: {
        [key: string]: {
          paused: boolean;
          reason?: string;
        };
      };
      /** @default {} */
      types?: {
        [key: string]: {
          paused: boolean;
          reason?: string;
        };
      };
    };
    CustomerExport: {
      userId: string;
      /** Format: date-time */
      exportedAt: string;
      recipient: components['schemas']['Recipient'] | null;
      preferences: components['schemas']['Preferences'];
      preferenceChanges: {
        /** Format: date-time */
        at: string;
        actor: string;
        source: string;
        changes: {
          choice: string;
          from: boolean | string | null;
          to: boolean | string | null;
        }[];
      }[];
      consents: {
        /** @enum {string} */
        channel: 'email' | 'sms' | 'in_app';
        /** @enum {string} */
        action: 'granted' | 'revoked';
        boundToNumber: boolean;
        purpose: string;
        method: string;
        source: string;
        textVersion: string | null;
        actor: string;
        /** Format: date-time */
        at: string;
      }[];
      suppressions: {
        /** @enum {string} */
        channel: 'email' | 'sms' | 'in_app';
        reason: string;
        /** Format: date-time */
        since: string;
      }[];
      suppressionEvents: {
        /** @enum {string} */
        channel: 'email' | 'sms' | 'in_app';
        /** @enum {string} */
        action: 'suppressed' | 'lifted';
        reason: string;
        source: string;
        /** Format: date-time */
        at: string;
      }[];
      orderEvents: {
        source: string;
        id: string;
        /** @enum {string} */
        type:
          | 'order_confirmed'
          | 'payment_processed'
          | 'order_shipped'
          | 'out_for_delivery'
          | 'delivered'
          | 'delivery_failed'
          | 'refund_initiated'
          | 'refund_completed';
        /** Format: date-time */
        time: string;
        /** Format: date-time */
        receivedAt: string;
        data: {
          [key: string]: unknown;
        } | null;
      }[];
      notifications: components['schemas']['Notification'][];
      deadLetters: {
        /** Format: uuid */
        notificationId: string;
        /** Format: date-time */
        at: string;
      }[];
      audit: {
        action: string;
        target: string;
        /** Format: date-time */
        at: string;
      }[];
      dailyCounts: {
        /** Format: date */
        date: string;
        count: number;
      }[];
    };
    DeadLetter:
      | {
          /** @constant */
          kind: 'notification';
          /** Format: uuid */
          id: string;
          /** Format: date-time */
          at: string;
          /** @enum {string} */
          reason:
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
            | 'not_allowlisted';
          orderId: string;
          userId: string;
          /** @enum {string} */
          type:
            | 'order_confirmed'
            | 'payment_processed'
            | 'order_shipped'
            | 'out_for_delivery'
            | 'delivered'
            | 'delivery_failed'
            | 'refund_initiated'
            | 'refund_completed';
          /** @enum {string} */
          channel: 'email' | 'sms' | 'in_app';
        }
      | {
          /** @constant */
          kind: 'event';
          /** Format: uuid */
          id: string;
          /** Format: date-time */
          at: string;
          code: string;
          message: string;
          topic: string;
          partition: number;
          offset: string;
          replayedAt: string | null;
        };
    DeadLetterPage: {
      items: components['schemas']['DeadLetter'][];
      nextCursor: string | null;
    };
    DeliveryRate: {
      window: string;
      channels: {
        /** @enum {string} */
        channel: 'email' | 'sms' | 'in_app';
        delivered: number;
        failed: number;
        pending: number;
        suppressed: number;
        rate: number | null;
      }[];
    };
    Erasure: {
      userId: string;
      /** Format: date-time */
      erasedAt: string;
    };
    Explanation: {
      userId: string;
      /** @enum {string} */
      type:
        | 'order_confirmed'
        | 'payment_processed'
        | 'order_shipped'
        | 'out_for_delivery'
        | 'delivered'
        | 'delivery_failed'
        | 'refund_initiated'
        | 'refund_completed';
      /** Format: date-time */
      at: string;
      channels: {
        /** @enum {string} */
        channel: 'email' | 'sms' | 'in_app';
        /** @enum {string} */
        decision: 'send' | 'wait' | 'suppress';
        until: string | null;
        reason:
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
        explanation: string;
      }[];
    };
    Health: {
      /** @enum {string} */
      status: 'ok' | 'error' | 'shutting_down';
      info: {
        [key: string]: {
          /** @enum {string} */
          status: 'up' | 'down';
          message?: string;
        };
      };
      error: {
        [key: string]: {
          /** @enum {string} */
          status: 'up' | 'down';
          message?: string;
        };
      };
      details: {
        [key: string]: {
          /** @enum {string} */
          status: 'up' | 'down';
          message?: string;
        };
      };
    };
    InboxItem: {
      /** Format: uuid */
      id: string;
      seq: number;
      /** @enum {string} */
      type:
        | 'order_confirmed'
        | 'payment_processed'
        | 'order_shipped'
        | 'out_for_delivery'
        | 'delivered'
        | 'delivery_failed'
        | 'refund_initiated'
        | 'refund_completed';
      title: string;
      body: string;
      /** @enum {string} */
      icon: 'receipt' | 'card' | 'package' | 'truck' | 'house' | 'warning' | 'refund' | 'check';
      actionUrl: string | null;
      data: {
        orderId: string;
        orderNumber: string;
        trackingNumber?: string;
        /** Format: uri */
        trackingUrl?: string;
      };
      /** Format: date-time */
      createdAt: string;
      readAt: string | null;
    };
    InboxPage: {
      items: components['schemas']['InboxItem'][];
      nextCursor: string | null;
      unreadCount: number;
    };
    Latency: {
      p50: number | null;
      p95: number | null;
      p99: number | null;
      count: number;
    };
    Notification: {
      /** Format: uuid */
      id: string;
      orderId: string;
      userId: string;
      /** @enum {string} */
      type:
        | 'order_confirmed'
        | 'payment_processed'
        | 'order_shipped'
        | 'out_for_delivery'
        | 'delivered'
        | 'delivery_failed'
        | 'refund_initiated'
        | 'refund_completed';
      /** @enum {string} */
      channel: 'email' | 'sms' | 'in_app';
      /** @enum {string} */
      status:
        | 'pending'
        | 'sending'
        | 'unconfirmed'
        | 'sent'
        | 'delivered'
        | 'failed'
        | 'suppressed'
        | 'superseded'
        | 'expired';
      reason:
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
      attempts: {
        number: number;
        /** Format: date-time */
        at: string;
        durationMs: number;
        /** @enum {string} */
        outcome: 'accepted' | 'retryable' | 'permanent' | 'unconfirmed';
        code?: string | null;
        message: string | null;
        providerMessageId?: string | null;
      }[];
      timeline: {
        /** Format: date-time */
        at: string;
        event: string;
        detail: string | null;
      }[];
      /** Format: date-time */
      createdAt: string;
      nextAttemptAt: string | null;
      sentAt: string | null;
      deliveredAt: string | null;
      openedAt: string | null;
    };
    NotificationPage: {
      items: components['schemas']['Notification'][];
      nextCursor: string | null;
    };
    Preferences: {
      /** @default true */
      globalEnabled: boolean;
      channels: {
        /** @default true */
        email: boolean;
        /** @default false */
        sms: boolean;
        /** @default true */
        in_app: boolean;
      };
      /** @default {} */
      types: {
        [key: string]: {
          /** @default true */
          enabled: boolean;
          channels?: ('email' | 'sms' | 'in_app')[];
        };
      };
      quietHours: {
        /** @default true */
        enabled: boolean;
        /** @default 22:00 */
        start: string;
        /** @default 08:00 */
        end: string;
      };
      /** @default null */
      timeZone: string | null;
      /** @default null */
      language: ('en' | 'es' | 'fr') | null;
      updatedAt: string | null;
    };
    PreferencesPatch: {
      globalEnabled?: boolean | null;
      channels?: {
        email?: boolean | null;
        sms?: boolean | null;
        in_app?: boolean | null;
      } | null;
      types?: {
        [key: string]: {
          enabled?: boolean | null;
          channels?: ('email' | 'sms' | 'in_app')[] | null;
        } | null;
      } | null;
      quietHours?: {
        enabled?: boolean | null;
        start?: string | null;
        end?: string | null;
      } | null;
      timeZone?: (string | null) | null;
      language?: (('en' | 'es' | 'fr') | null) | null;
      updatedAt?: unknown | null;
    };
    Problem: {
      /** Format: uri */
      type: string;
      title: string;
      status: number;
      /** @enum {string} */
      code:
        | 'malformed_request'
        | 'invalid_json'
        | 'invalid_encoding'
        | 'duplicate_key'
        | 'nested_too_deeply'
        | 'malformed_if_match'
        | 'idempotency_key_required'
        | 'missing_token'
        | 'invalid_token'
        | 'expired_token'
        | 'forbidden'
        | 'invalid_signature'
        | 'not_found'
        | 'method_not_allowed'
        | 'not_failed'
        | 'already_replayed'
        | 'original_unreadable'
        | 'newer_entry'
        | 'version_mismatch'
        | 'body_too_large'
        | 'unsupported_media_type'
        | 'invalid_request'
        | 'idempotency_key_reused'
        | 'too_many_requests'
        | 'internal_error'
        | 'temporarily_unavailable';
      detail: string;
      errors: {
        field: string;
        message: string;
      }[];
      traceId: string;
    };
    ProblemExplanation: {
      /** @enum {string} */
      code:
        | 'malformed_request'
        | 'invalid_json'
        | 'invalid_encoding'
        | 'duplicate_key'
        | 'nested_too_deeply'
        | 'malformed_if_match'
        | 'idempotency_key_required'
        | 'missing_token'
        | 'invalid_token'
        | 'expired_token'
        | 'forbidden'
        | 'invalid_signature'
        | 'not_found'
        | 'method_not_allowed'
        | 'not_failed'
        | 'already_replayed'
        | 'original_unreadable'
        | 'newer_entry'
        | 'version_mismatch'
        | 'body_too_large'
        | 'unsupported_media_type'
        | 'invalid_request'
        | 'idempotency_key_reused'
        | 'too_many_requests'
        | 'internal_error'
        | 'temporarily_unavailable';
      status: number;
      title: string;
      meaning: string;
      advice: string;
    };
    Recipient: {
      userId: string;
      email: string | null;
      phone: string | null;
      name: string | null;
      language: string | null;
      timeZone: string | null;
      country: string | null;
      /** Format: date-time */
      updatedAt: string;
    };
    RecipientInput: {
      email?: string | null;
      phone?: string | null;
      name?: string | null;
      language?: string | null;
      timeZone?: string | null;
      country?: string | null;
      consents?: {
        /** @enum {string} */
        channel: 'sms';
        purpose: string;
        method: string;
        /** Format: date-time */
        at: string;
        textVersion: string;
      }[];
    };
    ReplacePreferences: {
      /** @default true */
      globalEnabled?: boolean;
      /** @default {} */
      channels?: {
        /** @default true */
        email?: boolean;
        /** @default false */
        sms?: boolean;
        /** @default true */
        in_app?: boolean;
      };
      /** @default {} */
      types?: {
        [key: string]: {
          /** @default true */
          enabled?: boolean;
          channels?: ('email' | 'sms' | 'in_app')[];
        };
      };
      /** @default {} */
      quietHours?: {
        /** @default true */
        enabled?: boolean;
        /** @default 22:00 */
        start?: string;
        /** @default 08:00 */
        end?: string;
      };
      /** @default null */
      timeZone?: string | null;
      /** @default null */
      language?: ('en' | 'es' | 'fr') | null;
      updatedAt?: unknown;
    };
    ReplayBatch: {
      replayed: components['schemas']['Replayed'][];
      skipped: components['schemas']['Replayed'][];
      more: boolean;
    };
    /** @default {} */
    ReplayRequest: {
      /** @enum {string} */
      kind?: 'notification' | 'event';
      /** @default 100 */
      limit?: number;
    };
    Replayed: {
      /** @enum {string} */
      kind: 'notification' | 'event';
      /** Format: uuid */
      id: string;
    };
    Suppression: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      reason: 'stop' | 'provider_opt_out' | 'bounced' | 'complained' | 'unsubscribed';
      explanation: string;
      /** Format: date-time */
      since: string;
    };
    SuppressionEvent: {
      /** Format: date-time */
      at: string;
      /** @enum {string} */
      action: 'suppressed' | 'lifted';
      /** @enum {string} */
      reason: 'stop' | 'provider_opt_out' | 'bounced' | 'complained' | 'unsubscribed';
      source: string;
      by: string;
    };
    SuppressionSearch: {
      /** @enum {string} */
      channel: 'email' | 'sms';
      address: string;
    };
    Triggered: {
      notifications: {
        /** Format: uuid */
        id: string;
        /** @enum {string} */
        channel: 'email' | 'sms' | 'in_app';
        /** @enum {string} */
        status:
          | 'pending'
          | 'sending'
          | 'unconfirmed'
          | 'sent'
          | 'delivered'
          | 'failed'
          | 'suppressed'
          | 'superseded'
          | 'expired';
        reason:
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
      }[];
    };
    UnreadCount: {
      count: number;
    };
    Unsubscribed: {
      unsubscribed: boolean;
      /** @enum {string} */
      channel: 'email' | 'sms' | 'in_app';
      /** @enum {string} */
      scope: 'type' | 'all' | 'everything';
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
    'X-Request-Id': string;
    /**
     * @description The version of the document, in quotes; `"0"` before the first change.
     * @example "3"
     */
    ETag: string;
    /**
     * @description What is left of the allowance (`r`), and the seconds until it is whole again (`t`).
     * @example "customer"; r=287; t=34
     */
    RateLimit: string;
    /**
     * @description Requests (`q`) in a window of seconds (`w`) for this caller (`pk`).
     * @example "customer"; q=300; w=60; pk=:ODg5YmQzN2I2MjA4:
     */
    'RateLimit-Policy': string;
    /**
     * @description Seconds to wait before asking again.
     * @example 5
     */
    'Retry-After': number;
    /**
     * @description What is wrong with the access token (RFC 6750).
     * @example Bearer realm="notifications", error="invalid_token"
     */
    'WWW-Authenticate': string;
    /**
     * @description The media types that this route reads.
     * @example application/json
     */
    Accept: string;
    /**
     * @description The media types of patches that this route reads (RFC 5789).
     * @example application/merge-patch+json, application/json
     */
    'Accept-Patch': string;
    /**
     * @description What a page may load and do.
     * @example default-src 'none'
     */
    'Content-Security-Policy': string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  showDocs: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page that loads nothing from elsewhere. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Content-Security-Policy': components['headers']['Content-Security-Policy'];
          [name: string]: unknown;
        };
        content: {
          'text/html': string;
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
          'text/html': string;
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
          'text/html': string;
        };
      };
    };
  };
  loadDocsAsset: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The name of a script or style sheet.
         * @example swagger-ui.css
         */
        asset: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'text/css': string;
          'text/javascript': string;
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `not_found`: There is nothing at this address. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
    };
  };
  listNotifications: {
    parameters: {
      query?: {
        /**
         * @description As upstream names the order.
         * @example 9f1c2a70-5d5e-4c0e-9a57-0f6f6a1b7c11
         */
        orderId?: string;
        /**
         * @description As upstream names the customer.
         * @example 0b7e6a52-7f0d-4f55-9b39-6d1a8f3b2c11
         */
        userId?: string;
        /**
         * @description Only those that stand here.
         * @example sent
         */
        status?:
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
        cursor?: string;
        /** @description The most items on a page. */
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NotificationPage'];
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  triggerNotifications: {
    parameters: {
      query?: never;
      header: {
        /**
         * @description Names the request; 1 to 128 characters, best a new UUID. To be sent again with each repetition.
         * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
         */
        'Idempotency-Key': string;
        /**
         * @description W3C Trace Context: while traces are on, the notifications become a part of that trace. What cannot be read is ignored.
         * @example 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
         */
        traceparent?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json':
          | {
              /** @enum {string} */
              type: 'order.confirmed' | 'order_confirmed';
              data: {
                orderId: string;
                orderNumber: string;
                orderVersion?: number;
                userId: string;
                currency: string;
                total: string;
                items: {
                  name: string;
                  quantity: number;
                  unitPrice: string;
                }[];
                recipient?: {
                  email?: string | null;
                  phone?: string | null;
                  name?: string | null;
                  language?: string | null;
                  timeZone?: string | null;
                };
                shipment?: {
                  id?: string;
                  packageNumber?: number;
                  packageCount?: number;
                  carrier?: string;
                  trackingNumber?: string;
                  trackingUrl?: string;
                  /** Format: date */
                  estimatedDelivery?: string;
                  /** Format: date-time */
                  deliveredAt?: string;
                };
                payment?: {
                  amount: string;
                  method?: string;
                };
                refund?: {
                  id?: string;
                  amount: string;
                  reason?: string;
                  /** Format: date */
                  expectedBy?: string;
                };
                failure?: {
                  reason: string;
                  /** Format: date */
                  nextAttempt?: string;
                };
              };
            }
          | {
              /** @enum {string} */
              type: 'order.payment_processed' | 'payment_processed';
              data: {
                orderId: string;
                orderNumber: string;
                orderVersion?: number;
                userId: string;
                currency: string;
                total?: string;
                items?: {
                  name: string;
                  quantity: number;
                  unitPrice: string;
                }[];
                recipient?: {
                  email?: string | null;
                  phone?: string | null;
                  name?: string | null;
                  language?: string | null;
                  timeZone?: string | null;
                };
                shipment?: {
                  id?: string;
                  packageNumber?: number;
                  packageCount?: number;
                  carrier?: string;
                  trackingNumber?: string;
                  trackingUrl?: string;
                  /** Format: date */
                  estimatedDelivery?: string;
                  /** Format: date-time */
                  deliveredAt?: string;
                };
                payment: {
                  amount: string;
                  method?: string;
                };
                refund?: {
                  id?: string;
                  amount: string;
                  reason?: string;
                  /** Format: date */
                  expectedBy?: string;
                };
                failure?: {
                  reason: string;
                  /** Format: date */
                  nextAttempt?: string;
                };
              };
            }
          | {
              /** @enum {string} */
              type: 'order.shipped' | 'order_shipped';
              data: {
                orderId: string;
                orderNumber: string;
                orderVersion?: number;
                userId: string;
                currency?: string;
                total?: string;
                items?: {
                  name: string;
                  quantity: number;
                  unitPrice: string;
                }[];
                recipient?: {
                  email?: string | null;
                  phone?: string | null;
                  name?: string | null;
                  language?: string | null;
                  timeZone?: string | null;
                };
                shipment: {
                  id?: string;
                  packageNumber?: number;
                  packageCount?: number;
                  carrier: string;
                  trackingNumber: string;
                  trackingUrl?: string;
                  /** Format: date */
                  estimatedDelivery?: string;
                  /** Format: date-time */
                  deliveredAt?: string;
                };
                payment?: {
                  amount: string;
                  method?: string;
                };
                refund?: {
                  id?: string;
                  amount: string;
                  reason?: string;
                  /** Format: date */
                  expectedBy?: string;
                };
                failure?: {
                  reason: string;
                  /** Format: date */
                  nextAttempt?: string;
                };
              };
            }
          | {
              /** @enum {string} */
              type: 'order.out_for_delivery' | 'out_for_delivery';
              data: {
                orderId: string;
                orderNumber: string;
                orderVersion?: number;
                userId: string;
                currency?: string;
                total?: string;
                items?: {
                  name: string;
                  quantity: number;
                  unitPrice: string;
                }[];
                recipient?: {
                  email?: string | null;
                  phone?: string | null;
                  name?: string | null;
                  language?: string | null;
                  timeZone?: string | null;
                };
                shipment: {
                  id?: string;
                  packageNumber?: number;
                  packageCount?: number;
                  carrier?: string;
                  trackingNumber?: string;
                  trackingUrl?: string;
                  /** Format: date */
                  estimatedDelivery?: string;
                  /** Format: date-time */
                  deliveredAt?: string;
                };
                payment?: {
                  amount: string;
                  method?: string;
                };
                refund?: {
                  id?: string;
                  amount: string;
                  reason?: string;
                  /** Format: date */
                  expectedBy?: string;
                };
                failure?: {
                  reason: string;
                  /** Format: date */
                  nextAttempt?: string;
                };
              };
            }
          | {
              /** @enum {string} */
              type: 'order.delivered' | 'delivered';
              data: {
                orderId: string;
                orderNumber: string;
                orderVersion?: number;
                userId: string;
                currency?: string;
                total?: string;
                items?: {
                  name: string;
                  quantity: number;
                  unitPrice: string;
                }[];
                recipient?: {
                  email?: string | null;
                  phone?: string | null;
                  name?: string | null;
                  language?: string | null;
                  timeZone?: string | null;
                };
                shipment: {
                  id?: string;
                  packageNumber?: number;
                  packageCount?: number;
                  carrier?: string;
                  trackingNumber?: string;
                  trackingUrl?: string;
                  /** Format: date */
                  estimatedDelivery?: string;
                  /** Format: date-time */
                  deliveredAt?: string;
                };
                payment?: {
                  amount: string;
                  method?: string;
                };
                refund?: {
                  id?: string;
                  amount: string;
                  reason?: string;
                  /** Format: date */
                  expectedBy?: string;
                };
                failure?: {
                  reason: string;
                  /** Format: date */
                  nextAttempt?: string;
                };
              };
            }
          | {
              /** @enum {string} */
              type: 'order.delivery_failed' | 'delivery_failed';
              data: {
                orderId: string;
                orderNumber: string;
                orderVersion?: number;
                userId: string;
                currency?: string;
                total?: string;
                items?: {
                  name: string;
                  quantity: number;
                  unitPrice: string;
                }[];
                recipient?: {
                  email?: string | null;
                  phone?: string | null;
                  name?: string | null;
                  language?: string | null;
                  timeZone?: string | null;
                };
                shipment?: {
                  id?: string;
                  packageNumber?: number;
                  packageCount?: number;
                  carrier?: string;
                  trackingNumber?: string;
                  trackingUrl?: string;
                  /** Format: date */
                  estimatedDelivery?: string;
                  /** Format: date-time */
                  deliveredAt?: string;
                };
                payment?: {
                  amount: string;
                  method?: string;
                };
                refund?: {
                  id?: string;
                  amount: string;
                  reason?: string;
                  /** Format: date */
                  expectedBy?: string;
                };
                failure: {
                  reason: string;
                  /** Format: date */
                  nextAttempt?: string;
                };
              };
            }
          | {
              /** @enum {string} */
              type: 'order.refund_initiated' | 'refund_initiated';
              data: {
                orderId: string;
                orderNumber: string;
                orderVersion?: number;
                userId: string;
                currency: string;
                total?: string;
                items?: {
                  name: string;
                  quantity: number;
                  unitPrice: string;
                }[];
                recipient?: {
                  email?: string | null;
                  phone?: string | null;
                  name?: string | null;
                  language?: string | null;
                  timeZone?: string | null;
                };
                shipment?: {
                  id?: string;
                  packageNumber?: number;
                  packageCount?: number;
                  carrier?: string;
                  trackingNumber?: string;
                  trackingUrl?: string;
                  /** Format: date */
                  estimatedDelivery?: string;
                  /** Format: date-time */
                  deliveredAt?: string;
                };
                payment?: {
                  amount: string;
                  method?: string;
                };
                refund: {
                  id?: string;
                  amount: string;
                  reason?: string;
                  /** Format: date */
                  expectedBy?: string;
                };
                failure?: {
                  reason: string;
                  /** Format: date */
                  nextAttempt?: string;
                };
              };
            }
          | {
              /** @enum {string} */
              type: 'order.refund_completed' | 'refund_completed';
              data: {
                orderId: string;
                orderNumber: string;
                orderVersion?: number;
                userId: string;
                currency: string;
                total?: string;
                items?: {
                  name: string;
                  quantity: number;
                  unitPrice: string;
                }[];
                recipient?: {
                  email?: string | null;
                  phone?: string | null;
                  name?: string | null;
                  language?: string | null;
                  timeZone?: string | null;
                };
                shipment?: {
                  id?: string;
                  packageNumber?: number;
                  packageCount?: number;
                  carrier?: string;
                  trackingNumber?: string;
                  trackingUrl?: string;
                  /** Format: date */
                  estimatedDelivery?: string;
                  /** Format: date-time */
                  deliveredAt?: string;
                };
                payment?: {
                  amount: string;
                  method?: string;
                };
                refund: {
                  id?: string;
                  amount: string;
                  reason?: string;
                  /** Format: date */
                  expectedBy?: string;
                };
                failure?: {
                  reason: string;
                  /** Format: date */
                  nextAttempt?: string;
                };
              };
            };
      };
    };
    responses: {
      /** @description What came of it on each channel, as it stood when the first request was answered. */
      202: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Triggered'];
        };
      };
      /** @description `idempotency_key_required`: The header Idempotency-Key is required. `malformed_request`: The request is malformed. `invalid_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `duplicate_key`: An object in the body names a field twice. `nested_too_deeply`: The body is nested too deeply. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?:
              | 'idempotency_key_required'
              | 'malformed_request'
              | 'invalid_json'
              | 'invalid_encoding'
              | 'duplicate_key'
              | 'nested_too_deeply';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `body_too_large`: The body is too large. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
          };
        };
      };
      /** @description `unsupported_media_type`: The body has a type that is not read here. */
      415: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
          };
        };
      };
      /** @description `idempotency_key_reused`: The idempotency key was used for another request. `invalid_request`: Some fields are not valid. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'idempotency_key_reused' | 'invalid_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  listAlerts: {
    parameters: {
      query?: {
        /** @description Absent: both. */
        state?: 'raised' | 'resolved';
        /** @description `nextCursor` of the page before. */
        cursor?: string;
        /** @description The most items on a page. */
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AlertPage'];
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  readAnalytics: {
    parameters: {
      query?: {
        /**
         * @description Default: an hour before `to`.
         * @example 2026-11-22T09:00:00Z
         */
        from?: string;
        /**
         * @description Default: now.
         * @example 2026-11-22T10:00:00Z
         */
        to?: string;
        /**
         * @description Length of a step. Default: 1m for spans up to 6 hours, 15m up to 2 days, 1h up to 31 days, else 1d. At most 800 steps.
         * @example 1h
         */
        interval?: '1m' | '15m' | '1h' | '1d';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The figures. Steps are without a gap, oldest first. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Analytics'];
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  readDeliveryRate: {
    parameters: {
      query?: {
        /**
         * @description Default: all of them.
         * @example email
         */
        channel?: 'email' | 'sms' | 'in_app';
        /**
         * @description Default: 1h.
         * @example 24h
         */
        window?: '15m' | '1h' | '6h' | '24h' | '7d' | '30d' | '90d';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Each channel. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeliveryRate'];
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  streamFigures: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A stream without end. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': string;
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  readControls: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Each control, and how many notifications on their way it concerns. One waits while everything, its channel or its type is paused. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Controls'];
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  setControls: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ControlsChange'];
      };
    };
    responses: {
      /** @description The controls as they are now. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Controls'];
        };
      };
      /** @description `malformed_request`: The request is malformed. `invalid_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `duplicate_key`: An object in the body names a field twice. `nested_too_deeply`: The body is nested too deeply. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_json' | 'invalid_encoding' | 'duplicate_key' | 'nested_too_deeply';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `body_too_large`: The body is too large. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
          };
        };
      };
      /** @description `unsupported_media_type`: The body has a type that is not read here. */
      415: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  listDeadLetters: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before. */
        cursor?: string;
        /** @description The most items on a page. */
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeadLetterPage'];
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  replayDeadLetters: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['ReplayRequest'];
      };
    };
    responses: {
      /** @description They are on their way. */
      202: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReplayBatch'];
        };
      };
      /** @description `malformed_request`: The request is malformed. `invalid_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `duplicate_key`: An object in the body names a field twice. `nested_too_deeply`: The body is nested too deeply. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_json' | 'invalid_encoding' | 'duplicate_key' | 'nested_too_deeply';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `body_too_large`: The body is too large. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
          };
        };
      };
      /** @description `unsupported_media_type`: The body has a type that is not read here. */
      415: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  readDeadLetter: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of a failed notification, or of a rejected event.
         * @example 019aaf3e-5c2b-7c1d-9b39-6d1a8f3b2c11
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The dead letter. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeadLetter'];
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `not_found`: There is nothing at this address. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  replayDeadLetter: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of a failed notification, or of a rejected event.
         * @example 019aaf3e-5c2b-7c1d-9b39-6d1a8f3b2c11
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is on its way. */
      202: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Replayed'];
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `not_found`: There is nothing at this address. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
          };
        };
      };
      /** @description `not_failed`: The notification has not failed. `already_replayed`: The event has been replayed before. `original_unreadable`: The original of the event does not open. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_failed' | 'already_replayed' | 'original_unreadable';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  explainNotification: {
    parameters: {
      query: {
        /**
         * @description As upstream names the customer.
         * @example 0b7e6a52-7f0d-4f55-9b39-6d1a8f3b2c11
         */
        userId: string;
        /**
         * @description What the order event would tell.
         * @example order_shipped
         */
        type:
          | 'order_confirmed'
          | 'payment_processed'
          | 'order_shipped'
          | 'out_for_delivery'
          | 'delivered'
          | 'delivery_failed'
          | 'refund_initiated'
          | 'refund_completed';
        /**
         * @description When; default: now.
         * @example 2026-11-22T22:10:00.000Z
         */
        at?: string & (unknown & unknown);
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One decision for each channel. `until` is the end of quiet time, without the spread of releases over the minute that follows. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Explanation'];
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  listInbox: {
    parameters: {
      query?: {
        /**
         * @description `true`: only what is unread.
         * @example true
         */
        unread?: 'true' | 'false';
        /**
         * @description Only messages of this type.
         * @example order_shipped
         */
        type?:
          | 'order_confirmed'
          | 'payment_processed'
          | 'order_shipped'
          | 'out_for_delivery'
          | 'delivered'
          | 'delivery_failed'
          | 'refund_initiated'
          | 'refund_completed';
        /**
         * @description Only messages about this order.
         * @example 9f1c2a70-5d5e-4c0e-9a57-0f6f6a1b7c11
         */
        orderId?: string;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
        /** @description The most items on a page. */
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['InboxPage'];
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  readAll: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done, or done before. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  countUnread: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The number. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UnreadCount'];
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  archiveMessage: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of a message in the inbox.
         * @example 019aaf3e-5c2b-7c1d-9b39-6d1a8f3b2c13
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done, or done before. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `not_found`: There is nothing at this address. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  readMessage: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of a message in the inbox.
         * @example 019aaf3e-5c2b-7c1d-9b39-6d1a8f3b2c13
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done, or done before. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `not_found`: There is nothing at this address. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  readPreferences: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The preferences; the defaults where the customer never chose. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Preferences'];
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `not_found`: There is nothing at this address. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  replacePreferences: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description The `ETag` of the version that the change is made to; without it, the change is made to any.
         * @example "3"
         */
        'If-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ReplacePreferences'];
      };
    };
    responses: {
      /** @description As stored. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Preferences'];
        };
      };
      /** @description `malformed_if_match`: If-Match is malformed. `malformed_request`: The request is malformed. `invalid_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `duplicate_key`: An object in the body names a field twice. `nested_too_deeply`: The body is nested too deeply. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?:
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
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `not_found`: There is nothing at this address. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
          };
        };
      };
      /** @description `version_mismatch`: Somebody else made a change in the meantime. */
      412: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'version_mismatch';
          };
        };
      };
      /** @description `body_too_large`: The body is too large. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
          };
        };
      };
      /** @description `unsupported_media_type`: The body has a type that is not read here. */
      415: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  mergePreferences: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description The `ETag` of the version that the change is made to; without it, the change is made to any.
         * @example "3"
         */
        'If-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/merge-patch+json': components['schemas']['PreferencesPatch'];
        'application/json': components['schemas']['PreferencesPatch'];
      };
    };
    responses: {
      /** @description As stored. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Preferences'];
        };
      };
      /** @description `malformed_if_match`: If-Match is malformed. `malformed_request`: The request is malformed. `invalid_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `duplicate_key`: An object in the body names a field twice. `nested_too_deeply`: The body is nested too deeply. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?:
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
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `not_found`: There is nothing at this address. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
          };
        };
      };
      /** @description `version_mismatch`: Somebody else made a change in the meantime. */
      412: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'version_mismatch';
          };
        };
      };
      /** @description `body_too_large`: The body is too large. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
          };
        };
      };
      /** @description `unsupported_media_type`: The body has a type that is not read here. */
      415: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  readRecipient: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description As upstream names the customer.
         * @example 0b7e6a52-7f0d-4f55-9b39-6d1a8f3b2c11
         */
        userId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The entry. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Recipient'];
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `not_found`: There is nothing at this address. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  writeRecipient: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description As upstream names the customer.
         * @example 0b7e6a52-7f0d-4f55-9b39-6d1a8f3b2c11
         */
        userId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RecipientInput'];
      };
    };
    responses: {
      /** @description The entry as it is now. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Recipient'];
        };
      };
      /** @description `malformed_request`: The request is malformed. `invalid_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `duplicate_key`: An object in the body names a field twice. `nested_too_deeply`: The body is nested too deeply. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_json' | 'invalid_encoding' | 'duplicate_key' | 'nested_too_deeply';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `newer_entry`: Something newer is known about the customer. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'newer_entry';
          };
        };
      };
      /** @description `body_too_large`: The body is too large. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
          };
        };
      };
      /** @description `unsupported_media_type`: The body has a type that is not read here. */
      415: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  eraseCustomer: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description As upstream names the customer.
         * @example 0b7e6a52-7f0d-4f55-9b39-6d1a8f3b2c11
         */
        userId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Nothing can be read any more; the providers are being asked. */
      202: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Erasure'];
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `newer_entry`: Something newer is known about the customer. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'newer_entry';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  exportCustomer: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description As upstream names the customer.
         * @example 0b7e6a52-7f0d-4f55-9b39-6d1a8f3b2c11
         */
        userId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One document. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CustomerExport'];
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `not_found`: There is nothing at this address. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  listSuppressionsOfCustomer: {
    parameters: {
      query: {
        /**
         * @description As upstream names the customer.
         * @example 0b7e6a52-7f0d-4f55
         */
        userId: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Each address. One without suppressions may be written to. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AddressStandings'];
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  searchSuppressions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SuppressionSearch'];
      };
    };
    responses: {
      /** @description The address, masked. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AddressStandings'];
        };
      };
      /** @description `malformed_request`: The request is malformed. `invalid_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `duplicate_key`: An object in the body names a field twice. `nested_too_deeply`: The body is nested too deeply. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_json' | 'invalid_encoding' | 'duplicate_key' | 'nested_too_deeply';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `body_too_large`: The body is too large. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
          };
        };
      };
      /** @description `unsupported_media_type`: The body has a type that is not read here. */
      415: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  liftSuppression: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The `id` of the suppression.
         * @example 019aaf3e-5c2b-7c1d-9b39-6d1a8f3b2c11
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is lifted. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `not_found`: There is nothing at this address. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  showUnsubscribePage: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description From the link in an email. It does not expire. */
        token: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description In the language of the customer. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'text/html': string;
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description A link that is not ours, whatever is wrong with it. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'text/html': string;
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
          'text/html': string;
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
          'text/html': string;
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
          'text/html': string;
        };
      };
    };
  };
  unsubscribe: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description From the link in an email. It does not expire. */
        token: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/x-www-form-urlencoded': {
          /** @constant */
          'List-Unsubscribe'?: 'One-Click';
          /** @enum {string} */
          scope?: 'type' | 'all' | 'everything';
          /** @constant */
          undo?: '1';
          version?: string;
        };
        'multipart/form-data': {
          /** @constant */
          'List-Unsubscribe'?: 'One-Click';
          /** @enum {string} */
          scope?: 'type' | 'all' | 'everything';
          /** @constant */
          undo?: '1';
          version?: string;
        };
        'application/json': unknown;
      };
    };
    responses: {
      /** @description A page where the caller accepts HTML rather than JSON. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Unsubscribed'];
          'text/html': string;
        };
      };
      /** @description `malformed_request`: The request is malformed. `invalid_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `duplicate_key`: An object in the body names a field twice. `nested_too_deeply`: The body is nested too deeply. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_json' | 'invalid_encoding' | 'duplicate_key' | 'nested_too_deeply';
          };
        };
      };
      /** @description A link that is not ours, whatever is wrong with it. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'text/html': string;
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
          };
        };
      };
      /** @description `version_mismatch`: Somebody else made a change in the meantime. */
      412: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'version_mismatch';
          };
        };
      };
      /** @description `body_too_large`: The body is too large. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
          };
        };
      };
      /** @description `unsupported_media_type`: The body has a type that is not read here. */
      415: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
          'text/html': string;
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
          'text/html': string;
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
          'text/html': string;
        };
      };
    };
  };
  readNotification: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the notification.
         * @example 019aaf3e-5c2b-7c1d-9b39-6d1a8f3b2c11
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The notification. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Notification'];
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `not_found`: There is nothing at this address. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  retryNotification: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the notification.
         * @example 019aaf3e-5c2b-7c1d-9b39-6d1a8f3b2c11
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The notification, back at work. */
      202: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Notification'];
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `missing_token`: An access token is required. `invalid_token`: The access token is not valid. `expired_token`: The access token has expired. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'missing_token' | 'invalid_token' | 'expired_token';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description `not_found`: There is nothing at this address. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
          };
        };
      };
      /** @description `not_failed`: The notification has not failed. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_failed';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  readOpenApiDocument: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OpenAPI 3.1. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            openapi: string;
          } & {
            [key: string]: unknown;
          };
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
    };
  };
  explainProblem: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The `code` of a problem document.
         * @example version_mismatch
         */
        code: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page where the caller accepts HTML rather than JSON. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ProblemExplanation'];
          'text/html': string;
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `not_found`: There is nothing at this address. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
          'text/html': string;
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
          'text/html': string;
        };
      };
    };
  };
  showTrackingPixel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description From an email. It names the message, and nobody. */
        token: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The picture, also for a token that is not ours. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'image/gif': unknown;
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
    };
  };
  takeSendgridEvents: {
    parameters: {
      query?: never;
      header?: {
        /** @description ECDSA with P-256 and SHA-256 over timestamp and body: base64 of DER. */
        'x-twilio-email-event-webhook-signature'?: string;
        /** @description When it was signed, in Unix seconds. */
        'x-twilio-email-event-webhook-timestamp'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': ({
          event: string;
          sg_event_id: string;
          timestamp: number;
        } & {
          [key: string]: unknown;
        })[];
      };
    };
    responses: {
      /** @description Stored and applied. Repeats change nothing. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `malformed_request`: The request is malformed. `invalid_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `duplicate_key`: An object in the body names a field twice. `nested_too_deeply`: The body is nested too deeply. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_json' | 'invalid_encoding' | 'duplicate_key' | 'nested_too_deeply';
          };
        };
      };
      /** @description `invalid_signature`: The signature is not valid. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_signature';
          };
        };
      };
      /** @description `body_too_large`: The body is too large. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
          };
        };
      };
      /** @description `unsupported_media_type`: The body has a type that is not read here. */
      415: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_request';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  takeTwilioMessage: {
    parameters: {
      query?: never;
      header?: {
        /** @description HMAC-SHA1 over the public address of this route, with its query, and the fields of the form. */
        'x-twilio-signature'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/x-www-form-urlencoded': {
          [key: string]: string;
        };
      };
    };
    responses: {
      /** @description Taken. Empty: nothing is answered to the person, as for anything but STOP, START and HELP, and for a repeated STOP. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'text/xml': string;
        };
      };
      /** @description `malformed_request`: The request is malformed. `invalid_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `duplicate_key`: An object in the body names a field twice. `nested_too_deeply`: The body is nested too deeply. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_json' | 'invalid_encoding' | 'duplicate_key' | 'nested_too_deeply';
          };
        };
      };
      /** @description `invalid_signature`: The signature is not valid. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_signature';
          };
        };
      };
      /** @description `body_too_large`: The body is too large. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
          };
        };
      };
      /** @description `unsupported_media_type`: The body has a type that is not read here. */
      415: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_request';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  takeTwilioStatus: {
    parameters: {
      query?: {
        /**
         * @description The notification.
         * @example 0199aaaa-0000-7000-8000-000000000001
         */
        notificationId?: string;
        /**
         * @description The number of the attempt.
         * @example 1
         */
        attempt?: string;
      };
      header?: {
        /** @description HMAC-SHA1 over the public address of this route, with its query, and the fields of the form. */
        'x-twilio-signature'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/x-www-form-urlencoded': {
          [key: string]: string;
        };
      };
    };
    responses: {
      /** @description Stored and applied. Repeats change nothing. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `malformed_request`: The request is malformed. `invalid_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `duplicate_key`: An object in the body names a field twice. `nested_too_deeply`: The body is nested too deeply. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_json' | 'invalid_encoding' | 'duplicate_key' | 'nested_too_deeply';
          };
        };
      };
      /** @description `invalid_signature`: The signature is not valid. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_signature';
          };
        };
      };
      /** @description `body_too_large`: The body is too large. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
          };
        };
      };
      /** @description `unsupported_media_type`: The body has a type that is not read here. */
      415: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
          };
        };
      };
      /** @description `invalid_request`: Some fields are not valid. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_request';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  showDashboard: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page that loads nothing from elsewhere. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Content-Security-Policy': components['headers']['Content-Security-Policy'];
          [name: string]: unknown;
        };
        content: {
          'text/html': string;
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
          'text/html': string;
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
          'text/html': string;
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
          'text/html': string;
        };
      };
    };
  };
  loadDashboardAsset: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description A name that the page mentions.
         * @example index-B7cd8F2k.js
         */
        asset: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file. Its content never changes. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'text/css': string;
          'text/javascript': string;
          'image/svg+xml': string;
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `not_found`: There is nothing at this address. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
        };
      };
    };
  };
  checkLiveness: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All is well. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Health'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Something is not well; `error` says what. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Health'];
        };
      };
    };
  };
  checkReadiness: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All is well. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Health'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Something is not well; `error` says what. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Health'];
        };
      };
    };
  };
  readMetrics: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Prometheus text format 0.0.4. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
    };
  };
  readPageAsset: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description `pages.css` or `preference-page.js`.
         * @example pages.css
         */
        asset: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'text/css': string;
          'text/javascript': string;
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description `not_found`: There is nothing at this address. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
    };
  };
  showPreferencePage: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description From the link in an email. It does not expire. */
        token: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description In the language of the customer. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'text/html': string;
        };
      };
      /** @description `malformed_request`: The request is malformed. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request';
          };
        };
      };
      /** @description A link that is not ours, whatever is wrong with it. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'text/html': string;
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
          'text/html': string;
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
          'text/html': string;
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
          'text/html': string;
        };
      };
    };
  };
  savePreferencePage: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description From the link in an email. It does not expire. */
        token: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/x-www-form-urlencoded': {
          [key: string]: string;
        };
      };
    };
    responses: {
      /** @description Stored. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'text/html': string;
        };
      };
      /** @description `malformed_request`: The request is malformed. `invalid_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `duplicate_key`: An object in the body names a field twice. `nested_too_deeply`: The body is nested too deeply. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_json' | 'invalid_encoding' | 'duplicate_key' | 'nested_too_deeply';
          };
        };
      };
      /** @description `forbidden`: The access token does not permit this. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
          };
        };
      };
      /** @description A link that is not ours, whatever is wrong with it. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'text/html': string;
        };
      };
      /** @description Changed elsewhere since the form was made. Nothing was stored; the page shows both. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'text/html': string;
        };
      };
      /** @description `body_too_large`: The body is too large. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
          };
        };
      };
      /** @description `unsupported_media_type`: The body has a type that is not read here. */
      415: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
          };
        };
      };
      /** @description Something entered cannot be taken. Nothing was stored; the page says what. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'text/html': string;
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'invalid_request';
          };
        };
      };
      /** @description `too_many_requests`: There were too many requests. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'too_many_requests';
          };
          'text/html': string;
        };
      };
      /** @description `internal_error`: Something went wrong on our side. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal_error';
          };
          'text/html': string;
        };
      };
      /** @description `temporarily_unavailable`: The service cannot answer for the moment. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'temporarily_unavailable';
          };
          'text/html': string;
        };
      };
    };
  };
}
