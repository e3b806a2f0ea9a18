/** What operators steer, as the API shows it: see `Controls` and `DeadLetter` in its OpenAPI document. */
import type { Channel, NotificationType, Reason } from '#contracts';

export interface Control {
  readonly paused: boolean;
  readonly reason: string | null;
  readonly by: string | null;
  readonly since: string | null;
  /** Notifications on their way that it holds back, or would. */
  readonly waiting: number;
}

export interface Controls {
  readonly all: Control;
  readonly channels: Readonly<Record<Channel, Control>>;
  readonly types: Readonly<Record<NotificationType, Control>>;
}

interface FailedNotification {
  readonly kind: 'notification';
  readonly id: string;
  readonly at: string;
  readonly reason: Reason;
  readonly orderId: string;
  readonly userId: string;
  readonly type: NotificationType;
  readonly channel: Channel;
}

interface RejectedEvent {
  readonly kind: 'event';
  readonly id: string;
  readonly at: string;
  readonly code: string;
  readonly message: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

export type DeadLetter = FailedNotification | RejectedEvent;

export interface DeadLetterPage {
  readonly items: readonly DeadLetter[];
  readonly nextCursor: string | null;
}

export interface ReplayBatch {
  readonly replayed: readonly { readonly kind: DeadLetter['kind']; readonly id: string }[];
  readonly skipped: readonly { readonly kind: DeadLetter['kind']; readonly id: string }[];
  readonly more: boolean;
}
