import { describe, expect, it } from '@jest/globals';
import {
  CHANNELS,
  type Channel,
  DEFAULT_PREFERENCES,
  NOTIFICATION_TYPES,
  type NotificationType,
  type Preferences,
  type TypePreference,
} from '#contracts';
import { type Decision, type RulePolicy, type Situation, decide } from './notification-rules.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = new Date('2026-11-25T12:00:00Z');
const POLICY: RulePolicy = { eventMaxAgeMs: 72 * HOUR, retryDelays: [MINUTE, 5 * MINUTE, 15 * MINUTE] };

/** 13:00 in Madrid at `NOW`. */
const ZONE = 'Europe/Madrid';
const QUIET_NOW = { enabled: true, start: '12:30', end: '14:30' };
const QUIET_END = new Date('2026-11-25T13:30:00Z');
const QUIET_AT_NIGHT = { enabled: true, start: '22:00', end: '08:00' };

const ago = (ms: number) => new Date(NOW.getTime() - ms);
const inMinutes = (minutes: number) => new Date(NOW.getTime() + minutes * MINUTE);

/** Everything speaks for sending. */
function aSituation(overrides: Partial<Situation> = {}): Situation {
  return {
    type: 'order_shipped',
    channel: 'sms',
    eventTime: ago(MINUTE),
    plannedAt: NOW,
    preferences: preferences(),
    timeZones: [ZONE],
    erased: false,
    address: 'known',
    suppressed: false,
    smsConsent: true,
    overtaken: 'no',
    paused: false,
    ...overrides,
  };
}

function preferences(overrides: Partial<Preferences> = {}): Preferences {
  return { ...DEFAULT_PREFERENCES, channels: { email: true, sms: true, in_app: true }, ...overrides };
}

const decided = (overrides: Partial<Situation>) => decide(aSituation(overrides), POLICY, NOW);
const suppressed = (reason: string) => ({ kind: 'end', status: 'suppressed', reason });
const SEND = { kind: 'send' };

function inWords(decision: Decision): string {
  switch (decision.kind) {
    case 'send':
      return 'send';
    case 'wait':
      return `wait/${decision.reason} until ${decision.until.toISOString()}`;
    case 'end':
      return `${decision.status}/${decision.reason}`;
  }
}

