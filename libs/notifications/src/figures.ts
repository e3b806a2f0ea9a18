/** Implements F5, N1, N2. What is counted, and how: the vocabulary of figures. Pure. */
import {
  type AttemptOutcome,
  CHANNELS,
  type Channel,
  LANGUAGES,
  type Language,
  NOTIFICATION_TYPES,
  type NotificationStatus,
  type NotificationType,
  type Reason,
} from '#contracts';
import type { SuppressionReason } from './suppression-reasons.js';

/**
 * Kinds of figures, and what their label and detail name.
 * `status` alone also counts departures: what came to a status in all, less what left it again, is how many rows stand there.
 */
export const FIGURE_KINDS = {
  event: { label: 'empty: order events that were dispatched, each once', detail: '' },
  status: { label: 'status in the log', detail: 'reason, empty where there is none' },
  acceptance: {
    label: 'bucket of seconds from event to first acceptance, or never: it failed for good without one',
    detail: 'prompt | waited',
  },
  delivery: { label: 'bucket of seconds from event to delivery', detail: 'prompt | waited' },
  attempt: {
    label: 'outcome of a finished provider call, as it was first known',
    detail: 'its number within the budget',
  },
  error: { label: 'code of a provider call, once it is known to have failed', detail: 'its outcome' },
  engagement: { label: 'open | first_open | click | first_click', detail: 'person | machine' },
  segments: { label: 'empty: segments of texts that were accepted', detail: '' },
  preference: { label: 'choice that changed', detail: 'on | off | set | cleared, or a language' },
  suppression: { label: 'reason on the suppression list', detail: 'added | lifted' },
} as const satisfies Record<string, { readonly label: string; readonly detail: string }>;

export type FigureKind = keyof typeof FIGURE_KINDS;

/** One amount to be added. What does not apply is empty. */
export interface Figure {
  readonly kind: FigureKind;
  readonly channel: Channel | '';
  readonly type: NotificationType | '';
  readonly language: Language | '';
  readonly label: string;
  readonly detail: string;
  readonly amount: number;
  readonly departed: number;
}

/** Upper bounds in seconds, like those of a Prometheus histogram; above the last one: `+Inf`. One of them is the objective's minute. */
export const LATENCY_BOUNDS = [
  0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5, 7.5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 900, 1_200,
  1_800, 3_600, 7_200, 21_600, 43_200, 86_400,
] as const;

/** @returns the label of the bucket that holds a duration; one that is negative, since clocks differ, counts as none */
export function latencyBucket(ms: number): string {
  const bound = LATENCY_BOUNDS.find((seconds) => ms <= seconds * 1_000);
  return bound === undefined ? '+Inf' : String(bound);
}

/** Which notification a figure is about. */
export interface FigureSubject {
  readonly channel: Channel;
  readonly type: NotificationType;
  /** null: it was written before languages were kept. */
  readonly language: Language | null;
}

/** A subject whose language does not matter, or is part of what changes. */
type TypeOfMessage = Pick<FigureSubject, 'channel' | 'type'>;

/** How a row of the log stands. */
export interface Standing extends Pick<FigureSubject, 'language'> {
  readonly status: NotificationStatus;
  readonly reason: Reason | null;
}

/** A row of the log that came from one standing to another. @param before null: the row is new */
export function figuresOfMove(subject: TypeOfMessage, before: Standing | null, after: Standing): Figure[] {
  const [left, reached] = [before && standingFigure(subject, before), standingFigure(subject, after)];
  if (left !== null && keyOf(left) === keyOf(reached)) return [];
  return [...(left === null ? [] : [{ ...left, departed: 1 }]), { ...reached, amount: 1 }];
}

function standingFigure({ channel, type }: TypeOfMessage, { status, reason, language }: Standing): Figure {
  const label = status;
  return {
    kind: 'status',
    channel,
    type,
    language: language ?? '',
    label,
    detail: reason ?? '',
    amount: 0,
    departed: 0,
  };
}

