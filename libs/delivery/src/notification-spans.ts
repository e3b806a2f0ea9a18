/** Implements F5, F7, N6. A notification in the trace of its order event: what a claim of it came to. Ids and words of ours only. */
import type { Channel, NotificationType } from '#contracts';
import type { Claim, Settlement, Work } from '#database';
import type { SpanAttributes, TraceSpan, Tracing } from '#runtime';
import { attemptNumber } from './assignment.js';

/** What every span about a notification says. */
export function notificationAttributes(notification: {
  readonly id: string;
  readonly orderId: string;
  readonly channel: Channel;
  readonly type: NotificationType;
}): SpanAttributes {
  const { id, orderId, channel, type } = notification;
  return {
    'notification.id': id,
    'notification.channel': channel,
    'notification.type': type,
    'order.id': orderId,
  };
}

/** @returns undefined where the event was not traced, or nothing is left to do */
export function startClaimSpan(tracing: Tracing, claim: Claim, work: Work, channel: Channel): TraceSpan | undefined {
  if (!tracing.isOn || !work.claimStands) return undefined;
  return tracing.resume(`deliver ${channel}`, {
    kind: 'consumer',
    parent: work.traceparent,
    attributes: {
      ...notificationAttributes({ ...work, id: claim.id, channel }),
      'notification.attempt': attemptNumber(claim),
    },
  });
}

/** @param applied false: the claim was outdated, and nothing changed */
export function endClaimSpan(span: TraceSpan, { outcome, attempt }: Settlement, applied: boolean): void {
  const attributes = {
    'notification.outcome': applied ? outcome.kind : 'outdated',
    'notification.status': outcome.kind === 'settled' ? outcome.status : undefined,
    'notification.reason': reasonOf(outcome),
    'notification.attempt.outcome': attempt?.outcome,
    'notification.attempt.code': attempt?.code ?? undefined,
  };
  span.end(attributes, errorOf(outcome, attempt));
}

function reasonOf(outcome: Settlement['outcome']): string | undefined {
  switch (outcome.kind) {
    case 'settled':
      return outcome.reason ?? undefined;
    case 'requeued':
      return outcome.waitReason ?? undefined;
    case 'released':
      return undefined;
  }
}

/** A call that did not succeed, or an end that nobody wanted. */
function errorOf(outcome: Settlement['outcome'], attempt: Settlement['attempt']): string | undefined {
  if (attempt !== null && attempt.outcome !== 'accepted') return attempt.code ?? attempt.outcome;
  return outcome.kind === 'settled' && outcome.status === 'failed' ? (outcome.reason ?? 'failed') : undefined;
}
