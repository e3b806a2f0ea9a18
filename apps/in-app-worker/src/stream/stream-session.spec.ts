import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { InAppLive } from '#contracts';
import type { InboxMessage } from '#delivery';
import { StreamSession } from './stream-session.js';

describe('StreamSession', () => {
  it('gives the next message as it arrives', () => {
    const { session, received } = openedAt(3);

    session.offer(4, message(4));
    session.offer(5, message(5));

    expect(received).toEqual([4, 5]);
    expect(session.isBehind).toBe(false);
  });

  it('gives nothing twice', () => {
    const { session, received } = openedAt(3);

    session.offer(4, message(4));
    session.offer(4, message(4));
    session.offer(2, message(2));
    session.replay([message(3), message(4)]);

    expect(received).toEqual([4]);
    expect(session.isBehind).toBe(false);
  });

  it('is behind when a later message than the next arrives, until it was given what lies between', () => {
    const { session, received } = openedAt(3);

    session.offer(6, message(6));
    expect(received).toEqual([]);
    expect(session.isBehind).toBe(true);

    session.replay([message(4), message(5), message(6)]);
    expect(received).toEqual([4, 5, 6]);
    expect(session.isBehind).toBe(false);
  });

  it('takes a live message in the midst of a replay if it is the next', () => {
    const { session, received } = openedAt(3);
    session.noteTop(5);

    session.offer(4, message(4));
    session.replay([message(4), message(5)]);

    expect(received).toEqual([4, 5]);
  });

  it('passes over what cannot be shown', () => {
    const { session, received } = openedAt(3);

    session.offer(4, undefined);
    expect(session.isBehind).toBe(true);
    session.passTo(4);
    session.offer(5, message(5));

    expect(received).toEqual([5]);
    expect(session.isBehind).toBe(false);
  });

  it('gives nothing before it is known where the inbox stands', () => {
    const { session, received } = connecting(3);

    session.offer(4, message(4));

    expect(received).toEqual([]);
    expect(session.isBehind).toBe(true);
    session.aim({ top: 3, unread: 0 });
    expect(session.isBehind).toBe(true);
    expect(session.position).toBe(3);
  });

  it('does not believe a client that claims to have more than there is, and says so once', () => {
    const { session, received, skipped } = connecting(1_000_000);
    session.aim({ top: 5, unread: 5 });
    session.aim({ top: 5, unread: 5 });
    expect(session.position).toBe(5);
    expect(skipped).toEqual([{ afterSeq: 5, beforeSeq: 6 }]);

    session.offer(6, message(6));

    expect(received).toEqual([6]);
  });

  it('tells what happened to messages after those that are still to come, and in its order', () => {
    const { session, received, changes } = openedAt(3);
    session.tellChange(changeOf('read', 3));
    session.noteTop(4);
    session.tellChange(changeOf('read', 4));
    expect(changes).toEqual([['read', 3]]);

    session.replay([message(4)]);
    session.tellChange(changeOf('archived', 4));
    expect([received, changes]).toEqual([[4], [['read', 3]]]);

    session.tellHeld();
    session.tellChange(changeOf('archived', 3));
    expect(changes).toEqual([
      ['read', 3],
      ['read', 4],
      ['archived', 4],
      ['archived', 3],
    ]);
  });

  it('hangs up where too much happens before it has caught up', () => {
    const { session, hangUps } = openedAt(3);
    session.noteTop(4);
    for (let i = 0; i < 1_000; i += 1) session.tellChange(changeOf('read', 4));
    expect(hangUps()).toBe(0);
    session.tellChange(changeOf('read', 4));
    expect(hangUps()).toBe(1);
  });

  it('of a client that has something begins there, also where all is read by now', () => {
    const { session } = connecting(3);
    session.aim({ top: 5, unread: 0 });
    expect(session).toMatchObject({ position: 3, isBehind: true });
  });

  it('does not begin anew when it is aimed again', () => {
    const { session } = openedAt(3);
    session.offer(4, message(4));

    session.aim({ top: 7, unread: 7 });

    expect(session).toMatchObject({ position: 4, top: 7, isBehind: true });
  });

  it('of a client that has nothing begins at the top if all is read, else with what nobody has confirmed', () => {
    const read = connecting(null).session;
    read.aim({ top: 5, unread: 0 });
    const unread = connecting(null).session;
    unread.aim({ top: 5, unread: 1 });

    expect(read).toMatchObject({ position: 5, isBehind: false });
    expect(unread).toMatchObject({ position: undefined, isBehind: true });
  });

  it('says what it leaves out', () => {
    const { session, skipped, received } = openedAt(3);
    session.noteTop(1_500);

    session.skipTo(1_300);
    session.replay([message(1_301)]);

    expect(skipped).toEqual([{ afterSeq: 3, beforeSeq: 1_301 }]);
    expect(received).toEqual([1_301]);
  });

  it('tells no count while messages are still to come, and how far they went with it', () => {
    const { session, counts } = openedAt(3);
    session.noteTop(4);
    session.tellUnread(1);

    session.replay([message(4)]);
    session.tellUnread(2);

    expect(counts).toEqual([[2, 4]]);
  });

  it('AC-18 gives everything once and in order, whatever is heard of in whatever order', () => {
    const heard = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.boolean()), { maxLength: 40 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12 }), heard, (lastSeq, events) => {
        const { session, received } = connecting(lastSeq);
        session.aim({ top: 12, unread: 1 });
        for (const [seq, live] of events) {
          if (live) session.offer(seq, message(seq));
          else session.replay(rangeAfter(session.position ?? 0, seq).map((each) => message(each)));
        }
        session.replay(rangeAfter(session.position ?? 0, 12).map((each) => message(each)));
        expect(received).toEqual(rangeAfter(lastSeq, 12));
        expect(session.isBehind).toBe(false);
      }),
    );
  });
});

