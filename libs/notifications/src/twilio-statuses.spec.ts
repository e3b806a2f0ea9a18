import { describe, expect, it } from '@jest/globals';
import { saidByTwilio } from './twilio-statuses.js';

describe('Twilio’s statuses', () => {
  it.each(['accepted', 'scheduled', 'queued', 'sending', 'sent'])('%s: Twilio has the message', (status) => {
    expect(saidByTwilio(status, null)).toEqual({ kind: 'accepted', code: null });
  });

  it('delivered and read say so', () => {
    expect(saidByTwilio('delivered', null)).toEqual({ kind: 'delivered', code: null });
    expect(saidByTwilio('read', null)).toEqual({ kind: 'opened', code: null });
  });

  describe.each(['undelivered', 'failed'])('%s', (status) => {
    it.each([30001, 30003, 30008])('with %i is worth another attempt', (code) => {
      expect(saidByTwilio(status, code)).toEqual({ kind: 'undelivered', code: `twilio_${code}` });
    });

    it.each([21211, 21408, 21608, 21610, 21614, 21635, 30005, 30006, 30007, 30034])('with %i is for good', (code) => {
      expect(saidByTwilio(status, code)).toEqual({ kind: 'rejected', code: `twilio_${code}` });
    });

    it('without a code, or with one nobody knows, is worth another attempt', () => {
      expect(saidByTwilio(status, null)).toEqual({ kind: 'undelivered', code: `twilio_${status}` });
      expect(saidByTwilio(status, 39999)).toEqual({ kind: 'undelivered', code: 'twilio_39999' });
    });
  });

  it.each(['canceled', 'received', 'constructor', 'thought_of_next_year'])('%s says nothing', (status) => {
    expect(saidByTwilio(status, null)).toBeNull();
  });
});
