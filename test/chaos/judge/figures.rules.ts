import type { NotificationRow } from '../tables.js';
import { type Attempt, type Evidence, groupBy } from './evidence.js';
import { type Finding, describeRow } from './finding.js';
import { failureToldAt, toldAt } from './knowledge.js';
import { callsPerBudget } from './rows.rules.js';

/** Codes of attempts that may have ended before their request reached the wire. */
const WITHOUT_CALL = new Set([
  'lease_expired',
  'connection_failed',
  'connection_lost',
  'answer_timeout',
  'unknown_error',
]);

/** Attempts are numbered without gaps, one call each, and each call has one; what they say is what the provider did. */
export function attemptsMatchCalls(evidence: Evidence): Finding[] {
  return evidence.rows
    .filter(({ channel }) => channel !== 'in_app')
    .flatMap((row) => {
      const attempts = evidence.attemptsOf(row.id);
      const faults = [
        ...numberFaults(attempts),
        ...attempts.flatMap((attempt) => attemptFaults(attempt, row)),
        ...attempts.flatMap((attempt) => acceptanceFaults(attempt, row, attempts)),
      ];
      return faults.map((detail) => ({ ...describeRow(row), detail }));
    });
}

function numberFaults(attempts: readonly Attempt[]): string[] {
  return attempts.flatMap(({ number }, i) =>
    number === i + 1 ? [] : [`attempt ${i + 1} is missing before ${number}`],
  );
}

function attemptFaults({ number, calls, row, reports }: Attempt, { retryCount }: NotificationRow): string[] {
  const faults: string[] = [];
  if (calls.length > 1) faults.push(`attempt ${number} was made ${calls.length} times`);
  // One that was under way when word of an earlier one settled its notification is counted, but has no row.
  if (row === undefined && retryCount + 1 < number) faults.push(`attempt ${number} was made and is not recorded`);
  if (row === undefined) return faults;
  const wasCalled = calls.length > 0 || reports.length > 0;
  // As accepted it may be recorded because another one was: that is a rule of its own.
  if (!wasCalled && row.outcome !== 'accepted' && !WITHOUT_CALL.has(row.code ?? ''))
    faults.push(`attempt ${number} is recorded (${row.code ?? 'no code'}) and was not made`);
  return faults;
}

/** Whoever asks Twilio for a text finds it by its words, and cannot tell which attempt brought it there. */
function acceptanceFaults(
  { number, acceptances, row }: Attempt,
  { channel }: NotificationRow,
  all: readonly Attempt[],
): string[] {
  const wasTaken = acceptances > 0 || (channel === 'sms' && all.some((attempt) => attempt.acceptances > 0));
  return row?.outcome === 'accepted' && !wasTaken ? [`attempt ${number} is recorded as accepted and was not`] : [];
}

/** What rows say went out did, and what the service was told had gone out says so. */
export function statusesMatchLedger(evidence: Evidence): Finding[] {
  return evidence.rows
    .filter(({ channel }) => channel !== 'in_app')
    .flatMap((row) => {
      const taken = evidence.attemptsOf(row.id).filter(({ acceptances }) => acceptances > 0);
      const isOut = row.status === 'sent' || row.status === 'delivered';
      if (isOut && taken.length === 0)
        return [{ ...describeRow(row), detail: `${row.status}, and the provider never took it` }];
      if (isOut) return [];
      return taken
        .filter((attempt) => stands(row, attempt, evidence))
        .map(({ number }) => ({
          ...describeRow(row),
          detail: `${row.status}, and attempt ${number} was known to be taken`,
        }));
    });
}

/** Known to be taken before its wait for evidence was over, and not known to have failed. */
function stands({ channel }: NotificationRow, attempt: Attempt, evidence: Evidence): boolean {
  const told = toldAt(attempt, evidence);
  const [call] = attempt.calls;
  if (told === null || call === undefined || failureToldAt(attempt) !== null) return false;
  // The last one waits only if its outcome is unknown: an error that was answered ends it at once, unless the provider can be asked.
  const isOpen = call.status === null || (channel === 'sms' && call.status >= 500);
  const { retryDelays } = evidence.profile;
  const wait = retryDelays[attempt.number - 1] ?? (isOpen ? Math.max(...retryDelays) : 0);
  return told < (call.endedAt ?? call.startedAt) + wait;
}

