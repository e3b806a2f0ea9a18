import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { getEventListeners } from 'node:events';
import type { ApiClient } from '../api/api-client.js';
import { ApiProblem } from '../api/api-problem.js';
import { LiveFeed } from './live-feed.js';

const LONGEST_REST_MS = 20_000;
const NOW = Date.parse('2026-11-23T10:00:00Z');

function feedOf(stream: () => Promise<Response>): LiveFeed {
  return new LiveFeed({ stream } as unknown as ApiClient, new EventTarget());
}

function figuresOf(at: number): Response {
  return new Response(`event: figures\ndata: ${JSON.stringify({ at: new Date(at).toISOString() })}\n\n`);
}

describe('LiveFeed', () => {
  let ended: AbortController;
  beforeEach(() => {
    ended = new AbortController();
    // Streams go on by the others.
    jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  });
  afterEach(() => {
    ended.abort();
    jest.useRealTimers();
  });

  it('leaves nothing behind after a rest, however often it tries again', async () => {
    const { signal } = ended;
    let tries = 0;
    const feed = feedOf(() => {
      tries += 1;
      return Promise.reject(new ApiProblem('Away', 503, 'temporarily_unavailable', null));
    });
    void feed.run(signal);
    await jest.advanceTimersByTimeAsync(0);
    const listeners = getEventListeners(signal, 'abort').length;
    await jest.advanceTimersByTimeAsync(5 * LONGEST_REST_MS);
    expect(tries).toBeGreaterThan(5);
    expect(getEventListeners(signal, 'abort')).toHaveLength(listeners);
  });

  it('knows how far the clock of the server is ahead, but for what an answer takes', async () => {
    const answers = [NOW + 3_600_000, NOW + 3_600_000 + 1_500, NOW - 7_000].map((at) => figuresOf(at));
    const feed = feedOf(() => Promise.resolve(answers.shift() ?? new Response('')));
    const ahead: number[] = [];
    feed.ahead.watch((ms) => void ahead.push(ms));
    void feed.run(ended.signal);
    for (let second = 0; second < 20; second += 1) {
      await jest.advanceTimersByTimeAsync(1_000);
      await new Promise(setImmediate);
    }
    expect(ahead[0]).toBe(3_600_000);
    expect(ahead).toHaveLength(2);
  });
});
