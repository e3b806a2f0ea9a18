import { describe, expect, it } from '@jest/globals';
import { FIGURE_INTERVALS } from '#contracts';
import { FIGURE_RESOLUTIONS, INTERVAL_RESOLUTIONS } from '#notifications';
import { KEPT_MS, STEP_MS, type Span, askedOf } from './span.js';

const NOW = Date.parse('2026-11-23T10:07:20Z');
const at = (time: string): number => Date.parse(`2026-11-${time}Z`);
const range = (from: string, to: string): Span => ({ kind: 'range', from: at(from), to: at(to), back: '1h' });

describe('askedOf', () => {
  it.each([
    ['15m', '23T09:53', '23T10:08', '1m'],
    ['1h', '23T09:08', '23T10:08', '1m'],
    ['24h', '22T10:15', '23T10:15', '15m'],
    ['7d', '16T11:00', '23T11:00', '1h'],
  ] as const)('of the last %s asks for whole steps that hold this moment', (window, from, to, interval) => {
    expect(askedOf({ kind: 'window', window }, NOW)).toEqual({ from: at(from), to: at(to), interval });
  });

  it.each([
    ['within a drawn range, for the shortest steps', range('23T09:00:40', '23T09:20:10'), '23T09:00', '23T09:21', '1m'],
    ['too many minutes, for quarters', range('22T12:01', '23T02:00'), '22T12:00', '23T02:00', '15m'],
    ['minutes that are not kept any more, for quarters', range('20T12:01', '20T12:20'), '20T12:00', '20T12:30', '15m'],
    ['nearly nothing, for a step', range('23T09:00:10', '23T09:00:12'), '23T09:00', '23T09:01', '1m'],
  ])('%s', (_, span, from, to, interval) => {
    expect(askedOf(span, NOW)).toEqual({ from: at(from), to: at(to), interval });
  });
});

describe('steps', () => {
  it.each(FIGURE_INTERVALS)('of %s are as long and kept for as long as where they are written', (interval) => {
    const { stepMs, keptMs } = FIGURE_RESOLUTIONS[INTERVAL_RESOLUTIONS[interval]];
    expect({ stepMs: STEP_MS[interval], keptMs: KEPT_MS[interval] }).toEqual({ stepMs, keptMs });
  });
});
