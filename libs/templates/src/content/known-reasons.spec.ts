import { describe, expect, it } from '@jest/globals';
import { LANGUAGES } from '#contracts';
import { FAILURE_REASONS } from '../delivery-failed/failure-reasons.js';
import { REFUND_REASONS } from '../refund/refund-reasons.js';
import { isGsm7 } from '../sms/sms-size.js';
import { knownReason } from './known-reasons.js';

describe('a reason', () => {
  it.each(['nobody home', 'NOBODY_HOME', 'Nobody home.', ' nobody-home '])(
    'is known however it is written: %j',
    (given) => {
      expect(knownReason(FAILURE_REASONS, given, 'es')).toBe('destinatario ausente');
    },
  );

  it.each(['nobody home, dog at large', 'home', '', 'constructor', '不在'])(
    'is not guessed from a part: %j',
    (given) => {
      expect(knownReason(FAILURE_REASONS, given, 'fr')).toBeNull();
    },
  );
});

describe.each([
  ['of a failed delivery', FAILURE_REASONS],
  ['of a refund', REFUND_REASONS],
])('the known reasons %s', (_, reasons) => {
  it('can each be found, under one meaning only', () => {
    const written = reasons.flatMap((reason) => reason.written);
    expect(new Set(written).size).toBe(written.length);
    for (const reason of reasons) {
      for (const words of reason.written) expect(knownReason(reasons, words, 'fr')).toBe(reason.fr);
    }
  });

  it('are short enough for an SMS and need no letter outside GSM-7', () => {
    for (const reason of reasons) {
      for (const language of LANGUAGES) {
        expect(reason[language].length).toBeLessThanOrEqual(40);
        expect(isGsm7(reason[language].replace('’', "'"))).toBe(true);
      }
    }
  });
});
