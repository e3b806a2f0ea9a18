import { describe, expect, it } from '@jest/globals';
import { type AlertFacts, evaluateAlerts } from './alert-evaluation.js';
import { QUIET_FACTS } from './alert-facts.fixture.js';
import { ALERT_RULES } from './alert-rules.js';

const raisedBy = (facts: Partial<AlertFacts>) =>
  evaluateAlerts({ ...QUIET_FACTS, ...facts }).findings.map(({ name, subject }) => `${name} ${subject}`.trim());

const [LONG, SHORT] = ALERT_RULES.N1BurningFast.windowsMs;
const [SLOW_LONG, SLOW_SHORT] = ALERT_RULES.N1BurningSlow.windowsMs;

/** Of all four windows, as shares of a thousand. */
function burning(objective: 'N1' | 'N2', bad: Partial<Record<number, number>>): Partial<AlertFacts> {
  return {
    objectives: [LONG, SHORT, SLOW_LONG, SLOW_SHORT].map((windowMs) => ({
      objective,
      channel: 'sms',
      windowMs,
      good: 1_000 - (bad[windowMs] ?? 0),
      bad: bad[windowMs] ?? 0,
    })),
  };
}

describe('a burn rate', () => {
  it('F5 N1 raises at 30 % late over an hour and five minutes, as well', () => {
    expect(raisedBy(burning('N1', { [LONG]: 301, [SHORT]: 301 }))).toEqual(['N1BurningFast sms']);
    expect(raisedBy(burning('N1', { [LONG]: 299, [SHORT]: 1_000 }))).toEqual([]);
  });

  it('F5 N1 is over once the short window is clean, however bad the hour was', () => {
    expect(raisedBy(burning('N1', { [LONG]: 900, [SHORT]: 0 }))).toEqual([]);
  });

  it('F5 N1 raises a ticket at 15 % over six hours', () => {
    expect(raisedBy(burning('N1', { [SLOW_LONG]: 151, [SLOW_SHORT]: 151 }))).toEqual(['N1BurningSlow sms']);
  });

  it('F5 N2 raises at 1.44 % failed over an hour', () => {
    expect(raisedBy(burning('N2', { [LONG]: 15, [SHORT]: 15 }))).toEqual(['N2BurningFast sms']);
    expect(raisedBy(burning('N2', { [LONG]: 14, [SHORT]: 14 }))).toEqual([]);
  });

  it('F5 N2 says nothing of a few failures: nine of them are no trend, whatever their share', () => {
    const few = (windowMs: number) => ({ objective: 'N2', channel: 'sms', windowMs, good: 91, bad: 9 }) as const;
    expect(raisedBy({ objectives: [LONG, SHORT].map(few) })).toEqual([]);
  });

  it('F5 a channel burns for itself', () => {
    const facts = (channel: 'sms' | 'email', bad: number) =>
      [LONG, SHORT].map((windowMs) => ({ objective: 'N1', channel, windowMs, good: 100 - bad, bad }) as const);
    expect(raisedBy({ objectives: [...facts('email', 0), ...facts('sms', 60)] })).toEqual(['N1BurningFast sms']);
  });
});

describe('calls and deliveries', () => {
  it('AC-17 a fifth of twenty calls failing is enough, four of nineteen are not', () => {
    expect(raisedBy({ calls: [{ channel: 'email', calls: 20, failed: 4 }] })).toEqual(['ProviderCallsFailing email']);
    expect(raisedBy({ calls: [{ channel: 'email', calls: 19, failed: 19 }] })).toEqual([]);
    expect(raisedBy({ calls: [{ channel: 'email', calls: 20, failed: 3 }] })).toEqual([]);
  });

  it('F5 the figure is told in words', () => {
    const { findings } = evaluateAlerts({ ...QUIET_FACTS, calls: [{ channel: 'email', calls: 210, failed: 90 }] });
    expect(findings).toEqual([
      {
        name: 'ProviderCallsFailing',
        subject: 'email',
        value: 90 / 210,
        detail: 'Calls to the provider fail. 90 of 210 calls in the last 2 minutes.',
      },
    ]);
  });

  it('F5 a tenth of fifty that ended as failed is too many', () => {
    expect(raisedBy({ deliveries: [{ channel: 'email', delivered: 45, failed: 5 }] })).toEqual([
      'DeliveriesFailing email',
    ]);
    expect(raisedBy({ deliveries: [{ channel: 'email', delivered: 46, failed: 4 }] })).toEqual([]);
    expect(raisedBy({ deliveries: [{ channel: 'email', delivered: 0, failed: 49 }] })).toEqual([]);
  });

  it('F5 a provider that accepts and reports nothing is silent; one report breaks the silence', () => {
    expect(raisedBy({ reports: [{ channel: 'sms', accepted: 20, hasReported: false }] })).toEqual([
      'WebhookSilence sms',
    ]);
    expect(raisedBy({ reports: [{ channel: 'sms', accepted: 900, hasReported: true }] })).toEqual([]);
    expect(raisedBy({ reports: [{ channel: 'sms', accepted: 19, hasReported: false }] })).toEqual([]);
  });

  it('F5 faults of an account are one alert a channel, with their codes', () => {
    const { findings } = evaluateAlerts({
      ...QUIET_FACTS,
      accountFaults: [
        { channel: 'sms', code: 'twilio_30007', count: 2 },
        { channel: 'sms', code: 'twilio_30034', count: 1 },
      ],
    });
    expect(findings).toMatchObject([
      { name: 'ProviderAccountFault', subject: 'sms', value: 3, detail: expect.stringContaining('twilio_30034 (1)') },
    ]);
  });
});

