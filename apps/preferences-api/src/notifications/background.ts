/** Implements F7, F9. What a notification's own rows do not say of its story. */
import { DEFAULT_PREFERENCES, type NotificationStatus, type NotificationType, type Preferences } from '#contracts';
import type { AuditRecord, Halt, NotificationRecord, Pause, SwitchQuestion, SwitchedOff } from '#database';
import type { PossibleZones, SuppressionReason } from '#notifications';

export interface Background {
  readonly readAt: Date;
  /** The customer's, as the rules take them. */
  readonly timeZones: PossibleZones;
  readonly quietHours: Preferences['quietHours'];
  /** Of the order event; null: it is not kept any more. */
  readonly eventTime: Date | null;
  /** The change behind a switch that is off; null: none is known, or none is off. */
  readonly switchedOff: SwitchedOff | null;
  /** Why nothing may be sent to its address now, if that is what ended it. */
  readonly suppressions: readonly SuppressionReason[];
  /** By hand, to this notification or to what held it back. */
  readonly deeds: readonly AuditRecord[];
  /** In force now. */
  readonly pauses: readonly Pause[];
  /** Of its channel, now. */
  readonly halt: Halt | null;
}

/** Of a notification whose rows have to tell everything. */
export const NO_BACKGROUND: Background = {
  readAt: new Date(0),
  timeZones: ['UTC'],
  quietHours: DEFAULT_PREFERENCES.quietHours,
  eventTime: null,
  switchedOff: null,
  suppressions: [],
  deeds: [],
  pauses: [],
  halt: null,
};

const SWITCHES = {
  global_off: () => 'globalEnabled',
  channel_off: ({ channel }) => `channels.${channel}`,
  type_off: ({ channel, type }) => `types.${type}.${channel}`,
} as const satisfies Record<string, (about: Pick<NotificationRecord, 'channel' | 'type'>) => string>;

type Asked = Pick<NotificationRecord, 'id' | 'userId' | 'type' | 'channel' | 'reason'> & { readonly plannedAt: Date };

/** The switch that stood against a notification, if one did. */
export function switchQuestion({ id, userId, type, channel, reason, plannedAt }: Asked): SwitchQuestion[] {
  if (reason !== 'global_off' && reason !== 'channel_off' && reason !== 'type_off') return [];
  const onByDefault = reason !== 'channel_off' || DEFAULT_PREFERENCES.channels[channel];
  return [{ notificationId: id, userId, choice: SWITCHES[reason]({ channel, type }), onByDefault, plannedAt }];
}

/** What operators' pauses hold this back. */
export function scopesOf({ channel, type }: { channel: string; type: NotificationType }): string[] {
  return ['all', channel, type];
}

const UNDER_WAY: readonly NotificationStatus[] = ['pending', 'sending', 'unconfirmed'];

export function isUnderWay({ status }: Pick<NotificationRecord, 'status'>): boolean {
  return UNDER_WAY.includes(status);
}

/** What was done to it, and the pauses and resumes of what it waited for. */
export function deedsOn(record: NotificationRecord, all: readonly AuditRecord[]): AuditRecord[] {
  const scopes = scopesOf(record);
  const end = isUnderWay(record) ? Infinity : (record.sentAt?.getTime() ?? 0);
  return all.filter(({ target, at, action }) => {
    if (target === record.id) return action === 'notification_retried' || action === 'notification_replayed';
    const isPause = action === 'delivery_paused' || action === 'delivery_resumed';
    return isPause && scopes.includes(target) && at >= record.createdAt && at.getTime() <= end;
  });
}
