/** Implements F5, AC-17. One call to the webhook that is told of alerts, signed as Standard Webhooks asks (https://www.standardwebhooks.com). */
import type { Alert } from '#contracts';
import { Webhook } from 'standardwebhooks';
import type { AlertWebhookSettings } from './alert-webhook.settings.js';

/** From the connection's start to the answer's head. */
export const ANSWER_WITHIN_MS = 10_000;
/** "Gone": the receiver wants no more of them. */
const GONE = 410;

export interface AlertCallAnswer {
  readonly end: 'taken' | 'not_now' | 'never';
  /** What it was, in our words: an address may hold a secret. */
  readonly code: string;
}

export function alertCallBody(alert: Alert): string {
  return JSON.stringify({
    type: `alert.${alert.state}`,
    timestamp: alert.resolvedAt ?? alert.raisedAt,
    data: alert,
  });
}

export class AlertWebhook {
  private readonly signer: Webhook;

  constructor(
    private readonly settings: AlertWebhookSettings,
    private readonly answerWithinMs = ANSWER_WITHIN_MS,
  ) {
    this.signer = new Webhook(settings.secret);
  }

  /** @param id the same in every try @param at of this try: receivers refuse what is older than a few minutes */
  async call(id: string, body: string, at: Date): Promise<AlertCallAnswer> {
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': this.signer.sign(id, at, body),
    };
    const timeout = AbortSignal.timeout(this.answerWithinMs);
    try {
      const response = await fetch(this.settings.url, {
        method: 'POST',
        // An address that is trusted may lead to one that is not.
        redirect: 'manual',
        signal: timeout,
        headers,
        body,
      });
      await response.body?.cancel();
      return answerOf(response.status);
    } catch {
      // No cause: it would name the address.
      return { end: 'not_now', code: timeout.aborted ? 'answer_timeout' : 'connection_failed' };
    }
  }
}

function answerOf(status: number): AlertCallAnswer {
  const code = `http_${status}`;
  if (status >= 200 && status < 300) return { end: 'taken', code };
  return { end: status === GONE ? 'never' : 'not_now', code };
}
