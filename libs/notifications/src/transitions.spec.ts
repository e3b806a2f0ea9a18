import { describe, expect, it } from '@jest/globals';
import { NOTIFICATION_STATUSES, type NotificationStatus } from '#contracts';
import { SETTLED, TRANSITIONS, canMove, statusesBefore } from './transitions.js';

/** Every move, with what makes it. */
const MOVES: readonly (readonly [NotificationStatus, NotificationStatus, string])[] = [
  ['pending', 'sending', 'claimed'],
  ['pending', 'sent', 'a success after its claim was given up'],
  ['pending', 'delivered', 'word from the recipient while a retry waits'],
  ['pending', 'suppressed', 'permission revoked while it waits'],
  ['pending', 'superseded', 'overtaken while it waits'],
  ['pending', 'expired', 'too old while it waits'],
  ['pending', 'failed', 'given up while it waits'],
  ['sending', 'sent', 'accepted'],
  ['sending', 'delivered', 'word from the recipient before the answer'],
  ['sending', 'pending', 'a retryable failure, quiet hours, released unsent'],
  ['sending', 'unconfirmed', 'an unknown outcome'],
  ['sending', 'failed', 'a permanent error, or no attempt left'],
  ['sending', 'suppressed', 'decided at the moment of sending'],
  ['sending', 'superseded', 'decided at the moment of sending'],
  ['sending', 'expired', 'decided at the moment of sending'],
  ['unconfirmed', 'sent', 'evidence'],
  ['unconfirmed', 'delivered', 'evidence'],
  ['unconfirmed', 'failed', 'evidence, or no attempt left'],
  ['unconfirmed', 'pending', 'no evidence in time'],
  ['unconfirmed', 'sending', 'no evidence in time, claimed for the next attempt'],
  ['sent', 'delivered', 'evidence'],
  ['sent', 'failed', 'a bounce'],
  ['sent', 'pending', 'a retryable failure after acceptance'],
  ['delivered', 'failed', 'a late bounce'],
  ['failed', 'pending', 'put back to work by a person'],
];

const isListed = (from: NotificationStatus, to: NotificationStatus) => MOVES.some(([f, t]) => f === from && t === to);

describe('transitions', () => {
  it.each(MOVES)('lead from %s to %s: %s', (from, to) => {
    expect(canMove(from, to)).toBe(true);
  });

  it('are these and no others, for every pair of statuses', () => {
    for (const from of NOTIFICATION_STATUSES) {
      for (const to of NOTIFICATION_STATUSES) {
        expect([from, to, canMove(from, to)]).toEqual([from, to, isListed(from, to)]);
      }
    }
  });

  it('name every status, and no move twice', () => {
    expect(Object.keys(TRANSITIONS).sort()).toEqual([...NOTIFICATION_STATUSES].sort());
    for (const targets of Object.values(TRANSITIONS)) expect(new Set(targets).size).toBe(targets.length);
  });

  it.each(['suppressed', 'superseded', 'expired'] as const)('end at %s', (status) => {
    expect(TRANSITIONS[status]).toEqual([]);
  });

  it('lead back from a delivered notification to a bounce only, and from a failed one only by a person', () => {
    expect(TRANSITIONS.delivered).toEqual(['failed']);
    expect(TRANSITIONS.failed).toEqual(['pending']);
  });

  it('never lead back to sending once the provider has accepted', () => {
    expect(statusesBefore('sending')).toEqual(['pending', 'unconfirmed']);
  });

  it('count a success from any claim that is not settled yet', () => {
    expect(statusesBefore('sent')).toEqual(['pending', 'sending', 'unconfirmed']);
  });

  it('are the same asked from behind', () => {
    for (const to of NOTIFICATION_STATUSES) {
      expect(statusesBefore(to)).toEqual(NOTIFICATION_STATUSES.filter((from) => isListed(from, to)));
    }
  });

  it('settle every status that has no work left in it', () => {
    expect([...SETTLED, 'pending', 'sending', 'unconfirmed'].sort()).toEqual([...NOTIFICATION_STATUSES].sort());
  });
});