function rangeAfter(seq: number, last: number): number[] {
  return Array.from({ length: Math.max(last - seq, 0) }, (_, index) => seq + 1 + index);
}

function connecting(lastSeq: number | null) {
  const received: number[] = [];
  const counts: [number, number][] = [];
  const skipped: unknown[] = [];
  const changes: unknown[] = [];
  let hungUp = 0;
  const session = new StreamSession(
    { userId: 'customer-1', lastSeq, expiresAt: new Date('2026-11-25T15:00:00Z') },
    {
      receive: ({ seq }) => void received.push(seq),
      receiveUnread: (...unread) => void counts.push(unread),
      receiveChange: ({ change, notificationId }) => void changes.push([change, Number(notificationId.slice(-12))]),
      receiveSkipped: (left) => void skipped.push(left),
      taken: () => Promise.resolve(),
      end: () => undefined,
      hangUp: () => void (hungUp += 1),
    },
  );
  return { session, received, counts, skipped, changes, hangUps: () => hungUp };
}

function changeOf(change: 'read' | 'archived', seq: number): InAppLive {
  return { notificationId: message(seq).notification.id, userId: 'customer-1', change };
}

/** Of a client that has everything up to `top`. */
function openedAt(top: number) {
  const opened = connecting(top);
  opened.session.aim({ top, unread: 1 });
  return opened;
}

function message(seq: number): InboxMessage {
  const notification = {
    id: `00000000-0000-7000-8000-${String(seq).padStart(12, '0')}`,
    seq,
    type: 'order_shipped' as const,
    title: 'On its way',
    body: 'Your order is on its way.',
    icon: 'package' as const,
    actionUrl: null,
    data: { orderId: 'order-1', orderNumber: 'A-1' },
    createdAt: '2026-11-25T14:05:00.000Z',
  };
  const arrivedAt = new Date('2026-11-25T14:05:01.000Z');
  return { userId: 'customer-1', seq, arrivedAt, acknowledged: false, readAt: null, notification };
}
