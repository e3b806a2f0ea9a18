import { describe, expect, it } from '@jest/globals';
import type { DeviceLog } from './crowd.js';
import { type ArrivedRow, isFaultless, judge } from './judge.js';

const INBOX = [row('a', 1), row('b', 2), row('c', 3)];
const NONE = { lost: 0, repeated: 0, disordered: 0, foreign: 0, miscounted: 0 };

describe('The judge of the stream', () => {
  it('finds nothing where every device was given its inbox, in order', () => {
    const faults = judge([...INBOX, row('other', 1, 'customer-2')], [log('abc'), log('abc')]);

    expect(faults).toEqual(NONE);
    expect(isFaultless(faults)).toBe(true);
  });

  it.each([
    { name: 'a lost message', given: log('ac'), fault: { lost: 1 } },
    { name: 'a device that was given nothing', given: log(''), fault: { lost: 3 } },
    { name: 'a repeated message', given: log('abbc'), fault: { repeated: 1 } },
    { name: 'messages in the wrong order', given: log('acb'), fault: { disordered: 1 } },
    { name: 'a message of somebody else', given: log('abcd'), fault: { foreign: 1 } },
    { name: 'a wrong count', given: { ...log('abc'), unread: 2 }, fault: { miscounted: 1 } },
    { name: 'a device that was told no count', given: { ...log('abc'), unread: null }, fault: { miscounted: 1 } },
  ])('finds $name', ({ given, fault }) => {
    const faults = judge(INBOX, [log('abc'), given]);

    expect(faults).toEqual({ ...NONE, ...fault });
    expect(isFaultless(faults)).toBe(false);
  });

  it('finds a position that is not the row’s', () => {
    const moved = { ...log('abc'), receipts: log('abc').receipts.map((one) => ({ ...one, seq: one.seq + 1 })) };

    expect(judge(INBOX, [moved])).toEqual({ ...NONE, foreign: 3 });
  });
});

function row(id: string, seq: number, userId = 'customer-1'): ArrivedRow {
  return { id, userId, seq };
}

/** @param ids one letter each; its position is its place in the alphabet */
function log(ids: string): DeviceLog {
  const receipts = ids.split('').map((id) => ({ id, seq: id.charCodeAt(0) - 96, at: 0 }));
  return { userId: 'customer-1', receipts, unread: INBOX.length };
}
