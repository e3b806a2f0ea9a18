import type { TrackedMessage } from '../ledger/ledger-entries.js';
import { firstStatus } from '../twilio/message-resource.js';
import type { Happening } from './happening.js';

/** What tells of a person, or of the account, says nothing about the message's way. */
const NO_STATUS: ReadonlySet<string> = new Set([
  'open',
  'click',
  'spamreport',
  'unsubscribe',
  'group_unsubscribe',
  'group_resubscribe',
  'account_status_change',
  'reply',
]);

/** Handed to a carrier by now. */
const SENT: ReadonlySet<string> = new Set(['sent', 'delivered', 'undelivered', 'read']);

/** A message to which everything is still to happen. */
export function resetStatus(message: TrackedMessage): void {
  if (message.provider !== 'twilio') return;
  message.status = firstStatus(message);
  message.sentAt = null;
}

/** What the provider says of the message from now on, also where its webhook gets lost. */
export function advanceStatus({ message, event, at }: Happening): void {
  if (NO_STATUS.has(event.event)) return;
  message.status = event.event;
  message.errorCode = 'errorCode' in event ? event.errorCode : null;
  if (message.provider === 'twilio' && SENT.has(event.event)) message.sentAt ??= at.toISOString();
}