describe('decision table', () => {
  /** What may be true of a notification, apart from its channel. */
  const FACTS = {
    erased: [false, true],
    tooOld: [false, true],
    overtaken: ['no', 'before_dispatch', 'while_waiting'] as const,
    globalOn: [true, false],
    channelOn: [true, false],
    choice: [
      'none',
      'on',
      'on for this channel',
      'on for others',
      'on for no channel',
      'off',
      'off for this channel',
    ] as const,
    address: ['known', 'missing', 'unknown'] as const,
    scheduleOver: [false, true],
    suppressed: [false, true],
    consent: [true, false],
    paused: [false, true],
    quietEnabled: [true, false],
    quietNow: [true, false],
  } as const;

  type Facts = { readonly [K in keyof typeof FACTS]: (typeof FACTS)[K][number] } & { readonly channel: Channel };

  /** Written from the contract; the first line that applies is what must come out. */
  const EXPECTED: readonly (readonly [(facts: Facts) => boolean, string])[] = [
    [(f) => f.erased, 'suppressed/erased'],
    [(f) => f.tooOld, 'expired/too_old'],
    [(f) => f.overtaken === 'before_dispatch', 'superseded/overtaken'],
    [(f) => f.overtaken === 'while_waiting' && f.channel !== 'email', 'superseded/overtaken'],
    [(f) => !f.globalOn, 'suppressed/global_off'],
    [(f) => !f.channelOn, 'suppressed/channel_off'],
    [(f) => !['none', 'on', 'on for this channel'].includes(f.choice), 'suppressed/type_off'],
    [(f) => f.channel !== 'in_app' && f.address === 'missing', 'suppressed/no_address'],
    [(f) => f.channel !== 'in_app' && f.address === 'unknown' && f.scheduleOver, 'failed/no_recipient'],
    [(f) => f.channel !== 'in_app' && f.address === 'unknown', `wait/no_recipient until ${inMinutes(1).toISOString()}`],
    [(f) => f.channel === 'sms' && !f.consent, 'suppressed/no_consent'],
    [(f) => f.suppressed, 'suppressed/suppression_list'],
    [(f) => f.paused, `wait/paused until ${NOW.toISOString()}`],
    [(f) => f.channel === 'sms' && f.quietEnabled && f.quietNow, `wait/quiet_hours until ${QUIET_END.toISOString()}`],
    [() => true, 'send'],
  ];

  function choiceOf(choice: Facts['choice'], channel: Channel): TypePreference | undefined {
    switch (choice) {
      case 'none':
        return undefined;
      case 'on':
        return { enabled: true };
      case 'on for this channel':
        return { enabled: true, channels: [channel] };
      case 'on for others':
        return { enabled: true, channels: CHANNELS.filter((other) => other !== channel) };
      case 'on for no channel':
        return { enabled: true, channels: [] };
      case 'off':
        return { enabled: false };
      case 'off for this channel':
        return { enabled: false, channels: [channel] };
    }
  }

  /** The switches of other channels and the choice for another type say the opposite: they must not matter. */
  function situationOf(facts: Facts, type: NotificationType): Situation {
    const { channel } = facts;
    const switches = Object.fromEntries(CHANNELS.map((c) => [c, (c === channel) === facts.channelOn]));
    const other = type === 'delivered' ? 'order_shipped' : 'delivered';
    const choice = choiceOf(facts.choice, channel);
    return aSituation({
      type,
      channel,
      erased: facts.erased,
      eventTime: ago(facts.tooOld ? 72 * HOUR + 1 : 72 * HOUR),
      plannedAt: ago(facts.scheduleOver ? 21 * MINUTE : 0),
      preferences: preferences({
        globalEnabled: facts.globalOn,
        channels: switches as Record<Channel, boolean>,
        types: {
          [other]: choice?.enabled === false ? { enabled: true } : { enabled: false },
          ...(choice === undefined ? {} : { [type]: choice }),
        },
        quietHours: { ...(facts.quietNow ? QUIET_NOW : QUIET_AT_NIGHT), enabled: facts.quietEnabled },
      }),
      address: facts.address,
      suppressed: facts.suppressed,
      smsConsent: facts.consent,
      overtaken: facts.overtaken,
      paused: facts.paused,
    });
  }

  function* combinations(): Generator<Facts> {
    const columns = Object.entries({ ...FACTS, channel: CHANNELS });
    const total = columns.reduce((product, [, values]) => product * values.length, 1);
    for (let n = 0; n < total; n++) {
      let rest = n;
      yield Object.fromEntries(
        columns.map(([name, values]) => {
          const value = values[rest % values.length];
          rest = Math.floor(rest / values.length);
          return [name, value];
        }),
      ) as unknown as Facts;
    }
  }

  it('holds for every combination of facts, on every channel', () => {
    const wrong: unknown[] = [];
    const seen = new Set<string>();
    let count = 0;
    for (const facts of combinations()) {
      const type = NOTIFICATION_TYPES[count++ % NOTIFICATION_TYPES.length] ?? 'delivered';
      const expected = EXPECTED.find(([applies]) => applies(facts))?.[1];
      const actual = inWords(decide(situationOf(facts, type), POLICY, NOW));
      seen.add(actual);
      if (actual !== expected && wrong.length < 5) wrong.push({ ...facts, type, expected, actual });
    }
    expect(wrong).toEqual([]);
    expect(count).toBe(2 ** 4 * 3 * 7 * 3 * 2 ** 6 * 3);
    expect([...seen].sort()).toEqual([...new Set(EXPECTED.map(([, words]) => words))].sort());
  });

  it.each(NOTIFICATION_TYPES)('exempts no type: %s obeys every switch', (type) => {
    for (const channel of CHANNELS) {
      const at = { type, channel };
      const off = { ...preferences().channels, [channel]: false };
      expect(decided(at)).toEqual(SEND);
      expect(decided({ ...at, preferences: preferences({ globalEnabled: false }) })).toEqual(suppressed('global_off'));
      expect(decided({ ...at, preferences: preferences({ channels: off }) })).toEqual(suppressed('channel_off'));
      expect(decided({ ...at, preferences: preferences({ types: { [type]: { enabled: false } } }) })).toEqual(
        suppressed('type_off'),
      );
    }
  });

  it('asks the same situation the same way twice', () => {
    const situation = Object.freeze(aSituation({ preferences: preferences({ quietHours: QUIET_NOW }) }));
    expect(decide(situation, POLICY, NOW)).toEqual(decide(situation, POLICY, NOW));
  });
});

describe('a channel is used for a type', () => {
  it.each(CHANNELS)('AC-01 when its switch is on, and not when it is off: %s', (channel) => {
    for (const on of [true, false, true]) {
      const channels = { ...preferences().channels, [channel]: on };
      expect(decided({ channel, preferences: preferences({ channels }) })).toEqual(
        on ? SEND : suppressed('channel_off'),
      );
    }
  });

  it('AC-01 whatever the other channels’ switches say', () => {
    for (const channel of CHANNELS) {
      const channels = { email: false, sms: false, in_app: false, [channel]: true };
      expect(decided({ channel, preferences: preferences({ channels }) })).toEqual(SEND);
    }
  });

  it('by default on email and in-app, not by SMS', () => {
    const outcomes = CHANNELS.map((channel) => inWords(decided({ channel, preferences: DEFAULT_PREFERENCES })));
    expect(outcomes).toEqual(['send', 'suppressed/channel_off', 'send']);
  });

  it('not when the global switch is off', () => {
    expect(decided({ preferences: preferences({ globalEnabled: false }) })).toEqual(suppressed('global_off'));
  });

  it.each<[string, TypePreference | undefined, boolean]>([
    ['has no entry: follows the switches', undefined, true],
    ['is enabled without channels: follows the switches', { enabled: true }, true],
    ['names the channel', { enabled: true, channels: ['sms', 'email'] }, true],
    ['names other channels', { enabled: true, channels: ['email', 'in_app'] }, false],
    ['names no channel', { enabled: true, channels: [] }, false],
    ['is disabled', { enabled: false }, false],
    ['is disabled, though it names the channel', { enabled: false, channels: ['sms'] }, false],
  ])('by what the type says: it %s', (_, choice, used) => {
    const types = choice === undefined ? {} : { order_shipped: choice };
    expect(decided({ preferences: preferences({ types }) })).toEqual(used ? SEND : suppressed('type_off'));
  });

  it('not by naming it for a type while its switch is off', () => {
    const channels = { email: true, sms: false, in_app: true };
    const types = { order_shipped: { enabled: true, channels: ['sms'] } } as const;
    expect(decided({ preferences: preferences({ channels, types }) })).toEqual(suppressed('channel_off'));
  });
});

