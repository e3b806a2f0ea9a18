/**
 * Implements F4, F7. What the statuses of a Twilio message say: reported by a webhook, or read when the worker asks. Source: Twilio's
 * "Message resource" and its error dictionary.
 */
import type { Said } from './evidence.js';
import { providerError } from './provider-errors.js';

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
 * Errors that another attempt would meet again end the notification; all others, unknown ones too, are worth the attempts that are left.
 * @returns null for a status that says nothing of delivery
 */
export function saidByTwilio(status: string, errorCode: number | null): Said | null {
  if (!FAILURES.has(status)) return MEANINGS.get(status) ?? null;
  if (errorCode === null) return { kind: 'undelivered', code: `twilio_${status}` };
  const code = `twilio_${errorCode}`;
  return { kind: (providerError(code)?.meaning ?? 'retryable') === 'retryable' ? 'undelivered' : 'rejected', code };
}
