/** Implements N9, AC-16. Events of customers whose keys do not unwrap: set aside for a replay, so that the others go on. */
import { RejectedEventError } from '#contracts';
import type { UnreadableKeyError } from '#database';
import type { BatchMessage } from '#messaging';
import { UnknownKeyError } from '#privacy';
import type { Rejection } from './rejected-events.service.js';

interface OfCustomer {
  readonly message: BatchMessage;
  readonly event: { readonly data: { readonly userId: string } };
}

/**
 * Where the keyring lacks a key, that is no event's fault: the process has to stop, with nothing lost, before it sets everybody's events aside.
 * @throws UnreadableKeyError
 * @param isConcerned which events of these customers need the key; default: each
 * @returns the events of all others; the ones that are left out are added to `rejections`
 */
export function withoutUnreadable<T extends OfCustomer>(
  decoded: readonly T[],
  fault: UnreadableKeyError,
  rejections: Rejection[],
  isConcerned: (event: T['event']) => boolean = () => true,
): T[] {
  if (fault.cause instanceof UnknownKeyError) throw fault;
  const userIds = new Set(fault.userIds);
  const isUnreadable = ({ event }: T) => userIds.has(event.data.userId) && isConcerned(event);
  const theirs = decoded.filter(isUnreadable);
  // Or the same batch would be tried for ever.
  if (theirs.length === 0) throw fault;
  for (const { message } of theirs) {
    rejections.push({ message, error: new RejectedEventError('key_unreadable', fault.message, { cause: fault }) });
  }
  return decoded.filter((one) => !isUnreadable(one));
}
