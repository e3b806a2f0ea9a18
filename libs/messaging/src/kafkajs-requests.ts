/** Implements N4. A client that has nothing to do lets the processor rest. */
import { createRequire } from 'node:module';

interface InFlight {
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  readonly requestTimeout: number;
  timeoutRequest(): void;
}

/** As much of it as is changed or tested. */
export interface RequestQueue {
  readonly enforceRequestTimeout: boolean;
  readonly inflight: ReadonlyMap<number, InFlight>;
  requestTimeoutIntervalId: NodeJS.Timeout;
  isConnected(): boolean;
  scheduleRequestTimeoutCheck: (this: RequestQueue) => void;
  readonly pending: readonly unknown[];
  /** As the broker asks for it. */
  maybeThrottle(milliseconds: number): void;
  push(request: { entry: { correlationId: number }; expectResponse: boolean; sendRequest: () => void }): void;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests: (this: RequestQueue) => void;
  destroy(): void;
}

type RequestQueueClass = (new (options: object) => RequestQueue) & { readonly prototype: RequestQueue };

/** No part of what kafkajs publishes: another version may have it elsewhere, and then nothing starts. */
export const RequestQueue = createRequire(import.meta.url)(
  'kafkajs/src/network/requestQueue/index.js',
) as RequestQueueClass;

/**
 * kafkajs 2.2.4 looks after each answer when to look again for requests that wait, and takes "never throttled" for a time to come: a timer of
 * a negative time, which is one millisecond, again and again, on every connection. Where nothing waits, nothing needs a look: whatever has to
 * wait asks for a look itself. https://github.com/tulios/kafkajs/issues/1704
 */
export function restWhileNothingWaits(): void {
  const { scheduleCheckPendingRequests } = RequestQueue.prototype;
  RequestQueue.prototype.scheduleCheckPendingRequests = function () {
    if (this.pending.length > 0) scheduleCheckPendingRequests.call(this);
  };
}

/** A tenth of the time that a request is given. */
const TIMEOUTS_EVERY_MS = 1_000;

/** kafkajs looks ten times a second, on every connection, whether requests have waited too long: most of what an idle app would do. */
export function checkTimeoutsNowAndThen(): void {
  RequestQueue.prototype.scheduleRequestTimeoutCheck = function () {
    if (!this.enforceRequestTimeout) return;
    this.destroy();
    this.requestTimeoutIntervalId = setInterval(() => {
      const now = Date.now();
      for (const request of this.inflight.values()) {
        if (now - request.sentAt > request.requestTimeout) request.timeoutRequest();
      }
      if (!this.isConnected()) this.destroy();
    }, TIMEOUTS_EVERY_MS);
  };
}
