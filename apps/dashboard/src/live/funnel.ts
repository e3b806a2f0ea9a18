/** Implements F5, N2. How far notifications came. */
import type { Analytics } from '#contracts';
import { count, percent, times } from '../format/numbers.js';

export interface Stage {
  readonly name: string;
  readonly note: string;
  readonly value: number;
  /** Beside the stage before, as text. */
  readonly share: string;
}

type Funnel = Pick<Analytics, 'channels' | 'engagement'> & {
  readonly totals: Pick<Analytics['totals'], 'events' | 'planned' | 'sent'>;
};

/** Each stage holds those that came further: what is delivered was sent. */
export function stagesOf({ totals: { events, planned, sent }, channels, engagement }: Funnel): Stage[] {
  const { opens, clicks, delivered: emails } = engagement.all;
  const arrived = channels.reduce((sum, channel) => sum + arrivedOn(channel), 0);
  return [
    { name: 'Events', note: 'of orders', value: events, share: '' },
    { name: 'Planned', note: 'a row for each event and channel', value: planned, share: perOne(planned, events) },
    { name: 'Sent', note: 'accepted by the provider', value: sent, share: within(sent, planned) },
    { name: 'Delivered', note: 'confirmed; in-app: in the inbox', value: arrived, share: within(arrived, sent) },
    { name: 'Opened', note: 'emails, by somebody', value: opens.unique, share: within(opens.unique, emails) },
    { name: 'Clicked', note: 'emails', value: clicks.unique, share: within(clicks.unique, emails) },
  ];
}

/** A message in the inbox has arrived, as objective N2 has it. */
function arrivedOn({
  channel,
  sent,
  delivered,
}: Pick<Analytics['channels'][number], 'channel' | 'sent' | 'delivered'>) {
  return channel === 'in_app' ? Math.max(sent, delivered) : delivered;
}

/** More than all of them: some came to the stage before before the window. That is no share. */
function within(part: number, whole: number): string {
  return percent(whole <= 0 || part > whole ? null : part / whole);
}

function perOne(amount: number, of: number): string {
  return of <= 0 ? count(null) : times(amount / of);
}
