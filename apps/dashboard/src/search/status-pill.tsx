import type { NotificationStatus } from '#contracts';
import { STATUS_NAMES } from '../format/words.js';

const FACES = {
  pending: { kind: '', mark: '…' },
  sending: { kind: '', mark: '…' },
  unconfirmed: { kind: 'warn', mark: '?' },
  sent: { kind: 'ok', mark: '✓' },
  delivered: { kind: 'ok', mark: '✓' },
  failed: { kind: 'bad', mark: '✕' },
  suppressed: { kind: '', mark: '–' },
  superseded: { kind: '', mark: '–' },
  expired: { kind: '', mark: '–' },
} as const satisfies Record<NotificationStatus, { readonly kind: string; readonly mark: string }>;

export function StatusPill({ status }: { readonly status: NotificationStatus }) {
  const { kind, mark } = FACES[status];
  return (
    <span class={`pill ${kind}`}>
      <span aria-hidden="true">{mark}</span>
      {STATUS_NAMES[status]}
    </span>
  );
}
