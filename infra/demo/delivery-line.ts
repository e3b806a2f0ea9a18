import type { Channel, NotificationType, PublishedStatus, Reason } from '#contracts';
import { orderNumberOf, timeOfDay } from './customer.js';
import type { Paint } from './palette.js';

/** Something worth telling about a notification. */
export interface DeliveryMoment {
  readonly at: Date;
  readonly customer: { readonly name: string; readonly timeZone: string };
  readonly orderId: string;
  readonly type: NotificationType;
  readonly channel: Channel;
  readonly outcome: Outcome;
}

export type Outcome =
  | {
      readonly kind: 'ended';
      readonly status: PublishedStatus;
      readonly reason: Reason | null;
      readonly attempts: number;
      /** From the event to this moment. */
      readonly latencyMs: number;
    }
  /** `number` 1: the first retry. */
  | { readonly kind: 'retry'; readonly number: number; readonly inMs: number; readonly code: string | null }
  | { readonly kind: 'unconfirmed'; readonly inMs: number; readonly code: string | null }
  | { readonly kind: 'wait'; readonly until: Date; readonly reason: Reason };

const NAME_WIDTH = 8;
const ORDER_WIDTH = 6;
const TYPE_WIDTH = 17;
const CHANNEL_WIDTH = 6;
const OUTCOME_WIDTH = 42;

export const CHANNEL_NAMES = { email: 'email', sms: 'SMS', in_app: 'in-app' } as const satisfies Record<
  Channel,
  string
>;

const MARKS = {
  sent: ['green', '✓'],
  delivered: ['green', '✓'],
  suppressed: ['dim', '–'],
  superseded: ['dim', '–'],
  expired: ['dim', '–'],
  failed: ['red', '✗'],
} as const satisfies Record<PublishedStatus, readonly [string, string]>;

/** One line: when, who, what, how, and what came of it. */
export function deliveryLine({ at, customer, orderId, type, channel, outcome }: DeliveryMoment, paint: Paint): string {
  const [style, text] = outcomeText(outcome, customer.timeZone);
  const latency = outcome.kind === 'ended' && outcome.status === 'sent' ? seconds(outcome.latencyMs) : '';
  return [
    paint('dim', clockTime(at)),
    customer.name.padEnd(NAME_WIDTH),
    orderNumberOf(orderId).padEnd(ORDER_WIDTH),
    words(type).padEnd(TYPE_WIDTH),
    CHANNEL_NAMES[channel].padEnd(CHANNEL_WIDTH),
    paint(style, text) + ' '.repeat(Math.max(0, OUTCOME_WIDTH - text.length)),
    paint('dim', latency.padStart(7)),
  ]
    .join('  ')
    .trimEnd();
}

type Style = Parameters<Paint>[0];

function outcomeText(outcome: Outcome, timeZone: string): readonly [Style, string] {
  switch (outcome.kind) {
    case 'ended':
      return endedText(outcome);
    case 'retry':
      return ['yellow', `↻ retry ${outcome.number} in ${whole(outcome.inMs)} (${outcome.code ?? 'unknown error'})`];
    case 'unconfirmed':
      return ['yellow', `? no answer; again in ${whole(outcome.inMs)} (${outcome.code ?? 'unknown error'})`];
    case 'wait':
      return ['cyan', `… ${waitText(outcome, timeZone)}`];
  }
}

function endedText({ status, reason, attempts }: Extract<Outcome, { kind: 'ended' }>): readonly [Style, string] {
  const [style, mark] = MARKS[status];
  const why = reason === null ? '' : `: ${words(reason)}`;
  const effort = attempts > 1 ? `, ${attempts} attempts` : '';
  return [style, `${mark} ${status}${why}${effort}`];
}

function waitText({ until, reason }: Extract<Outcome, { kind: 'wait' }>, timeZone: string): string {
  if (reason === 'no_recipient') return 'waits: nobody knows the address yet';
  if (reason !== 'quiet_hours') return `waits: ${words(reason)}`;
  const city = words(timeZone.split('/').at(-1) ?? timeZone);
  return `waits until ${timeOfDay(until, timeZone)} in ${city}: quiet hours`;
}

/** Identifiers as people read them. */
export const words = (identifier: string): string => identifier.replaceAll('_', ' ');

/** `0.18 s` */
export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;

const whole = (ms: number): string => `${Math.max(1, Math.round(ms / 1_000))} s`;

const clockTime = (at: Date): string => at.toLocaleTimeString('en-GB', { hourCycle: 'h23' });
