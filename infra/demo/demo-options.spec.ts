import { describe, expect, it } from '@jest/globals';
import { LauncherError } from '../launcher.error.js';
import { parseDemoOptions } from './demo-options.js';

describe('options of the demo', () => {
  it('play on and on, slowly enough to read along, when nothing is said', () => {
    expect(parseDemoOptions({ exit: false })).toEqual({ events: undefined, rate: 3, exit: false });
  });

  it('play faster when there is an end to wait for', () => {
    expect(parseDemoOptions({ exit: true })).toEqual({ events: 200, rate: 10, exit: true });
    expect(parseDemoOptions({ events: '50', exit: false })).toEqual({ events: 50, rate: 10, exit: false });
    expect(parseDemoOptions({ events: '50', rate: '2.5', exit: true })).toEqual({ events: 50, rate: 2.5, exit: true });
  });

  it.each(['0', '-3', '1.5', 'many', ''])('refuse "%s" events', (events) => {
    expect(() => parseDemoOptions({ events, exit: false })).toThrow(LauncherError);
  });
});