describe('what waits', () => {
  const waiting = [{ channel: 'sms', oldestSeconds: 41, oldestReleasedSeconds: 901 }] as const;

  it('F5 is raised where nothing holds the channel', () => {
    expect(raisedBy({ waiting })).toEqual(['OldestWaiting sms', 'OldestReleased sms']);
    expect(raisedBy({ waiting: [{ channel: 'sms', oldestSeconds: 39, oldestReleasedSeconds: 899 }] })).toEqual([]);
    expect(raisedBy({ waiting: [{ channel: 'sms', oldestSeconds: null, oldestReleasedSeconds: null }] })).toEqual([]);
  });

  it.each([
    ['halted', { halts: [{ channel: 'sms', reason: 'provider_failing' }] }, ['ProviderHalted sms']],
    ['paused', { pauses: [{ scope: 'sms' }] }, ['ChannelPaused sms']],
    ['paused with all', { pauses: [{ scope: 'all' }] }, ['ChannelPaused all']],
  ] as const)('F5 is named for its cause where the channel is %s', (_how, held, raised) => {
    expect(raisedBy({ waiting, ...held })).toEqual(raised);
  });

  it('F5 is raised all the same while another channel is held', () => {
    expect(raisedBy({ waiting, pauses: [{ scope: 'email' }] })).toContain('OldestWaiting sms');
  });
});

describe('counts of the whole service', () => {
  it.each([
    ['DeadLettersGrowing', { deadLetters: 20 }, { deadLetters: 19 }],
    ['RejectedEventsGrowing', { rejectedEvents: 10 }, { rejectedEvents: 9 }],
    ['DefaultPartitionInUse', { defaultPartitionRows: 1 }, { defaultPartitionRows: 0 }],
  ] as const)('F5 %s is raised at its threshold, and not below', (name, at, below) => {
    expect(raisedBy(at)).toEqual([name]);
    expect(raisedBy(below)).toEqual([]);
  });

  it('F5 a template that fails is named by its type', () => {
    expect(raisedBy({ templateErrors: [{ type: 'order_shipped', count: 1 }] })).toEqual([
      'TemplateErrors order_shipped',
    ]);
  });
});

describe('consumers', () => {
  it('AC-17 are far behind, or get nothing done', () => {
    expect(raisedBy({ consumers: [{ topic: 't', lag: 10_000, stalledSeconds: 0 }] })).toEqual(['ConsumerLag t']);
    expect(raisedBy({ consumers: [{ topic: 't', lag: 3, stalledSeconds: 40 }] })).toEqual(['ConsumerStalled t']);
    expect(raisedBy({ consumers: [{ topic: 't', lag: 9_999, stalledSeconds: 39 }] })).toEqual([]);
  });

  it('F5 that could not be asked are unknown, which is no cause', () => {
    const evaluation = evaluateAlerts({ ...QUIET_FACTS, consumers: [{ topic: 't', lag: null, stalledSeconds: 600 }] });
    expect(evaluation).toEqual({
      findings: [],
      unknown: [
        { name: 'ConsumerLag', subject: 't' },
        { name: 'ConsumerStalled', subject: 't' },
      ],
    });
  });
});
