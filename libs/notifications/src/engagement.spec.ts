import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Engaged, type Engagement, evidenceOf, figuresOfEngagement, sets, sumFigures } from './index.js';

const SUBJECT = { channel: 'email', type: 'order_shipped', language: 'es' } as const;
const NOTHING: Engaged = { openedAt: null, machineOpenedAt: null, clickedAt: null };
const NOW = new Date('2026-11-25T14:05:00Z');

const countsOf = (before: Engaged, deeds: readonly Engagement[]) =>
  Object.fromEntries(
    sumFigures(figuresOfEngagement(SUBJECT, before, deeds)).map(({ label, detail, amount }) => [
      `${label} ${detail}`,
      amount,
    ]),
  );

const after = (before: Engaged, deed: Engagement): Engaged => ({
  openedAt: sets(deed, 'openedAt') ? NOW : before.openedAt,
  machineOpenedAt: sets(deed, 'machineOpenedAt') ? NOW : before.machineOpenedAt,
  clickedAt: sets(deed, 'clickedAt') ? NOW : before.clickedAt,
});

const aDeed = fc.record<Engagement>({
  action: fc.constantFrom('open', 'click'),
  by: fc.constantFrom('person', 'machine'),
});

describe('what is done with an email', () => {
  it('F5 is counted each time, and once as the first', () => {
    const open = { action: 'open', by: 'person' } as const;
    expect(countsOf(NOTHING, [open, open])).toEqual({ 'open person': 2, 'first_open person': 1 });
    expect(countsOf({ ...NOTHING, openedAt: NOW }, [open])).toEqual({ 'open person': 1 });
  });

  it('F5 is counted apart where a machine did it', () => {
    const machine = { action: 'open', by: 'machine' } as const;
    expect(countsOf({ ...NOTHING, openedAt: NOW }, [machine])).toEqual({ 'open machine': 1, 'first_open machine': 1 });
    expect(countsOf(NOTHING, [{ action: 'click', by: 'machine' }])).toEqual({ 'click machine': 1 });
    expect(evidenceOf(machine)).toBe('delivered');
  });

  it('F5 shows that it was opened by a click, too', () => {
    const click = { action: 'click', by: 'person' } as const;
    expect(countsOf(NOTHING, [click])).toEqual({ 'click person': 1, 'first_open person': 1, 'first_click person': 1 });
    expect(evidenceOf(click)).toBe('opened');
  });

  it('F5 is counted the same in any order, and however it is divided among transactions', () => {
    const inTurn = (deeds: readonly Engagement[]) => {
      let before = NOTHING;
      const figures = deeds.flatMap((deed) => {
        const counted = figuresOfEngagement(SUBJECT, before, [deed]);
        before = after(before, deed);
        return counted;
      });
      return sumFigures(figures);
    };
    fc.assert(
      fc.property(fc.array(aDeed), (deeds) => {
        const atOnce = sumFigures(figuresOfEngagement(SUBJECT, NOTHING, deeds));
        expect(inTurn(deeds)).toEqual(atOnce);
        expect(inTurn(deeds.toReversed())).toEqual(atOnce);
      }),
    );
  });
});
