import type { Channel, Reason } from '#contracts';

/**
 * What a notification should become. Written down by hand and on purpose without asking libs/notifications: a judge that
 * asked the rules under test would agree with whatever they say.
 */
export interface Expectation {
  readonly status: 'sent' | 'pending' | 'failed' | 'suppressed' | 'expired';
  readonly reason: Reason | null;
}

export type ByChannel<T> = Readonly<Record<Channel, T>>;

export const SENT: Expectation = { status: 'sent', reason: null };
export const WAITS_FOR_MORNING: Expectation = { status: 'pending', reason: 'quiet_hours' };

export const suppressed = (reason: Reason): Expectation => ({ status: 'suppressed', reason });
export const failed = (reason: Reason): Expectation => ({ status: 'failed', reason });

export const onAllChannels = (expectation: Expectation): ByChannel<Expectation> => ({
  email: expectation,
  sms: expectation,
  in_app: expectation,
});

/** An event older than its useful life tells nobody anything. */
export const TOO_OLD = onAllChannels({ status: 'expired', reason: 'too_old' });
