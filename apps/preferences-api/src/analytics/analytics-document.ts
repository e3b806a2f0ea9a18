/** Implements F5, F9. The answer with figures, out of what was counted. Pure. */
import {
  type Analytics,
  type AttemptOutcome,
  CHANNELS,
  type Channel,
  LANGUAGES,
  type Latency,
  NOTIFICATION_TYPES,
  type NotificationType,
  type Reason,
} from '#contracts';
import type { SeenError, SpanFigures, TotalFigure } from '#database';
import { type FigureViewName, deliveryRate, intervalMs, latencyOf, shareOf } from '#notifications';
import { attemptMessage } from '../notifications/attempt-messages.js';
import type { AskedSpan } from './asked-span.js';
import { outcomesOf } from './outcomes.js';
import { seriesOf } from './steps.js';

type Totals = readonly TotalFigure[];
type Errors = Analytics['errors'];
type ErrorCount = Pick<Errors[number], 'channel' | 'code' | 'meaning' | 'count'> &
  Pick<TotalFigure, 'firstAt' | 'lastAt'>;

/** Who is called for a channel. */
const PROVIDERS = { email: 'sendgrid', sms: 'twilio', in_app: 'inbox' } as const satisfies Record<Channel, string>;

const NO_CALLS: Readonly<Record<AttemptOutcome, number>> = { accepted: 0, retryable: 0, permanent: 0, unconfirmed: 0 };

/** Codes that are answered. */
const MOST_ERRORS = 50;

export function analyticsOf({ span, interval }: AskedSpan, { totals, steps }: SpanFigures, errors: Errors): Analytics {
  const of = (kind: FigureViewName) => totals.filter((figure) => figure.kind === kind);
  return {
    from: new Date(span.from).toISOString(),
    to: new Date(span.to).toISOString(),
    interval,
    totals: { events: sum(of('event')), ...measured(totals), segments: sum(of('segments')) },
    series: seriesOf(steps, span, intervalMs(interval)),
    channels: CHANNELS.map((channel) => channelOf(channel, totals)),
    types: NOTIFICATION_TYPES.map((type) => ({ type, ...rated(of('type_outcome').filter((f) => f.type === type)) })),
    languages: languagesOf(of('language_outcome')),
    reasons: reasonsOf(of('outcome')),
    errors,
    retries: retriesOf(of('attempt')),
    engagement: engagementOf(of('engagement'), of('type_outcome')),
    preferenceChanges: preferenceChangesOf(of('preference')),
    suppressions: suppressionsOf(of('suppression')),
  };
}

function rated(figures: Totals) {
  const outcomes = outcomesOf(figures);
  return { ...outcomes, deliveryRate: deliveryRate(outcomes) };
}

/** @param figures of whatever is measured, of every kind */
function measured(figures: Totals) {
  const of = (kind: FigureViewName) => figures.filter((figure) => figure.kind === kind);
  return {
    ...rated(of('outcome')),
    retried: sum(of('attempt').filter(({ detail }) => detail !== '1')),
    acceptance: promptLatency(of('acceptance')),
    delivery: promptLatency(of('delivery')),
  };
}

function channelOf(channel: Channel, totals: Totals): Analytics['channels'][number] {
  const figures = totals.filter((figure) => figure.channel === channel);
  return {
    channel,
    provider: PROVIDERS[channel],
    ...measured(figures),
    calls: callsOf(figures.filter(({ kind }) => kind === 'attempt')),
    segments: sum(figures.filter(({ kind }) => kind === 'segments')),
  };
}

/** null: rows that were written before their language was kept. */
function languagesOf(figures: Totals): Analytics['languages'] {
  const known = LANGUAGES.map((language) => ({ language, ...rated(figures.filter((f) => f.language === language)) }));
  const unknown = figures.filter(({ language }) => language === '');
  return unknown.length === 0 ? known : [...known, { language: null, ...rated(unknown) }];
}

function reasonsOf(outcomes: Totals): Analytics['reasons'] {
  const ended = outcomes.filter(({ label, detail, net }) => detail !== '' && label !== 'pending' && net > 0);
  return mostFirst(
    ended.map(({ channel, label: status, detail, net: count }) => ({
      channel: channel as Channel,
      status,
      reason: detail as Reason,
      count,
    })),
  );
}

