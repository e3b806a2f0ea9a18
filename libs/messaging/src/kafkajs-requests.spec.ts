import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
// It is what changes kafkajs, for whoever makes a client.
import './kafka-client.js';
import { RequestQueue } from './kafkajs-requests.js';

const SILENT = { debug: () => undefined };

describe('the requests of kafkajs', () => {
  let queue: RequestQueue;
  const sendRequest = jest.fn();

  beforeEach(() => {
    jest.useFakeTimers();
    sendRequest.mockClear();
    queue = new RequestQueue({
      maxInFlightRequests: 1,
      requestTimeout: 30_000,
      enforceRequestTimeout: false,
      logger: SILENT,
    });
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
