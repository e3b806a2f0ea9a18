import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { SystemClock, createLogger } from '#runtime';
import type { ProcessExit } from '#runtime';
import { eventually } from '../../../../test/system/eventually.js';
import type { EventStream } from './event-stream.js';
import { LiveFiguresFeed } from './live-figures.feed.js';
import type { LiveFiguresReader } from './live-figures.reader.js';

const exit = {
  fail: (_: string, error: unknown) => {
    throw error;
  },
} as unknown as ProcessExit;

it('N9: cuts a reader that takes nothing, though its token has expired too: it would not take a last word either', async () => {
  const reader = { read: () => Promise.resolve({ at: '2026-11-22T10:00:00Z' }) } as unknown as LiveFiguresReader;
  const feed = new LiveFiguresFeed(reader, new SystemClock(), exit, createLogger('tests', 'silent'));
  const done: string[] = [];
  const streamBlockedFor = (name: string, ms: number) =>
    ({
      send: () => undefined,
      blockedFor: () => ms,
      end: () => done.push(`${name} ended`),
      cut: () => done.push(`${name} cut`),
    }) as unknown as EventStream;
  const expired = new Date(0);
  feed.listen(streamBlockedFor('blocked', 30_000), expired);
  feed.listen(streamBlockedFor('reading', 0), expired);
  await eventually(() => expect(done).toHaveLength(2));
  expect(done).toEqual(['blocked cut', 'reading ended']);
  await feed.beforeApplicationShutdown();
});

it('N4: reads for a fifth of the time at most, where counting what waits takes long', async () => {
  const begun: number[] = [];
  const reader = {
    read: async () => {
      begun.push(performance.now());
      await delay(300);
      return { at: '2026-11-22T10:00:00Z' };
    },
  } as unknown as LiveFiguresReader;
  const feed = new LiveFiguresFeed(reader, new SystemClock(), exit, createLogger('tests', 'silent'));
  const stream = { send: () => undefined, blockedFor: () => 0, end: () => undefined } as unknown as EventStream;
  feed.listen(stream, new Date(Date.now() + 60_000));
  await eventually(() => expect(begun).toHaveLength(2));
  expect((begun[1] ?? 0) - (begun[0] ?? 0)).toBeGreaterThanOrEqual(1_450);
  await feed.beforeApplicationShutdown();
});
