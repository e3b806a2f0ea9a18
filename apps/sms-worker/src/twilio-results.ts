/** Implements F4, N8. What Twilio's answers mean. Source: Twilio's error and warning dictionary. */
import type { SendResult } from '#delivery';

/** What Twilio says when it does not take a message. */
export interface TwilioError {
  readonly status: number;
  /** Twilio's own code; undefined where the answer was no JSON. */
  readonly code: number | undefined;
}

const MINUTE_MS = 60_000;

/** Codes that say more than the status does. */
const BY_CODE: Readonly<Record<number, (code: string, now: Date) => SendResult>> = {
  // The number cannot receive texts, ever.
  21211: permanent,
  21614: permanent,
  21635: permanent,
  30005: permanent,
  30006: permanent,
  // The person behind the number said STOP to Twilio.
  21610: (code) => ({ outcome: 'permanent', code, suppress: true }),
  // Our account may not text this number or its country: for us to put right and replay, but no reason to stop texting others.
  21408: permanent,
  21608: permanent,
  // Our account is refused, or lacks a registration; no message is at fault.
  20003: channelFault,
  20005: channelFault,
  30007: channelFault,
  30034: channelFault,
  // The number's queue at Twilio is full.
  21611: (code, now) => ({ outcome: 'retryable', code, notBefore: new Date(now.getTime() + MINUTE_MS) }),
  // Never processed, so always safe to repeat.
  20429: (code) => ({ outcome: 'retryable', code }),
};

export function twilioFailure({ status, code }: TwilioError, now: Date): SendResult {
  const known = code === undefined ? undefined : BY_CODE[code];
  if (known !== undefined) return known(`twilio_${code}`, now);
  const ours = code === undefined ? `twilio_http_${status}` : `twilio_${code}`;
  if (status === 401 || status === 403) return { outcome: 'channel_fault', code: ours };
  if (status === 429 || status >= 500) return { outcome: 'retryable', code: ours };
  return { outcome: 'permanent', code: ours };
}

function permanent(code: string): SendResult {
  return { outcome: 'permanent', code };
}

function channelFault(code: string): SendResult {
  return { outcome: 'channel_fault', code };
}
