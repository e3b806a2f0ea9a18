/** Implements F2. What sets the emails of one type apart from the others, words aside. */
import type { NotificationType } from '#contracts';
import type { Labels } from '../content/labels.js';
import type { Step } from './progress.js';

/** Colours of an email's head. In dark mode the layout's style sheet has others for each name. */
const TONES = {
  news: { name: 'news', tint: '#eaf3fa', color: '#14598c' },
  good: { name: 'good', tint: '#e7f4ea', color: '#2a7440' },
  attention: { name: 'attention', tint: '#fdf2dc', color: '#935900' },
} as const;

export interface EmailDesign {
  readonly tone: (typeof TONES)[keyof typeof TONES];
  /** A character that every system's fonts draw in one colour: there is no picture to load, or to be blocked. */
  readonly symbol: string;
  /** The detail that readers look for; it stands in the email's head. */
  readonly figure: keyof Labels;
  readonly step: Step | null;
  /** Whether the last paragraph says what the reader has to do. */
  readonly callout: boolean;
}

const PLAIN = { step: null, callout: false } as const;

export const EMAIL_DESIGNS = {
  order_confirmed: { ...PLAIN, tone: TONES.good, symbol: '✓', figure: 'order', step: 'confirmed' },
  payment_processed: { ...PLAIN, tone: TONES.good, symbol: '✓', figure: 'amount' },
  order_shipped: { ...PLAIN, tone: TONES.news, symbol: '→', figure: 'estimatedDelivery', step: 'shipped' },
  out_for_delivery: { ...PLAIN, tone: TONES.news, symbol: '→', figure: 'package', step: 'out_for_delivery' },
  delivered: { ...PLAIN, tone: TONES.good, symbol: '✓', figure: 'deliveredAt', step: 'delivered' },
  delivery_failed: { ...PLAIN, tone: TONES.attention, symbol: '!', figure: 'nextAttempt', callout: true },
  refund_initiated: { ...PLAIN, tone: TONES.news, symbol: '→', figure: 'amount' },
  refund_completed: { ...PLAIN, tone: TONES.good, symbol: '✓', figure: 'amount' },
} as const satisfies Record<NotificationType, EmailDesign>;
