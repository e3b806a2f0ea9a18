/** Implements F7, N9. One notification, and what its provider reports of it. Pure. */
import { type Channel, type NotificationType, isPublished } from '#contracts';
import {
  type Engaged,
  type Engagement,
  type Evidence,
  type EvidencePolicy,
  type Move,
  type Progress,
  type Standing,
  sets,
  weigh,
} from '#notifications';

/** A provider's word about an attempt. */
export interface AttemptReport {
  readonly notificationId: string;
  readonly evidence: Evidence;
  /** When it happened, as the provider says. */
  readonly at: Date;
  /** Why the attempt failed, in our words; null where it did not. */
  readonly code: string | null;
  readonly providerMessageId: string | null;
  /** What was done with the email, if that is what it is about. */
  readonly engagement?: Engagement;
}

export interface ReportedNotification {
  readonly id: string;
  readonly orderId: string;
  readonly userId: string;
  readonly type: NotificationType;
  readonly channel: Channel;
}

/** What became of a report. */
export interface ReportResult {
  readonly report: AttemptReport;
  /** null: there is no such notification on this channel. */
  readonly notification: ReportedNotification | null;
  /** null: it changed nothing but what is known of the attempt. */
  readonly move: Move | null;
  /** Number of the notification's last attempt. */
  readonly lastAttempt: number;
  /** How often upstream was told of the notification, this time included if there is anything to tell. */
  readonly told: number;
  /** The provider took another attempt of it, too. */
  readonly repeated: boolean;
  /** It settled the notification while a worker held it for a later attempt, which may still start within the start window. */
  readonly overtakesSend: boolean;
}

export interface LockedNotification {
  readonly notification: ReportedNotification;
  /** In the log, whatever the queue says. */
  readonly standing: Standing;
  /** null: it was written before times of events were kept. */
  readonly eventTime: Date | null;
  /** It had to, and objective N1 does not count it. */
  readonly waited: boolean;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly engaged: Engaged;
  readonly told: number;
  readonly progress: Progress;
}

export interface EvidenceCase {
  readonly before: LockedNotification;
  readonly after: Progress;
  readonly told: number;
  readonly results: readonly ReportResult[];
  /** The last move; null: none was made. */
  readonly move: Move | null;
}

export function weighAll(
  before: LockedNotification,
  reports: readonly AttemptReport[],
  policy: EvidencePolicy,
): EvidenceCase {
  const { notification } = before;
  let after = before.progress;
  let { told } = before;
  const results = reports.map((report): ReportResult => {
    const { progress, move, repeated } = weigh(after, report.evidence, policy);
    const overtakesSend = move !== null && after.status === 'sending' && report.evidence.attempt < progress.lastAttempt;
    after = progress;
    if (move !== null && isPublished(move.status)) told += 1;
    return { report, notification, move, lastAttempt: progress.lastAttempt, told, repeated, overtakesSend };
  });
  return { before, after, told, results, move: results.findLast(({ move }) => move !== null)?.move ?? null };
}

/** What the log is to say; null: leave it as it is. */
export interface LogChange {
  readonly id: string;
  readonly move: Move | null;
  readonly lastAttempt: number;
  readonly told: number;
  readonly waited: boolean;
  readonly sentAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly engaged: Engaged;
}

export function logChangeOf({ before, after, told, results, move }: EvidenceCase, now: Date): LogChange | null {
  const earliestOf = (some: readonly ReportResult[]) => earliest(some, before, now);
  const moved = (...statuses: Move['status'][]) =>
    results.filter(({ move }) => move !== null && statuses.includes(move.status));
  const did = (time: keyof Engaged) =>
    results.filter(({ report: { engagement } }) => engagement && sets(engagement, time));
  // Somebody may open what has failed meanwhile, or open it again.
  const opened = results.filter(({ report }) => report.evidence.kind === 'opened');
  const engaged = {
    openedAt: earliestOf(opened),
    machineOpenedAt: earliestOf(did('machineOpenedAt')),
    clickedAt: earliestOf(did('clickedAt')),
  };
  if (move === null && Object.values(engaged).every((at) => at === null)) return null;
  return {
    id: before.notification.id,
    move,
    lastAttempt: after.lastAttempt,
    told,
    waited: before.waited,
    sentAt: earliestOf(moved('sent', 'delivered')),
    deliveredAt: earliestOf(moved('delivered')),
    engaged,
  };
}

/** Providers count in whole seconds, on clocks of their own: not before it was sent, not in the future. */
function earliest(results: readonly ReportResult[], { createdAt, sentAt }: LockedNotification, now: Date): Date | null {
  if (results.length === 0) return null;
  const said = Math.min(...results.map(({ report }) => report.at.getTime()));
  return new Date(Math.min(Math.max(said, (sentAt ?? createdAt).getTime()), now.getTime()));
}

/** Of each attempt, the one report that holds in the end; none where what was known before holds. */
export function newlyKnownAttempts({ before, after, results }: EvidenceCase): AttemptReport[] {
  return [...after.attempts].flatMap(([number, { evidence }]) => {
    if (evidence === before.progress.attempts.get(number)?.evidence) return [];
    const holding = results.find(
      ({ report }) => report.evidence.attempt === number && report.evidence.kind === evidence,
    );
    return holding?.report ?? [];
  });
}
