/** Implements F4. What SendGrid's answers mean. Source: SendGrid v3 API reference, "Errors" and "Rate limits". */
import type { ProviderResponse, SendResult } from '#delivery';
import { providerError } from '#notifications';

/** A request that was never processed says when to come back; anything else waits for its retry delay. */
export function sendgridResult({ status, headers }: ProviderResponse): SendResult {
  if (status >= 200 && status < 300) {
    const id = headers['x-message-id'];
    return { outcome: 'accepted', providerMessageId: typeof id === 'string' ? id : null };
  }
  const code = `sendgrid_${status}`;
  const known = providerError(code);
  switch (known?.meaning) {
    case 'permanent':
      return { outcome: 'permanent', code };
    case 'opted_out':
      return { outcome: 'permanent', code, suppress: true };
    case 'account':
      return { outcome: 'channel_fault', code };
    case 'retryable':
      return { outcome: 'retryable', code, notBefore: resetTime(headers['x-ratelimit-reset']), limited: known.limited };
    case undefined:
      return { outcome: status >= 400 && status < 500 ? 'permanent' : 'retryable', code };
  }
}

/** Unix seconds. */
function resetTime(header: string | string[] | undefined): Date | undefined {
  return typeof header === 'string' && /^\d{1,12}$/.test(header) ? new Date(Number(header) * 1000) : undefined;
}
