/** Implements F5, N6. What it says that a tracking picture was fetched. Pure. */
import { type Reader, evidenceOf } from '#notifications';
import type { OpenClaims } from '#privacy';
import type { WebhookReport } from '../webhooks/webhook-report.js';

/** However often somebody fetches the picture of one email within such a time, it counts once. */
export const OPEN_WINDOW_MS = 10_000;

export interface OpenReport extends WebhookReport {
  readonly about: OpenClaims;
}

/** The reader's address and user agent are not part of it. */
export function openReport({ notificationId, attempt }: OpenClaims, by: Reader, at: Date): OpenReport {
  const engagement = { action: 'open', by } as const;
  const window = Math.floor(at.getTime() / OPEN_WINDOW_MS);
  return {
    // Two replicas that serve the same picture within the window meet at this key.
    dedupeKey: `${notificationId}.${attempt}.${by}.${window}`,
    event: 'pixel',
    at,
    said: { kind: evidenceOf(engagement), code: null },
    engagement,
    about: { notificationId, attempt },
    objection: null,
    providerMessageId: null,
  };
}
