/** Implements F4. What SendGrid's answers mean. Source: SendGrid v3 API reference, "Errors" and "Rate limits". */
import type { ProviderResponse, SendResult } from '#delivery';

/** Statuses that say more than their class does. */
const BY_STATUS: Readonly<Record<number, SendResult>> = {
  400: { outcome: 'permanent', code: 'sendgrid_400' },
  401: { outcome: 'channel_fault', code: 'sendgrid_401' },
  403: { outcome: 'channel_fault', code: 'sendgrid_403' },
  413: { outcome: 'permanent', code: 'sendgrid_413' },
};

/** A request that was never processed says when to come back; anything else waits for its retry delay. */
export function sendgridResult({ status, headers }: ProviderResponse): SendResult {
  if (status >= 200 && status < 300) {
    const id = headers['x-message-id'];
    return { outcome: 'accepted', providerMessageId: typeof id === 'string' ? id : null };
  }
  if (status === 429) {
    return { outcome: 'retryable', code: 'sendgrid_429', notBefore: resetTime(headers['x-ratelimit-reset']) };
  }
  const known = BY_STATUS[status];
  if (known !== undefined) return known;
  const code = `sendgrid_${status}`;
  return status >= 400 && status < 500 ? { outcome: 'permanent', code } : { outcome: 'retryable', code };
}

/** Unix seconds. */
function resetTime(header: string | string[] | undefined): Date | undefined {
  return typeof header === 'string' && /^\d{1,12}$/.test(header) ? new Date(Number(header) * 1000) : undefined;
}
