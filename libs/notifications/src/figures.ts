/** Implements F5, N1, N2. What is counted, and how: the vocabulary of figures. Pure. */
import type { AttemptOutcome, Channel, Language, NotificationStatus, NotificationType, Reason } from '#contracts';

/**
 * Kinds of figures, and what their label and detail name.
 * `status` alone also counts departures: what came to a status in all, less what left it again, is how many rows stand there.
 */
export const FIGURE_KINDS = {
  status: { label: 'status in the log', detail: 'reason, empty where there is none' },
  acceptance: { label: 'bucket of seconds from event to first acceptance', detail: 'prompt | waited' },
  delivery: { label: 'bucket of seconds from event to delivery', detail: 'prompt | waited' },
  attempt: { label: 'outcome of a finished provider call', detail: 'its number within the budget' },
  error: { label: 'code of a failed provider call', detail: 'its outcome' },
  engagement: { label: 'open | first_open | click | first_click', detail: 'person | machine' },
  segments: { label: 'segments of texts that were accepted', detail: '' },
  preference: { label: 'choice that changed', detail: 'to what' },
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

/** Where a row of the log stands. */
export interface Standing {
  readonly status: NotificationStatus;
  readonly reason: Reason | null;
}

/** A row of the log that came from one place to another. @param before null: the row is new */
export function figuresOfMove(subject: FigureSubject, before: Standing | null, after: Standing): Figure[] {
  if (before?.status === after.status && before.reason === after.reason) return [];
  return [
    ...(before === null ? [] : [standingFigure(subject, before, { amount: 0, departed: 1 })]),
    standingFigure(subject, after, { amount: 1, departed: 0 }),
  ];
}

function standingFigure(
  { channel, type, language }: FigureSubject,
  { status, reason }: Standing,
  counts: Pick<Figure, 'amount' | 'departed'>,
): Figure {
  return { kind: 'status', channel, type, language: language ?? '', label: status, detail: reason ?? '', ...counts };
}

/**
 * How long it took. By channel alone: percentiles are looked at by channel.
 * @param waited it had to: quiet hours, a pause by an operator, a retry by hand. Objective N1 leaves those out.
 */
export function latencyFigure(kind: 'acceptance' | 'delivery', channel: Channel, ms: number, waited: boolean): Figure {
  return counted(kind, { channel, label: latencyBucket(ms), detail: waited ? 'waited' : 'prompt' });
}

/** A finished provider call. @param number within its budget, from 1 */
export function figuresOfAttempt(
  { channel, type }: Pick<FigureSubject, 'channel' | 'type'>,
  {
    number,
    outcome,
    code,
  }: { readonly number: number; readonly outcome: AttemptOutcome; readonly code: string | null },
): Figure[] {
  const failed = outcome !== 'accepted' && code !== null;
  return [
    counted('attempt', { channel, type, label: outcome, detail: String(number) }),
    ...(failed ? [counted('error', { channel, label: code, detail: outcome })] : []),
  ];
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
