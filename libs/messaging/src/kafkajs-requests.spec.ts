import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
// It is what changes kafkajs, for whoever makes a client.
import './kafka-client.js';
import { RequestQueue } from './kafkajs-requests.js';

const SILENT = { debug: () => undefined };

describe('the requests of kafkajs', () => {
  let queue: RequestQueue;
  let connected: boolean;
  const sendRequest = jest.fn();

  const aQueue = (enforceRequestTimeout: boolean) =>
    new RequestQueue({
      maxInFlightRequests: 1,
      requestTimeout: 30_000,
      enforceRequestTimeout,
      isConnected: () => connected,
      logger: SILENT,
    });

  beforeEach(() => {
    jest.useFakeTimers();
    sendRequest.mockClear();
    connected = true;
    queue = aQueue(false);
  });

  afterEach(() => {
    queue.destroy();
    jest.useRealTimers();
  });

  const push = (correlationId: number) => queue.push({ entry: { correlationId }, expectResponse: true, sendRequest });

  it('N4 set no timer while none waits', () => {
    push(1);
    queue.checkPendingRequests();

    expect(sendRequest).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('N4 are looked at once a second while they may take too long', () => {
    queue = aQueue(true);
    queue.scheduleRequestTimeoutCheck();
    expect(jest.getTimerCount()).toBe(1);
    const timeoutRequest = jest.fn();
    const inflight = queue.inflight as Map<number, object>;
    inflight.set(1, { sentAt: Date.now(), requestTimeout: 30_000, timeoutRequest });

    jest.advanceTimersByTime(30_000);
    expect(timeoutRequest).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1_000);
    expect(timeoutRequest).toHaveBeenCalledTimes(1);

    connected = false;
    jest.advanceTimersByTime(1_000);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('are sent once the broker does not throttle any more', () => {
    queue.maybeThrottle(500);
    push(1);
    jest.advanceTimersByTime(450);
    expect(sendRequest).not.toHaveBeenCalled();

    jest.advanceTimersByTime(100);
    expect(sendRequest).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
