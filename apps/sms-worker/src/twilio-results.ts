/** Implements F4, N8, N9. What Twilio's answers mean for a message that it does not take. */
import type { SendResult } from '#delivery';
import { providerError } from '#notifications';

/** What Twilio says when it does not take a message. */
export interface TwilioError {
  readonly status: number;
  /** Twilio's own code; undefined where the answer was no JSON. */
  readonly code: number | undefined;
}

export function twilioFailure({ status, code }: TwilioError, now: Date): SendResult {
  const ours = code === undefined ? `twilio_http_${status}` : `twilio_${code}`;
  const known = providerError(ours);
  switch (known?.meaning) {
    case 'permanent':
      return { outcome: 'permanent', code: ours };
    case 'opted_out':
      return { outcome: 'permanent', code: ours, suppress: true };
    case 'account':
      return { outcome: 'channel_fault', code: ours };
    case 'retryable': {
      const { notBeforeMs, limited } = known;
      const notBefore = notBeforeMs === undefined ? undefined : new Date(now.getTime() + notBeforeMs);
      return { outcome: 'retryable', code: ours, notBefore, limited };
    }
    case undefined:
      return { outcome: outcomeOfUnknown(status, code !== undefined), code: ours };
  }
}

/**
 * A code that we do not know is worth the attempts there are; without one, the status is all there is to go by. What is refused was not
 * taken. A Twilio that breaks (5xx), or a proxy in front of it, may do so after it has taken the message: it is asked before the next call.
 */
function outcomeOfUnknown(status: number, hasCode: boolean): Exclude<SendResult['outcome'], 'accepted'> {
  if (status >= 500) return 'unconfirmed';
  if (status === 401 || status === 403) return 'channel_fault';
  return hasCode || status === 429 ? 'retryable' : 'permanent';
}
