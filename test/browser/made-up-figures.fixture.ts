/** Figures of a service that does not exist: as many as wanted, the same for the same moment. */
import {
  type Alert,
  type Analytics,
  CHANNELS,
  type Channel,
  type FigureInterval,
  type LiveFigures,
  NOTIFICATION_TYPES,
} from '#contracts';

const STEP_MS = { '1m': 60_000, '15m': 900_000, '1h': 3_600_000, '1d': 86_400_000 } as const satisfies Record<
  FigureInterval,
  number
>;
const PROVIDERS = { email: 'sendgrid', sms: 'twilio', in_app: 'inbox' } as const satisfies Record<Channel, string>;
const SHARES = { email: 0.56, sms: 0.08, in_app: 0.36 } as const satisfies Record<Channel, number>;
const LANGUAGE_SHARES = [
  ['en', 0.61],
  ['es', 0.24],
  ['fr', 0.14],
  [null, 0.01],
] as const;
const DAY_MS = 86_400_000;

type Step = Analytics['series'][number];
type Outcomes = Omit<Analytics['totals'], 'events' | 'acceptance' | 'delivery' | 'segments'>;

/** 0 to 1, the same for the same number. */
function chance(seed: number): number {
  const x = Math.sin(seed * 12.9898) * 43_758.5453;
  return x - Math.floor(x);
}

export class MadeUpFigures {
  /** @param perSecond notifications planned at the busiest hour */
  constructor(private readonly perSecond: number) {}

  analytics(from: number, to: number, interval: FigureInterval): Analytics {
    const step = STEP_MS[interval];
    const series = Array.from({ length: Math.max(1, Math.round((to - from) / step)) }, (_, i) =>
      this.step(from + i * step, step, Date.now()),
    );
    const planned = series.reduce((sum, each) => sum + each.planned, 0);
    const latest = new Date(Math.min(to, Date.now())).toISOString();
    return {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      interval,
      totals: {
        events: Math.round(planned / 2.6),
        ...outcomes(planned),
        acceptance: latency(1, planned),
        delivery: latency(6, planned),
        segments: Math.round(planned * 0.1),
      },
      series,
      channels: CHANNELS.map((channel, i) => ({
        channel,
        provider: PROVIDERS[channel],
        ...outcomes(planned * SHARES[channel], i),
        acceptance: latency(0.7 + i, planned),
        delivery: latency(5 + i * 3, planned),
        calls: calls(planned * SHARES[channel], 0.992 - i / 400),
        segments: channel === 'sms' ? Math.round(planned * 0.1) : 0,
      })),
      types: NOTIFICATION_TYPES.map((type, i) => ({ type, ...outcomes(planned / (3 + i * 1.7), i) })),
      languages: LANGUAGE_SHARES.map(([language, share], i) => ({
        language,
        ...outcomes(planned * share, i),
      })),
      reasons: [
        { channel: 'sms', status: 'suppressed', reason: 'channel_off', count: Math.round(planned * 0.031) },
        { channel: 'in_app', status: 'superseded', reason: 'overtaken', count: Math.round(planned * 0.0061) },
        { channel: 'email', status: 'suppressed', reason: 'type_off', count: Math.round(planned * 0.0048) },
        { channel: 'email', status: 'failed', reason: 'bounced', count: Math.round(planned * 0.0019) },
        { channel: 'sms', status: 'suppressed', reason: 'no_consent', count: Math.round(planned * 0.0012) },
        { channel: 'sms', status: 'failed', reason: 'provider_rejected', count: Math.round(planned * 0.0006) },
        { channel: 'email', status: 'failed', reason: 'retries_exhausted', count: Math.round(planned * 0.0002) },
      ],
      errors: [
        error('email', 'http_503', 'SendGrid could not answer', planned * 0.004, from, latest),
        error('sms', '30003', 'The phone is switched off or out of reach', planned * 0.0009, from, latest),
        error('email', 'timeout', 'No answer within the time allowed', planned * 0.0006, from, latest),
        error('sms', '21610', 'The number asked for no more texts', planned * 0.0002, from, latest),
      ],
      retries: CHANNELS.flatMap((channel, i) =>
        [1, 2, 3, 4].slice(0, channel === 'in_app' ? 1 : 4).map((attempt) => ({
          channel,
          attempt,
          calls: calls(planned * SHARES[channel] * 0.09 ** (attempt - 1), 0.993 - attempt * 0.09 - i / 100),
        })),
      ),
      engagement: engagement(planned * SHARES.email),
      preferenceChanges: [
        { choice: 'channel_sms', to: 'on', count: Math.round(planned / 4_000) },
        { choice: 'channel_email', to: 'off', count: Math.round(planned / 9_000) },
        { choice: 'quiet_hours', to: 'changed', count: Math.round(planned / 12_000) },
        { choice: 'language', to: 'es', count: Math.round(planned / 15_000) },
      ],
      suppressions: [
        { channel: 'email', reason: 'hard_bounce', added: Math.round(planned / 7_000), lifted: 0 },
        { channel: 'sms', reason: 'stop', added: Math.round(planned / 20_000), lifted: Math.round(planned / 90_000) },
      ],
    };
  }

