import { describe, expect, it } from '@jest/globals';
import type { InboxMessage } from '#delivery';
import { StreamSession } from './stream-session.js';

describe('StreamSession', () => {
  it('gives a live message at once when nothing was missed', () => {
    const { session, received } = openedAt(3, null);

    session.offer(message(4));

    expect(received).toEqual([4]);
  });

  it('holds live messages back until what was missed was given, then gives them in order', () => {
    const { session, received } = connecting(2);
    session.aimAt(4);
    session.offer(message(6));
    session.offer(message(5));
    session.give([message(3), message(4)]);
    expect(received).toEqual([3, 4]);

    session.endCatchUp();

    expect(received).toEqual([3, 4, 5, 6]);
  });

  it('gives a message once that the catch-up and the live topic both bring', () => {
    const { session, received } = connecting(2);
    session.aimAt(3);
    session.offer(message(3));
    session.give([message(3)]);
    session.endCatchUp();

    session.offer(message(3));

    expect(received).toEqual([3]);
  });

  it('does not repeat an old message that a device has confirmed', () => {
    const { session, received } = openedAt(5, null);

    session.offer(message(4, { acknowledged: true }));

    expect(received).toEqual([]);
  });

  it('gives a message that arrives behind a later one', () => {
    const { session, received } = openedAt(5, null);

    session.offer(message(7));
    session.offer(message(6));
    session.offer(message(4));

    expect(received).toEqual([7, 6, 4]);
  });

  it('gives a new message that another device has confirmed already', () => {
    const { session, received } = openedAt(5, null);

    session.offer(message(6, { acknowledged: true }));

    expect(received).toEqual([6]);
  });

  it('gives nothing twice when it catches up again', () => {
    const { session, received } = openedAt(5, null);
    session.offer(message(6));

    session.beginCatchUp();
    session.aimAt(7);
    expect(session.position).toBe(6);
    session.give([message(6), message(7)]);
    session.endCatchUp();

    expect(received).toEqual([6, 7]);
  });

  it('does not believe a client that claims to have more than there is', () => {
    const { session, received } = openedAt(5, 1_000_000);
    expect(session.position).toBe(5);

    session.offer(message(6, { acknowledged: true }));

    expect(received).toEqual([6]);
  });

  it('tells no count while messages are still to come', () => {
    const { session, counts } = connecting(null);
    session.tellUnread(1);
    session.aimAt(0);
    session.endCatchUp();

    session.tellUnread(2);

    expect(counts).toEqual([2]);
  });
});

function connecting(lastSeq: number | null) {
  const received: number[] = [];
  const counts: number[] = [];
  const session = new StreamSession('customer-1', lastSeq, {
    receive: ({ seq }) => void received.push(seq),
    receiveUnread: (count) => void counts.push(count),
    disconnect: () => undefined,
  });
  session.beginCatchUp();
  return { session, received, counts };
}

/** Caught up, without anything missed, when the inbox ended at `top`. */
function openedAt(top: number, lastSeq: number | null) {
  const opened = connecting(lastSeq);
  opened.session.aimAt(top);
  opened.session.endCatchUp();
  return opened;
}

function message(seq: number, { acknowledged = false } = {}): InboxMessage {
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
  return { userId: 'customer-1', seq, acknowledged, readAt: null, notification };
}
