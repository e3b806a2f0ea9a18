/** Implements F5. What is done with an email that arrived, and what is counted of it. Pure. */
import type { Reader } from './email-readers.js';
import type { EvidenceKind } from './evidence.js';
import { type Figure, type FigureSubject, counted } from './figures.js';

/** A picture was fetched, or a link followed. */
export interface Engagement {
  readonly action: 'open' | 'click';
  readonly by: Reader;
}

/** What the log keeps: when each was done for the first time. */
export interface Engaged {
  /** By a person. Who follows a link has opened the email, with pictures or without. */
  readonly openedAt: Date | null;
  readonly machineOpenedAt: Date | null;
  /** By a person. */
  readonly clickedAt: Date | null;
}

type Time = keyof Engaged;

/** Which of these times a deed sets, where none is set yet. A program that follows links says no more than that the email arrived. */
const TIMES = {
  open: { person: ['openedAt'], machine: ['machineOpenedAt'] },
  click: { person: ['openedAt', 'clickedAt'], machine: [] },
} as const satisfies Record<Engagement['action'], Record<Reader, readonly Time[]>>;

/** Each of these times is one unique deed: so many rows of the log as have it, so many were counted. */
const UNIQUE = {
  openedAt: { label: 'first_open', detail: 'person' },
  machineOpenedAt: { label: 'first_open', detail: 'machine' },
  clickedAt: { label: 'first_click', detail: 'person' },
} as const satisfies Record<Time, { readonly label: string; readonly detail: Reader }>;

export function sets({ action, by }: Engagement, time: Time): boolean {
  return (TIMES[action][by] as readonly Time[]).includes(time);
}

/** A program that fetches every picture says that the email arrived, not that anybody saw it. */
export function evidenceOf({ by }: Engagement): EvidenceKind {
  return by === 'person' ? 'opened' : 'delivered';
}

/** @param before what the log, locked, kept before these */
export function figuresOfEngagement(
  { channel, type, language }: FigureSubject,
  before: Engaged,
  engagements: readonly Engagement[],
): Figure[] {
  const of = { channel, type, language: language ?? '' } as const;
  const times = Object.keys(UNIQUE) as Time[];
  const firsts = times.filter((time) => before[time] === null && engagements.some((one) => sets(one, time)));
  return [
    ...engagements.map(({ action, by }) => counted('engagement', { ...of, label: action, detail: by })),
    ...firsts.map((time) => counted('engagement', { ...of, ...UNIQUE[time] })),
  ];
}
