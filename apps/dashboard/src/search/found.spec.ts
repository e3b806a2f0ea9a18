import { describe, expect, it } from '@jest/globals';
import type { NotificationDocument } from '#contracts';
import { groupByEvent, standingOf } from './found.js';

const aDocument = (overrides: Partial<NotificationDocument>): NotificationDocument => ({
  id: '1',
  orderId: 'o-1',
  userId: 'ana',
  type: 'order_shipped',
  channel: 'email',
  status: 'sent',
  reason: null,
  attempts: [],
  timeline: [],
  createdAt: '2026-11-22T10:00:00.000Z',
  nextAttemptAt: null,
  sentAt: null,
  deliveredAt: null,
  openedAt: null,
  ...overrides,
});

const idsOf = (items: readonly NotificationDocument[]) =>
  groupByEvent(items).map(({ notifications }) => notifications.map(({ id }) => id).join(' '));

describe('what a search finds', () => {
  const three = (first: number, overrides: Partial<NotificationDocument> = {}) =>
    (['email', 'sms', 'in_app'] as const).map((channel, i) =>
      aDocument({ id: String(first + i), channel, ...overrides }),
    );

  it('is told by order event, the newest first and its channels in their order', () => {
    const later = three(4, { type: 'delivered', createdAt: '2026-11-23T10:00:00.000Z' });
    expect(idsOf([...later.reverse(), ...three(1).reverse()])).toEqual(['4 5 6', '1 2 3']);
  });

  it('keeps two packages of one order apart, also where they were planned at one moment', () => {
    expect(idsOf([...three(4), ...three(1)])).toEqual(['4 5 6', '1 2 3']);
  });

  it('says where a notification stands by what came last', () => {
    const at = '2026-11-22T10:00:00.000Z';
    const timeline = [
      { at, event: 'planned', detail: 'For an event.' },
      { at, event: 'sent', detail: 'SendGrid took the email.' },
      { at, event: 'possible_duplicate', detail: 'Twice.' },
    ];
    expect(standingOf(aDocument({ timeline }))).toBe('SendGrid took the email.');
    expect(standingOf(aDocument({ timeline: timeline.slice(0, 1) }))).toBe('On its way.');
  });
});