/** From the event to what a latency is of. */
export interface Elapsed {
  readonly channel: Channel;
  /** null: the row was written before times of events were kept, and nothing is measured. */
  readonly since: Date | null;
  readonly until: Date;
  /** It had to: quiet hours, a pause by an operator, a retry by hand. Objective N1 leaves those out. */
  readonly waited: boolean;
}

/** How long it took. By channel alone: percentiles are looked at by channel. */
export function figuresOfLatency(
  kind: 'acceptance' | 'delivery',
  { channel, since, until, waited }: Elapsed,
): Figure[] {
  if (since === null) return [];
  const label = latencyBucket(until.getTime() - since.getTime());
  return [counted(kind, { channel, label, detail: waited ? 'waited' : 'prompt' })];
}

/** Stands for a bucket where there was no acceptance at all. No percentile counts it. */
export const NO_ACCEPTANCE = 'never';

/** It failed for good, no provider had ever taken it, and the recipient is not to blame. */
export function figuresOfNoAcceptance({ channel, since, waited }: Omit<Elapsed, 'until'>): Figure[] {
  if (since === null) return [];
  return [counted('acceptance', { channel, label: NO_ACCEPTANCE, detail: waited ? 'waited' : 'prompt' })];
}

/** How a provider call went. */
export interface CallResult {
  readonly outcome: AttemptOutcome;
  readonly code: string | null;
}

/** A provider call that has come to be known, by its own answer or by what the provider said first. @param number within its budget, from 1 */
export function figuresOfAttempt({ channel, type }: TypeOfMessage, number: number, result: CallResult): Figure[] {
  return [
    counted('attempt', { channel, type, label: result.outcome, detail: String(number) }),
    ...figuresOfError(channel, result),
  ];
}

/** A call that has come to be known to have failed, at once or after it was taken. */
export function figuresOfError(channel: Channel, { outcome, code }: CallResult): Figure[] {
  return outcome === 'accepted' || code === null ? [] : [counted('error', { channel, label: code, detail: outcome })];
}

/** Attempts count on over all budgets. One of an earlier budget, heard of late, keeps its number: where that budget began is not kept. */
export function numberInBudget(number: number, earlierAttempts: number): number {
  return number > earlierAttempts ? number - earlierAttempts : number;
}

/** One choice that changed. Times of day and zones are not told apart: they would be as many as customers. */
export function figureOfChoice({
  choice,
  to,
}: {
  readonly choice: string;
  readonly to: boolean | string | null;
}): Figure {
  const words = choice.split('.');
  return counted('preference', {
    channel: CHANNELS.find((channel) => words.includes(channel)) ?? '',
    type: NOTIFICATION_TYPES.find((type) => words.includes(type)) ?? '',
    label: choice,
    detail: wordFor(to),
  });
}

function wordFor(choice: boolean | string | null): string {
  if (choice === null) return 'cleared';
  if (typeof choice === 'boolean') return choice ? 'on' : 'off';
  return (LANGUAGES as readonly string[]).includes(choice) ? choice : 'set';
}

export function figureOfSuppression(channel: Channel, reason: SuppressionReason, what: 'added' | 'lifted'): Figure {
  return counted('suppression', { channel, label: reason, detail: what });
}

/** A figure of a kind that only rises. Default: one more. */
export function counted(
  kind: Exclude<FigureKind, 'status'>,
  of: Partial<Omit<Figure, 'kind' | 'departed'>> & Pick<Figure, 'label'>,
): Figure {
  return { channel: '', type: '', language: '', detail: '', amount: 1, ...of, kind, departed: 0 };
}

/** Equal ones added up, in the order in which their rows are locked. */
export function sumFigures(figures: readonly Figure[]): Figure[] {
  const sums = new Map<string, Figure>();
  for (const figure of figures) {
    const key = keyOf(figure);
    const sum = sums.get(key);
    const added =
      sum === undefined
        ? figure
        : { ...figure, amount: sum.amount + figure.amount, departed: sum.departed + figure.departed };
    sums.set(key, added);
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, figure]) => figure);
}

function keyOf({ kind, channel, type, language, label, detail }: Figure): string {
  return [kind, channel, type, language, label, detail].join('\u0000');
}
