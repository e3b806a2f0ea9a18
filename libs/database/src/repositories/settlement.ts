/** Implements F4, F7, N9. What became of a claim: what settling takes and gives. */
import type { AttemptOutcome, Channel, Language, NotificationType, Reason } from '#contracts';
import type { SettledStatus, Standing } from '#notifications';
import type { AttemptReport } from './evidence-case.js';

/** A finished provider call. */
export interface AttemptRecord {
  /** Counts on over all budgets of a notification; from 1. */
  readonly number: number;
  readonly at: Date;
  readonly durationMs: number;
  readonly outcome: AttemptOutcome;
  readonly code: string | null;
  readonly providerMessageId: string | null;
  /** Of a text that was taken, if the provider has said. */
  readonly segments?: number | undefined;
}

export type Outcome =
  | {
      readonly kind: 'settled';
      readonly status: SettledStatus;
      readonly reason: Reason | null;
    }
  | {
      readonly kind: 'requeued';
      readonly state: 'pending' | 'unconfirmed';
      readonly dueAt: Date;
      readonly waitReason: Reason | null;
    }
  /** Given back unsent: neither an attempt nor a new due time. */
  | { readonly kind: 'released' };

export interface Settlement {
  readonly id: string;
  readonly claimNo: number;
  readonly attempt: AttemptRecord | null;
  readonly outcome: Outcome;
  /** The one that was written in. Absent: nothing was. */
  readonly language?: Language;
  /** What the provider answered when it was asked about attempts of unknown outcome. Absent: it was not asked, or gave no answer. */
  readonly lookUp?: LookUpRecord;
}

export interface LookUpRecord {
  /** Numbers of the attempts it was asked about. */
  readonly asked: readonly number[];
  /** Of those it knows; to be applied by `applyReports` once this is settled. */
  readonly reports: readonly AttemptReport[];
}

/** A settlement that changed its notification. */
export interface AppliedSettlement {
  readonly settlement: Settlement;
  /** How often upstream was told of the notification, this time included if there is anything to tell. */
  readonly told: number;
}

/** A notification before it is settled. */
export interface LockedRow extends Standing {
  readonly userId: string;
  readonly channel: Channel;
  readonly type: NotificationType;
  /** null: it was written before times of events were kept. */
  readonly eventTime: Date | null;
  readonly sentAt: Date | null;
  readonly archivedAt: Date | null;
  /** It had to, and objective N1 does not count it. */
  readonly waited: boolean;
  readonly earlierAttempts: number;
  readonly told: number;
  /** Finished provider calls so far; 0 once the queue row is gone. */
  readonly calls: number;
  /** The claim under way; null: there is none, or the notification is settled already. */
  readonly claimNo: number | null;
}

/** An attempt of which this settlement brings news. */
export interface NewsOfAttempt {
  readonly id: string;
  readonly attempt: AttemptRecord;
  /** Nobody knew of it before. */
  readonly isNew: boolean;
}
