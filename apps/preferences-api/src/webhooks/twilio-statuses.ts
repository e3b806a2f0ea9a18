/** Implements F4, F7. What the statuses of a Twilio message say. Source: Twilio's "Message resource" and its error dictionary. */
import type { Said } from './webhook-report.js';

const ACCEPTED: Said = { kind: 'accepted', code: null };

const MEANINGS = new Map<string, Said>([
  ['accepted', ACCEPTED],
  ['scheduled', ACCEPTED],
  ['queued', ACCEPTED],
  ['sending', ACCEPTED],
  ['sent', ACCEPTED],
  ['delivered', { kind: 'delivered', code: null }],
  ['read', { kind: 'opened', code: null }],
]);

const FAILURES: ReadonlySet<string> = new Set(['undelivered', 'failed']);

/**
 * Errors that another attempt would meet again: the number cannot receive texts, its owner said STOP, or our account may not text it.
 * All others, unknown ones too, are worth the attempts that are left.
 */
const PERMANENT_ERRORS: ReadonlySet<number> = new Set([
  21211, 21408, 21608, 21610, 21614, 21635, 30005, 30006, 30007, 30034,
]);

/** @returns null for a status that says nothing of delivery */
export function saidByStatus(status: string, errorCode: number | null): Said | null {
  if (!FAILURES.has(status)) return MEANINGS.get(status) ?? null;
  const code = errorCode === null ? `twilio_${status}` : `twilio_${errorCode}`;
  return { kind: errorCode !== null && PERMANENT_ERRORS.has(errorCode) ? 'rejected' : 'undelivered', code };
}
