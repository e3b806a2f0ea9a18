/** Implements F5, N1. What a batch of settlements adds to the figures. Pure. */
import type { Language } from '#contracts';
import {
  type Elapsed,
  type Figure,
  counted,
  figuresOfAttempt,
  figuresOfLatency,
  figuresOfMove,
  figuresOfNoAcceptance,
  isRecipientsFault,
  numberInBudget,
} from '#notifications';
import type { LockedRow, NewsOfAttempt, Outcome, Settlement } from './settlement.js';

type Locked = ReadonlyMap<string, LockedRow>;
type SettledOutcome = Extract<Outcome, { kind: 'settled' }>;

/** @param recorded attempts that are news: of a settlement that is written again there are none */
export function figuresOfSettlements(
  locked: Locked,
  applied: readonly Settlement[],
  recorded: readonly NewsOfAttempt[],
  now: Date,
): Figure[] {
  return [
    ...applied.flatMap((settlement) => figuresOfEnd(locked.get(settlement.id), settlement, now)),
    ...recorded.flatMap((one) => figuresOfCall(locked.get(one.id), one)),
  ];
}

/** While work remains the log stays as it is. */
function figuresOfEnd(row: LockedRow | undefined, { outcome, language }: Settlement, now: Date): Figure[] {
  if (row === undefined || outcome.kind !== 'settled') return [];
  const { channel, eventTime: since, sentAt, waited } = row;
  return [
    ...figuresOfMove(row, row, { ...outcome, language: languageAfter(row, language) }),
    ...(sentAt === null ? figuresOfFirstEnd({ channel, since, until: now, waited }, outcome) : []),
  ];
}

/** Of what no provider had taken before. */
function figuresOfFirstEnd(elapsed: Elapsed, { status, reason }: SettledOutcome): Figure[] {
  if (status === 'sent') return figuresOfLatency('acceptance', elapsed);
  return status === 'failed' && !isRecipientsFault(elapsed.channel, reason ?? '') ? figuresOfNoAcceptance(elapsed) : [];
}

function figuresOfCall(row: LockedRow | undefined, { attempt, isNew }: NewsOfAttempt): Figure[] {
  if (row === undefined) return [];
  const { channel, type, earlierAttempts } = row;
  const { number, segments = 0 } = attempt;
  return [
    ...(isNew ? figuresOfAttempt(row, numberInBudget(number, earlierAttempts), attempt) : []),
    ...(segments > 0 ? [counted('segments', { channel, type, label: '', amount: segments })] : []),
  ];
}

/** What something was written in counts; otherwise what was known when it was planned. */
export function languageAfter(row: LockedRow | undefined, written: Language | undefined): Language | null {
  return written ?? row?.language ?? null;
}
