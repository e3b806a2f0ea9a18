/** Implements F4, N9, AC-15. Which of the texts that Twilio knows are our attempts whose answer was lost. Pure. */
import type { Finding, Inquiry } from '#delivery';
import { saidByTwilio } from '#notifications';

/** As Twilio lists it. */
export interface ListedText {
  readonly sid: string;
  readonly body: string;
  readonly status: string;
  readonly errorCode: number | null;
  readonly createdAt: Date;
  /** null: not handed to a carrier yet. */
  readonly sentAt: Date | null;
}

/** Twilio counts in whole seconds, on a clock of its own. */
export const CLOCK_TOLERANCE_MS = 60_000;

type Question = Pick<Inquiry, 'attempts' | 'plannedAt' | 'otherMessageIds'>;

/**
 * A text does not say which attempt it was: exact body and time do, the older text for the older attempt. Two texts of one customer with the
 * same body, both with their answers lost, cannot be told apart, and need not be.
 * @param texts to the number of the message
 * @param bodies the message as it may have been worded
 */
export function findingsAmong(
  texts: readonly ListedText[],
  bodies: ReadonlySet<string>,
  question: Question,
): Finding[] {
  const since = question.plannedAt.getTime() - CLOCK_TOLERANCE_MS;
  const open = [...question.attempts];
  return texts
    .filter(({ sid, body, createdAt }) => {
      return bodies.has(body) && createdAt.getTime() >= since && !question.otherMessageIds.has(sid);
    })
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .flatMap((text) => findingOf(text, open));
}

/** Takes the attempt out of those still open. */
function findingOf(text: ListedText, open: Inquiry['attempts'][number][]): Finding[] {
  const said = saidByTwilio(text.status, text.errorCode);
  if (said === null) return [];
  const begunBefore = text.createdAt.getTime() + CLOCK_TOLERANCE_MS;
  // An attempt of a process that stopped is dated later than it was made.
  const index = Math.max(
    0,
    open.findLastIndex(({ at }) => at.getTime() <= begunBefore),
  );
  const [attempt] = open.splice(index, 1);
  if (attempt === undefined) return [];
  return [{ attempt: attempt.number, said, at: text.sentAt ?? text.createdAt, providerMessageId: text.sid }];
}
