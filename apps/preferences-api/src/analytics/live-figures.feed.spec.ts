import { expect, it } from '@jest/globals';
import { SystemClock, createLogger } from '#runtime';
import type { ProcessExit } from '#runtime';
import { eventually } from '../../../../test/system/eventually.js';
import type { EventStream } from './event-stream.js';
import { LiveFiguresFeed } from './live-figures.feed.js';
import type { LiveFiguresReader } from './live-figures.reader.js';

it('N9: cuts a reader that takes nothing, though its token has expired too: it would not take a last word either', async () => {
  const reader = { read: () => Promise.resolve({ at: '2026-11-22T10:00:00Z' }) } as unknown as LiveFiguresReader;
  const exit = {
    fail: (_: string, error: unknown) => {
      throw error;
    },
  } as unknown as ProcessExit;
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
