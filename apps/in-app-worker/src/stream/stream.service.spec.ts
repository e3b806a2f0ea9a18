import { describe, expect, it } from '@jest/globals';
import type { InAppLive } from '#contracts';
import type { Database, InboxStanding } from '#database';
import type { InboxReader } from '#delivery';
import type { CatchUp } from './catch-up.js';
import type { InboxStandings } from './inbox-standings.js';
import { SessionRegistry } from './session.registry.js';
import { StreamService } from './stream.service.js';
import { StreamSession } from './stream-session.js';

describe('StreamService', () => {
  it('tells what was read while it was asked where the inbox stands, and goes on telling', async () => {
    let answer: (standing: InboxStanding) => void = () => undefined;
    const standings = {
      of: () => new Promise<InboxStanding>((resolve) => (answer = resolve)),
      announce: () => undefined,
    };
    // Neither is asked: nothing arrives, and nothing was missed.
    const [database, reader, catchUp] = [{} as Database, {} as InboxReader, {} as CatchUp];
    const sessions = new SessionRegistry();
    const stream = new StreamService(database, reader, sessions, standings as unknown as InboxStandings, catchUp);
    const told: string[] = [];
    const opening = stream.open(sessionOf(told));

    await stream.deliver([read('first')]);
    expect(told).toEqual([]);
    answer({ top: 3, unread: 2 });
    await opening;
    await stream.deliver([read('second')]);

    expect(told).toEqual(['first', 'unread 2', 'second']);
  });
});

function sessionOf(told: string[]): StreamSession {
  const client = { userId: 'customer-1', lastSeq: 3, expiresAt: new Date('2026-11-25T15:00:00Z') };
  return new StreamSession(client, {
    receive: () => undefined,
    receiveUnread: (count) => void told.push(`unread ${count}`),
    receiveChange: ({ notificationId }) => void told.push(notificationId),
    receiveSkipped: () => undefined,
    taken: () => Promise.resolve(),
    end: () => undefined,
    hangUp: () => undefined,
  });
}

function read(notificationId: string): InAppLive {
  return { notificationId, userId: 'customer-1', change: 'read' };
}