  live(alerts: readonly Alert[] = []): LiveFigures {
    const now = Date.now();
    const minute = Math.floor(now / 60_000) * 60_000;
    const isTroubled = alerts.length > 0;
    return {
      at: new Date(now).toISOString(),
      verdict: {
        state: isTroubled ? 'at_risk' : 'ok',
        summary: isTroubled
          ? 'Calls to Twilio fail more often than usual; all objectives of the day are still kept.'
          : 'Within every objective: in the last day, on the weakest channel, 99.69 % reached the provider within a minute and 99.96 % delivered.',
        objectives: (['N1', 'N2'] as const).flatMap((id) =>
          CHANNELS.map((channel, i) => ({
            id,
            channel,
            target: id === 'N1' ? 0.95 : 0.999,
            value: id === 'N1' ? 0.9991 - i / 900 : 0.99983 - i / 9_000,
            burnRate: 0.02 + 0.4 * chance(i + (id === 'N1' ? 1 : 7)),
            budgetLeft: 0.98 - 0.11 * i - (id === 'N1' ? 0 : 0.02),
          })),
        ),
      },
      waiting: CHANNELS.map((channel, i) => ({
        channel,
        due: Math.round(this.perSecond * SHARES[channel] * (0.4 + chance(now / 1_000 + i))),
        oldestDueSeconds: 0.4 + 1.8 * chance(Math.floor(now / 1_000) + i),
        sending: Math.round(60 * chance(now + i)),
        unconfirmed: i === 0 ? 3 : 0,
        retrying: channel === 'in_app' ? 0 : 412 >> (i * 3),
        quietHours: channel === 'sms' ? 2_318 : 0,
        paused: 0,
      })),
      releases: [1, 2, 3, 4, 5, 6, 7].map((hours) => ({
        hour: new Date(Math.ceil(now / 3_600_000) * 3_600_000 + hours * 3_600_000).toISOString(),
        channel: 'sms',
        count: Math.round(90 + 700 * chance(hours)),
      })),
      consumers: [
        { group: 'dispatcher', topic: 'orders.order-events.v1', lag: Math.round(300 * chance(now)) },
        { group: 'email-worker', topic: 'notifications.email.v1', lag: Math.round(120 * chance(now + 1)) },
        { group: 'sms-worker', topic: 'notifications.sms.v1', lag: 0 },
        { group: 'in-app-worker', topic: 'notifications.in-app.v1', lag: 4 },
      ],
      deadLetters: { notifications: 12, rejectedEvents: 3 },
      halts: [],
      pauses: [],
      alerts: [...alerts],
      minutes: Array.from({ length: 5 }, (_, i) => this.step(minute - (4 - i) * 60_000, 60_000, now)),
    };
  }

  private step(at: number, length: number, now: number): Step {
    const elapsed = Math.max(0, Math.min(1, (now - at) / length));
    const hour = 0.62 + 0.38 * Math.sin(((at % DAY_MS) / DAY_MS) * 2 * Math.PI - 1.2);
    const planned = this.perSecond * (length / 1_000) * elapsed * hour * (0.92 + 0.16 * chance(at / 60_000));
    const slow = chance(at / 900_000) > 0.93 ? 6 : 1;
    return {
      at: new Date(at).toISOString(),
      ...outcomes(planned, at / 60_000),
      acceptance: latency((0.8 + 0.5 * chance(at / 60_000 + 1)) * slow, planned),
      preferenceChanges: Math.round(planned / 2_000),
    };
  }
}

function outcomes(amount: number, seed = 0): Outcomes {
  const planned = Math.round(amount);
  const failed = Math.round(planned * (0.0018 + 0.003 * chance(seed + 3)));
  const suppressed = Math.round(planned * 0.034);
  const superseded = Math.round(planned * 0.006);
  const delivered = Math.round(planned * (0.88 + 0.03 * chance(seed)));
  const sent = Math.max(0, planned - failed - suppressed - superseded);
  const deliveryRate = delivered + failed < 20 ? null : delivered / (delivered + failed);
  return {
    planned,
    sent,
    delivered,
    failed,
    suppressed,
    superseded,
    expired: 0,
    retried: Math.round(planned * 0.009),
    deliveryRate,
  };
}

function latency(scale: number, count: number): Analytics['totals']['acceptance'] {
  if (count < 1) return { p50: null, p95: null, p99: null, count: 0 };
  return { p50: 0.38 * scale, p95: 1.4 * scale, p99: 4.2 * scale, count: Math.round(count) };
}

function calls(amount: number, accepted: number): Analytics['retries'][number]['calls'] {
  return {
    accepted: Math.round(amount * accepted),
    retryable: Math.round(amount * (1 - accepted) * 0.8),
    permanent: Math.round(amount * (1 - accepted) * 0.18),
    unconfirmed: Math.round(amount * (1 - accepted) * 0.02),
  };
}

function error(channel: Channel, code: string, meaning: string, amount: number, from: number, last: string) {
  const samples = [11, 12, 13].map(
    (n) =>
      `0196f5a2-7c1e-7d00-8a00-${String(n * 918_273_645_1)
        .padStart(12, '0')
        .slice(0, 12)}`,
  );
  const firstSeenAt = new Date(from + 40_000).toISOString();
  return { channel, code, meaning, count: Math.max(1, Math.round(amount)), firstSeenAt, lastSeenAt: last, samples };
}

function engagement(emails: number): Analytics['engagement'] {
  const of = <T>(type: T, amount: number, i: number) => {
    const delivered = Math.round(amount);
    const opened = Math.round(delivered * (0.31 + i / 30));
    const clicked = Math.round(delivered * (0.05 + i / 60));
    return {
      type,
      delivered,
      opens: { unique: opened, total: Math.round(opened * 1.4) },
      machineOpens: { unique: Math.round(delivered * 0.42), total: Math.round(delivered * 0.6) },
      clicks: { unique: clicked, total: Math.round(clicked * 1.2) },
      openRate: opened / Math.max(1, delivered),
      clickRate: clicked / Math.max(1, delivered),
    };
  };
  const types = NOTIFICATION_TYPES.map((type, i) => of(type, emails / (3 + i * 1.7), i));
  return { all: of(null, emails, 3), types };
}
