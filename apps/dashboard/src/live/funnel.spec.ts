import { describe, expect, it } from '@jest/globals';
import type { Analytics, Channel } from '#contracts';
import { stagesOf } from './funnel.js';

const opens = { unique: 0, total: 0 };
const all = { type: null, delivered: 0, opens, machineOpens: opens, clicks: opens, openRate: null, clickRate: null };

function stages(
  totals: { events: number; planned: number; sent: number },
  delivered: Partial<Record<Channel, number>>,
) {
  const channels = (['email', 'sms', 'in_app'] as const).map((channel) => ({
    channel,
    sent: channel === 'in_app' ? 10 : 0,
    delivered: delivered[channel] ?? 0,
  }));
  const analytics = { totals, channels: channels as unknown as Analytics['channels'], engagement: { all, types: [] } };
  return Object.fromEntries(
    stagesOf(analytics).map(({ name, value, share }) => [name, `${value} ${share}`.replace('\u00a0', ' ').trim()]),
  );
}

describe('the funnel', () => {
  it('begins with events, counts what lies in the inbox as arrived, and shares as far as they are such', () => {
    expect(stages({ events: 20, planned: 60, sent: 50 }, { email: 20, sms: 5, in_app: 1 })).toEqual({
      Events: '20',
      Planned: '60 3×',
      Sent: '50 83.3 %',
      Delivered: '35 70 %',
      Opened: '0 –',
      Clicked: '0 –',
    });
  });

  it('has no share of more than all: what was sent before the window is delivered in it', () => {
    expect(stages({ events: 0, planned: 5, sent: 12 }, { email: 8 })).toMatchObject({
      Planned: '5 –',
      Sent: '12 –',
      Delivered: '18 –',
    });
  });
});
