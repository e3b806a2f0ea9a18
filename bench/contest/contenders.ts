import type { Channel } from '#contracts';
import { ceiling } from '../opponents/ceiling/contender.js';
import type { Contender } from '../opponents/contender.js';
import { tutorial } from '../opponents/tutorial/contender.js';
import { ours } from './ours.js';

interface Entrant {
  /** @param channels that each event is to be sent by */
  readonly of: (channels: readonly Channel[]) => Contender;
  /** Events it takes before anything is measured. */
  readonly warmUp: number;
  /** Whether it promises to send each message exactly once while nothing fails; otherwise what is missing or too many is printed. */
  readonly isExact: boolean;
}

export const CONTENDERS = {
  ours: { of: ours, warmUp: 3_000, isExact: true },
  ceiling: { of: () => ceiling, warmUp: 3_000, isExact: true },
  tutorial: { of: () => tutorial, warmUp: 300, isExact: false },
} as const satisfies Record<string, Entrant>;

export type ContenderName = keyof typeof CONTENDERS;