describe('rule', () => {
  it('erased: nothing is sent to a customer who asked to be forgotten, whatever else is known', () => {
    for (const channel of CHANNELS) {
      expect(decided({ channel, erased: true, address: 'unknown', eventTime: new Date(0) })).toEqual(
        suppressed('erased'),
      );
    }
  });

  it('too_old: an event past its useful life expires; one exactly that old does not', () => {
    expect(decided({ eventTime: ago(72 * HOUR + 1) })).toEqual({ kind: 'end', status: 'expired', reason: 'too_old' });
    expect(decided({ eventTime: ago(72 * HOUR) })).toEqual(SEND);
  });

  it('too_old: an event from the future counts as now', () => {
    expect(decided({ eventTime: ago(-1_000 * HOUR) })).toEqual(SEND);
  });

  it('no_address: the customer is known, the address is not', () => {
    expect(decided({ channel: 'email', address: 'missing' })).toEqual(suppressed('no_address'));
    expect(decided({ channel: 'sms', address: 'missing' })).toEqual(suppressed('no_address'));
  });

  it('no_address: comes before consent, which belongs to a number', () => {
    expect(decided({ address: 'missing', smsConsent: false })).toEqual(suppressed('no_address'));
  });

  it.each(['email', 'sms'] as const)(
    'no_recipient: %s waits for an unheard-of customer on the retry schedule',
    (channel) => {
      const at = (minutes: number) =>
        inWords(
          decide(
            aSituation({ channel, address: 'unknown', plannedAt: NOW, smsConsent: false }),
            POLICY,
            inMinutes(minutes),
          ),
        );
      const waitsFor = (minutes: number) => `wait/no_recipient until ${inMinutes(minutes).toISOString()}`;
      expect([0, 0.5, 1, 5.9, 6, 20.9].map(at)).toEqual([1, 1, 6, 6, 21, 21].map(waitsFor));
      expect(at(21)).toBe('failed/no_recipient');
      expect(at(600)).toBe('failed/no_recipient');
    },
  );

  it('no_address and no_recipient: the inbox needs no address', () => {
    expect(decided({ channel: 'in_app', address: 'missing' })).toEqual(SEND);
    expect(decided({ channel: 'in_app', address: 'unknown' })).toEqual(SEND);
  });

  it('no_consent: only a text message needs consent', () => {
    const outcomes = CHANNELS.map((channel) => inWords(decided({ channel, smsConsent: false })));
    expect(outcomes).toEqual(['send', 'suppressed/no_consent', 'send']);
  });

  it('suppression_list: an address on the list is not written to', () => {
    expect(decided({ channel: 'email', suppressed: true })).toEqual(suppressed('suppression_list'));
    expect(decided({ channel: 'sms', suppressed: true })).toEqual(suppressed('suppression_list'));
  });

  it('paused: waits, and is due as soon as somebody resumes', () => {
    expect(decided({ paused: true })).toEqual({ kind: 'wait', until: NOW, reason: 'paused' });
  });

  it('paused: a customer who does not want the message is not kept waiting to hear so', () => {
    const unwanted = preferences({ globalEnabled: false });
    expect(decided({ paused: true, preferences: unwanted })).toEqual(suppressed('global_off'));
  });

  it('AC-04 quiet_hours: a text message waits for their end; email and in-app go at once', () => {
    const outcomes = CHANNELS.map((channel) =>
      inWords(decided({ channel, preferences: preferences({ quietHours: QUIET_NOW }) })),
    );
    expect(outcomes).toEqual(['send', `wait/quiet_hours until ${QUIET_END.toISOString()}`, 'send']);
  });

  it('AC-04 quiet_hours: are the customer’s, in the customer’s zone', () => {
    const quiet = preferences({ quietHours: QUIET_NOW });
    expect(decided({ preferences: quiet, timeZones: ['Asia/Tokyo'] })).toEqual(SEND);
    expect(decided({ preferences: preferences({ quietHours: { ...QUIET_NOW, enabled: false } }) })).toEqual(SEND);
  });
});