/** By code; what it means is said of how its calls ended most often. */
export function errorsOf({ totals }: SpanFigures): ErrorCount[] {
  const byCode = new Map<string, ErrorCount>();
  const errors = totals.filter(({ kind, net }) => kind === 'error' && net > 0).sort((a, b) => b.net - a.net);
  for (const { channel, label: code, detail, net, firstAt, lastAt } of errors) {
    const key = `${channel} ${code}`;
    const before = byCode.get(key);
    byCode.set(key, {
      channel: channel as Channel,
      code,
      meaning: before?.meaning ?? attemptMessage(detail as AttemptOutcome, code),
      count: net + (before?.count ?? 0),
      firstAt: before === undefined || firstAt < before.firstAt ? firstAt : before.firstAt,
      lastAt: before === undefined || lastAt > before.lastAt ? lastAt : before.lastAt,
    });
  }
  return mostFirst([...byCode.values()]).slice(0, MOST_ERRORS);
}

/** @param seen of these, in their order */
export function describedErrors(counted: readonly ErrorCount[], seen: readonly SeenError[]): Errors {
  return counted.map(({ channel, code, meaning, count, firstAt, lastAt }, index) => ({
    channel,
    code,
    meaning,
    count,
    firstSeenAt: (seen[index]?.firstAt ?? firstAt).toISOString(),
    lastSeenAt: (seen[index]?.lastAt ?? lastAt).toISOString(),
    samples: [...(seen[index]?.samples ?? [])],
  }));
}

function retriesOf(attempts: Totals): Analytics['retries'] {
  return CHANNELS.flatMap((channel) => {
    const ofChannel = attempts.filter((figure) => figure.channel === channel);
    const numbers = [...new Set(ofChannel.map(({ detail }) => Number(detail)))].sort((a, b) => a - b);
    return numbers.map((attempt) => ({
      channel,
      attempt,
      calls: callsOf(ofChannel.filter(({ detail }) => Number(detail) === attempt)),
    }));
  });
}

function callsOf(attempts: Totals): Record<AttemptOutcome, number> {
  const calls = { ...NO_CALLS };
  for (const { label, net } of attempts) calls[label as AttemptOutcome] += net;
  return calls;
}

function engagementOf(figures: Totals, outcomes: Totals): Analytics['engagement'] {
  const emails = outcomes.filter(({ channel }) => channel === 'email');
  return {
    all: engagementWith(null, figures, emails),
    types: NOTIFICATION_TYPES.map((type) =>
      engagementWith(
        type,
        figures.filter((figure) => figure.type === type),
        emails.filter((figure) => figure.type === type),
      ),
    ),
  };
}

function engagementWith(type: NotificationType | null, figures: Totals, emails: Totals) {
  const count = (label: string, detail: string) =>
    sum(figures.filter((figure) => figure.label === label && figure.detail === detail));
  const { delivered } = outcomesOf(emails);
  const opens = { unique: count('first_open', 'person'), total: count('open', 'person') };
  const clicks = { unique: count('first_click', 'person'), total: count('click', 'person') };
  return {
    type,
    delivered,
    opens,
    machineOpens: { unique: count('first_open', 'machine'), total: count('open', 'machine') },
    clicks,
    openRate: shareOf(opens.unique, delivered),
    clickRate: shareOf(clicks.unique, delivered),
  };
}

function preferenceChangesOf(figures: Totals): Analytics['preferenceChanges'] {
  return mostFirst(figures.map(({ label: choice, detail: to, net: count }) => ({ choice, to, count })));
}

function suppressionsOf(figures: Totals): Analytics['suppressions'] {
  const names = [...new Set(figures.map(({ channel, label }) => `${channel} ${label}`))].sort();
  return names.map((name) => {
    const [channel = '', reason = ''] = name.split(' ');
    const count = (detail: string) =>
      sum(figures.filter((f) => f.channel === channel && f.label === reason && f.detail === detail));
    return { channel: channel as Channel, reason, added: count('added'), lifted: count('lifted') };
  });
}

function promptLatency(figures: Totals): Latency {
  const counts = new Map<string, number>();
  for (const { label, detail, net } of figures) {
    if (detail === 'prompt') counts.set(label, (counts.get(label) ?? 0) + net);
  }
  return latencyOf(counts);
}

function sum(figures: Totals): number {
  return figures.reduce((total, { net }) => total + net, 0);
}

function mostFirst<T extends { readonly count: number }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => b.count - a.count);
}