/** The ledger has every call that the wire saw, and is complete. */
export function ledgerIsComplete({ observed, requests, messages, forgotten, rows }: Evidence): Finding[] {
  const known = new Set<string | null>(rows.map(({ id }) => id));
  const onWire = groupBy(observed, ({ notificationId }) => notificationId);
  const asked = groupBy(requests, ({ notificationId }) => notificationId ?? '');
  const unseen = [...asked].filter(([id, some]) => some.length > (onWire.get(id)?.length ?? 0));
  const strangers = messages.filter(({ notificationId }) => !known.has(notificationId));
  return [
    ...(forgotten > 0 ? [{ subject: 'ledger', detail: `${forgotten} entries are gone` }] : []),
    ...unseen.map(([id]) => ({ subject: id, detail: 'the provider was asked more often than the wire saw' })),
    ...strangers.map(({ notificationId }) => ({
      subject: String(notificationId),
      detail: 'no table knows this message',
    })),
  ];
}

/** Nobody gets more than the cap, and nobody is refused anything before it is reached. */
export function dailyCapHolds({ customers, rows, dailyCounts, profile: { dailyCap } }: Evidence): Finding[] {
  const byUser = groupBy(rows, ({ userId }) => userId);
  const counted = groupBy(dailyCounts, ({ userId }) => userId);
  return customers.flatMap(({ id, temper }) => {
    const own = byUser.get(id) ?? [];
    const refused = own.filter(({ reason }) => reason === 'daily_cap').length;
    const planned = own.length - refused;
    // What ended for another reason when it was dispatched did not count; to busy customers this does not happen.
    const isExact = temper === 'busy' ? planned === dailyCap : planned >= dailyCap;
    const faults: string[] = [];
    if ((counted.get(id) ?? []).some(({ count }) => count > dailyCap)) faults.push('the counter is above the cap');
    if (refused > 0 && !isExact) faults.push(`${refused} refused, with ${planned} of ${dailyCap} planned`);
    if (own.filter(wentOut).length > dailyCap) faults.push(`${own.filter(wentOut).length} went out`);
    return faults.map((detail) => ({ subject: id, detail }));
  });
}

const wentOut = ({ status }: NotificationRow): boolean => status === 'sent' || status === 'delivered';

/** Whatever came to an end was told on the topic, and what was told last is how it stands. */
export function newsIsTold({ rows, news }: Evidence): Finding[] {
  const byId = groupBy(news, ({ notificationId }) => notificationId);
  return rows
    .filter(({ dueAt }) => dueAt === null)
    .flatMap((row) => {
      const told = byId.get(row.id) ?? [];
      const last = told.reduce<(typeof told)[number] | undefined>(
        (best, one) => (best === undefined || one.sequence > best.sequence ? one : best),
        undefined,
      );
      if (last?.status === row.status) return [];
      return [{ ...describeRow(row), detail: `is ${row.status}, was told as ${last?.status ?? 'nothing'}` }];
    });
}

/** Positions in an inbox are used once each, and none is left out. */
export function inboxHasNoGaps({ rows }: Evidence): Finding[] {
  const byUser = groupBy(
    rows.filter(({ inboxSeq }) => inboxSeq !== null),
    ({ userId }) => userId,
  );
  return [...byUser].flatMap(([userId, own]) => {
    const positions = own.map(({ inboxSeq }) => inboxSeq ?? 0).sort((a, b) => a - b);
    const gap = positions.findIndex((position, i) => position !== i + 1);
    return gap < 0 ? [] : [{ subject: userId, detail: `position ${gap + 1} of the inbox is used twice or not at all` }];
  });
}

/** What was counted in the transactions that changed it is what is counted afterwards. */
export function figuresMatchRows({ figureFaults }: Evidence): Finding[] {
  return figureFaults.map((detail) => ({ subject: 'figures', detail }));
}

/** What is unread, and the last position, are kept with what changes them, and are what messages say afterwards. */
export function inboxCountsMatchRows({ inboxFaults }: Evidence): Finding[] {
  return inboxFaults.map((detail) => ({ subject: 'inboxes', detail }));
}

/** However often a row was claimed, no more attempts are recorded of it than a budget has. */
export function budgetsMatchRows(evidence: Evidence): Finding[] {
  const most = callsPerBudget(evidence);
  return evidence.rows
    .filter(({ id }) => evidence.attemptsOf(id).length > most)
    .map((row) => ({ ...describeRow(row), detail: `${evidence.attemptsOf(row.id).length} attempts are recorded` }));
}
