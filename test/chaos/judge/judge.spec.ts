import { describe, expect, it } from '@jest/globals';
import type { Passed, Skipped, StreamConnection } from '../../system/stream-wire.js';
import { type Customer, type Preferences, makeCustomers } from '../customers.js';
import type { Incident } from '../fleet.js';
import { chaosProfile } from '../profile.js';
import { Random } from '../random.js';
import type { Span } from '../servers.js';
import type { NotificationRow } from '../tables.js';
import { type RawEvidence, organise } from './evidence.js';
import { type RULES, judge } from './judge.js';

const NOON = Date.parse('2026-11-25T12:00:00Z');
const PROFILE = { ...chaosProfile(1), retryDelays: [4_000, 6_000, 8_000], dailyCap: 100 };

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** One event of one customer: an email that took two calls, a text, a message in the inbox that was read on a device. Nothing is wrong with it. */
function aCleanRun() {
  const customer = aCustomer();
  const event = {
    ...{ id: 'e1', type: 'order_confirmed', orderId: 'o1', userId: customer.id, data: {} },
    ...{ publishAt: [0], time: NOON, acknowledgedAt: NOON },
  };
  const rows = (['email', 'sms', 'in_app'] as const).map((channel): Mutable<NotificationRow> => ({
    ...{ id: channel, eventId: 'e1', orderId: 'o1', userId: customer.id, type: event.type, channel },
    ...{
      status: 'sent',
      reason: null,
      retryCount: 0,
      inboxSeq: null,
      sentAt: new Date(NOON),
      readAt: null,
      dueAt: null,
    },
    ...(channel === 'in_app' ? { status: 'delivered', inboxSeq: 1, readAt: new Date(NOON + 5_000) } : {}),
  }));
  const email = [aCall('email', 1, NOON, 503), aCall('email', 2, NOON + 5_000, 202)];
  const sms = [aCall('sms', 1, NOON, 201)];
  const device = aDevice(customer.id);
  const evidence = {
    ...{ profile: PROFILE, judgedAt: NOON + 60_000, events: [event], customers: [customer], rows },
    attempts: [anAttempt('email', 1, 'retryable'), anAttempt('email', 2, 'accepted'), anAttempt('sms', 1, 'accepted')],
    dailyCounts: [{ userId: customer.id, count: 3 }],
    figureFaults: [] as string[],
    inboxFaults: [] as string[],
    news: rows.map(({ id, status }) => ({ notificationId: id, status, sequence: 12 })),
    messages: [aMessage('email', 2), aMessage('sms', 1)],
    requests: [],
    forgotten: 0,
    calls: new Map([
      ['email-worker-1', email],
      ['sms-worker-1', sms],
    ]),
    lookUps: [] as RawEvidence['lookUps'],
    reports: [],
    incidents: [] as Incident[],
    freezes: new Map<string, Span[]>(),
    databaseOutages: [] as Span[],
    devices: [device],
  } satisfies RawEvidence;
  return { evidence, customer, rows, email, sms, device };
}

function aCustomer(): Mutable<Customer> {
  const [customer] = makeCustomers(1, new Random(1), NOON, 0);
  if (customer === undefined) throw new RangeError('no customer was made');
  const [first] = customer.changes;
  if (first !== undefined) first.acknowledgedAt = NOON - 60_000;
  return { ...customer, temper: 'steady' };
}

/** It was given one message over one connection, and confirmed and read it. */
function aDevice(userId: string) {
  const message: Passed = { id: 'in_app', seq: 1, at: NOON + 1_000 };
  const connection = {
    ...{ replica: 'in-app-worker-1', openedAt: NOON, closedAt: null, accepted: true, lastSeq: 0, farewell: null },
    ...{ given: [message], skipped: [] as Skipped[], confirmed: [{ ...message, at: NOON + 1_100 }] },
  } satisfies StreamConnection;
  return {
    ...{ name: 'phone', userId, startedAfter: 0, unread: 0, fault: null as string | null },
    ...{
      shown: [message],
      skipped: [] as Skipped[],
      marks: [{ id: 'in_app', askedAt: NOON, answeredAt: NOON + 5_000 }],
    },
    connections: [connection] as StreamConnection[],
  };
}

function aCall(notificationId: string, attempt: number, startedAt: number, status: number | null) {
  const provider = notificationId === 'email' ? ('sendgrid' as const) : ('twilio' as const);
  return { subjects: [{ provider, notificationId, attempt }], startedAt, endedAt: startedAt + 100, status };
}

const anAttempt = (notificationId: string, number: number, outcome: string) => ({
  ...{ notificationId, number, outcome, code: outcome === 'accepted' ? null : 'sendgrid_503' },
});

function aMessage(notificationId: string, attempt: number) {
  const provider = notificationId === 'email' ? ('sendgrid' as const) : ('twilio' as const);
  return {
    ...{
      at: new Date(NOON).toISOString(),
      provider,
      notificationId,
      to: 'somebody',
      headers: {},
      statusCallback: null,
      webhooks: [] as { event: string; at: string }[],
    },
    customArgs: { notification_attempt: String(attempt) },
  };
}

type Run = ReturnType<typeof aCleanRun>;

function broken(run: Run): string[] {
  return judge(organise(run.evidence)).flatMap(({ rule, findings }) => (findings.length > 0 ? [rule] : []));
}

const rowOf = (run: Run, channel: string) => {
  const row = run.rows.find((candidate) => candidate.channel === channel);
  if (row === undefined) throw new RangeError(`no row for ${channel}`);
  return row;
};

const connectionOf = ({ device }: Run): Mutable<StreamConnection> => {
  const [connection] = device.connections;
  if (connection === undefined) throw new RangeError('the device had no connection');
  return connection;
};

function change(run: Run, acknowledgedAt: number, preferences: Partial<Preferences>): void {
  const [first] = run.customer.changes;
  if (first === undefined) throw new RangeError('the customer has no preferences');
  const changed = { ...first.preferences, ...preferences };
  run.customer.changes.push({ preferences: changed, requestedAt: acknowledgedAt - 10, acknowledgedAt });
}

/** What is put wrong, and at least this rule sees it. */
const WRONGS: Readonly<Record<keyof typeof RULES, (run: Run) => void>> = {
  'every event has one row per channel': ({ rows }) => rows.push({ ...(rows[0] as NotificationRow), id: 'again' }),
  'every row has ended or rightly waits': (run) => (rowOf(run, 'sms').status = 'sending'),
  'every end has a cause': (run) =>
    Object.assign(rowOf(run, 'in_app'), { status: 'suppressed', reason: 'channel_off' }),
  'nothing known to be taken is sent again': ({ evidence, sms }) => {
    sms.push(aCall('sms', 2, NOON + 10_000, 201));
    evidence.messages.push(aMessage('sms', 2));
  },
  'no request starts after an acknowledged revocation': (run) => change(run, NOON + 3_000, { globalEnabled: false }),
  'no text is sent in quiet hours': ({ customer }) => {
    const [first] = customer.changes;
    const quietHours = { enabled: true, start: '00:00', end: '23:59' };
    if (first !== undefined) customer.changes[0] = { ...first, preferences: { ...first.preferences, quietHours } };
  },
  'no budget has more calls than it may': ({ email }) => {
    for (const attempt of [3, 4, 5]) email.push(aCall('email', attempt, NOON + attempt * 10_000, 503));
  },
  'no call starts before its delay is over': ({ email }) => Object.assign(email[1] ?? {}, { startedAt: NOON + 2_000 }),
  'the daily cap holds exactly': (run) =>
    Object.assign(rowOf(run, 'in_app'), { status: 'suppressed', reason: 'daily_cap' }),
  'recorded attempts are the calls made': ({ evidence }) => evidence.attempts.splice(1, 1),
  'no row has more attempts than its budget': ({ evidence }) => {
    for (const number of [3, 4, 5]) evidence.attempts.push(anAttempt('email', number, 'unconfirmed'));
  },
  'statuses are what the providers took': ({ evidence }) => evidence.messages.pop(),
  'the ledger knows every call': ({ evidence }) => evidence.messages.push(aMessage('nobody', 1)),
  'every end was told on the topic': ({ evidence }) => evidence.news.pop(),
  'positions in inboxes have no gaps': (run) => (rowOf(run, 'in_app').inboxSeq = 2),
  'unread counts are what rows say': ({ evidence }) => evidence.inboxFaults.push('unread messages of c1: 2, not 1'),
  'figures are what rows say': ({ evidence }) => evidence.figureFaults.push('2 counted, 1 found'),
  'every device got what its inbox has, once and in order': ({ device }) => device.shown.pop(),
  'every connection goes on where its device stood': (run) => connectionOf(run).given.push(...connectionOf(run).given),
  'what devices confirmed is delivered': (run) => (rowOf(run, 'in_app').status = 'sent'),
  'marks that were answered are kept': (run) => (rowOf(run, 'in_app').readAt = null),
  'every device knows how much is unread': ({ device }) => (device.unread = 1),
  'no process gives up by itself': ({ evidence }) =>
    evidence.incidents.push({ replica: 'sms-worker-1', kind: 'exited', at: NOON }),
};

describe('The judge', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(broken(aCleanRun())).toEqual([]);
  });

  it.each(Object.entries(WRONGS))('%s', (rule, putWrong) => {
    const run = aCleanRun();
    putWrong(run);
    expect(broken(run)).toContain(rule);
  });

  const SENT_AGAIN = 'nothing known to be taken is sent again';
  const TAKEN_AT = NOON + 1;
  const AGAIN_AT = NOON + 70_000;

  /** The answer to the first call that was taken died with its process, and it was taken once more. */
  function takenTwice(channel: 'email' | 'sms') {
    const run = aCleanRun();
    const calls = run[channel];
    const answeredAt = calls.at(-1)?.endedAt ?? 0;
    const attempt = calls.length + 1;
    calls.push(aCall(channel, attempt, AGAIN_AT, 202));
    run.evidence.messages.push(aMessage(channel, attempt));
    run.evidence.incidents.push({ replica: `${channel}-worker-1`, kind: 'killed', at: answeredAt + 1 });
    return run;
  }

  it('forgives a second acceptance where the answer to the first died with its process, and nobody can be asked', () => {
    expect(broken(takenTwice('email'))).not.toContain(SENT_AGAIN);
  });

  it('does not forgive it where a report came in time', () => {
    const run = takenTwice('email');
    const report = { provider: 'sendgrid', notificationId: 'email', attempt: 2, event: 'delivered' } as const;
    const reports = [{ subjects: [report], startedAt: NOON + 5_900, endedAt: NOON + 6_000, status: 204 }];
    Object.assign(run.evidence, { reports });
    expect(broken(run)).toContain(SENT_AGAIN);
  });

  describe('of a text, of which Twilio can be asked,', () => {
    const asked = (startedAt: number, status = 200) => ({
      ...{ subjects: [{ to: 'somebody' }], startedAt, endedAt: startedAt + 50, status },
    });

    it.each([
      ['nobody asked', []],
      ['it was asked once it had the text', [asked(TAKEN_AT + 1_000)]],
      ['asking failed', [asked(NOON, 503)]],
      ['it was asked about another number', [{ ...asked(NOON), subjects: [{ to: 'somebody else' }] }]],
      ['it was asked before the first call', [asked(NOON - 1)]],
    ])('does not forgive it where %s', (_, lookUps) => {
      const run = takenTwice('sms');
      run.evidence.lookUps = lookUps;
      expect(broken(run)).toContain(SENT_AGAIN);
    });

    it('forgives it where Twilio was asked before it had the text', () => {
      const run = takenTwice('sms');
      run.evidence.lookUps = [asked(NOON)];
      expect(broken(run)).not.toContain(SENT_AGAIN);
    });

    it('finds it right where the first had failed by then, whether or not a report told', () => {
      const run = takenTwice('sms');
      const [first] = run.evidence.messages.filter(({ provider }) => provider === 'twilio');
      first?.webhooks.push({ event: 'undelivered', at: new Date(NOON + 800).toISOString() });
      expect(broken(run)).not.toContain(SENT_AGAIN);
    });
  });

  describe('of devices', () => {
    const GOT_ALL = 'every device got what its inbox has, once and in order';
    const GOES_ON = 'every connection goes on where its device stood';
    const CONFIRMED = 'what devices confirmed is delivered';

    /** Three messages in the inbox, all of which the device was given. */
    function threeMessages() {
      const run = aCleanRun();
      const first = rowOf(run, 'in_app');
      const messages = [1, 2, 3].map((seq) => ({ id: seq === 1 ? first.id : `in_app ${seq}`, seq, at: NOON + seq }));
      const [, ...more] = messages;
      run.rows.push(...more.map(({ id, seq }) => ({ ...first, id, inboxSeq: seq })));
      run.device.shown = [...messages];
      connectionOf(run).given.splice(0, 1, ...messages);
      return run;
    }

    const findings = (run: Run, rule: string) =>
      judge(organise(run.evidence))
        .filter((judgement) => judgement.rule === rule)
        .flatMap((judgement) => judgement.findings.map(({ detail }) => detail));

    it.each<[string, (run: Run) => void, string[]]>([
      ['nothing is wrong', () => undefined, []],
      ['one never came', ({ device }) => device.shown.splice(1, 1), ['position 2 never came']],
      [
        'two came the wrong way round',
        ({ device }) => device.shown.reverse(),
        ['position 2 came after 3', 'position 1 came after 2'],
      ],
      ['one came again', ({ device }) => device.shown.push(device.shown[2] as Passed), ['position 3 came after 3']],
      ['it had them when it began', ({ device }) => (device.startedAfter = 3), ['position 1 came after 3']],
      [
        'one is not its own',
        ({ device }) => (device.shown[1] = { id: 'x', seq: 2, at: NOON }),
        ['x came as position 2, which is not its own'],
      ],
      ['its client gave up', ({ device }) => (device.fault = 'invalid_token'), ['its client gave up: invalid_token']],
      [
        'a marker told of the one that is missing',
        ({ device }) => {
          device.shown.splice(1, 1);
          device.skipped.push({ afterSeq: 1, beforeSeq: 3 });
        },
        [],
      ],
      [
        'a marker told of another one',
        ({ device }) => {
          device.shown.splice(1, 1);
          device.skipped.push({ afterSeq: 2, beforeSeq: 4 });
        },
        ['position 2 never came'],
      ],
    ])('sees what a page was shown: %s', (_, putWrong, expected) => {
      const run = threeMessages();
      putWrong(run);
      expect(findings(run, GOT_ALL)).toEqual(expected);
    });

    it.each<[string, (connection: Mutable<StreamConnection>) => void, number]>([
      ['it ends early', ({ given }) => given.splice(2), 0],
      ['it leaves one out', ({ given }) => given.splice(1, 1), 1],
      ['it begins with what the device had', (connection) => (connection.lastSeq = 1), 1],
      ['it begins too late', ({ given }) => given.splice(0, 1), 1],
      [
        'the device did not say what it had',
        (connection) => Object.assign(connection, { lastSeq: null }).given.shift(),
        0,
      ],
    ])('sees what a connection carried: %s', (_, putWrong, amount) => {
      const run = threeMessages();
      putWrong(connectionOf(run));
      expect(findings(run, GOES_ON)).toHaveLength(amount);
    });

    it.each<[string, (run: Run) => void, boolean]>([
      ['all went on', () => undefined, true],
      ['the connection broke at once', (run) => (connectionOf(run).closedAt = NOON + 2_000), false],
      ['the connection broke much later', (run) => (connectionOf(run).closedAt = NOON + 20_000), true],
      [
        'its replica was killed at once',
        ({ evidence }) => evidence.incidents.push({ replica: 'in-app-worker-1', kind: 'killed', at: NOON + 2_000 }),
        false,
      ],
      [
        'the other replica was killed',
        ({ evidence }) => evidence.incidents.push({ replica: 'in-app-worker-2', kind: 'killed', at: NOON + 2_000 }),
        true,
      ],
      [
        'its replica was frozen',
        ({ evidence }) => evidence.freezes.set('in-app-worker-1', [{ from: NOON + 1_500, until: NOON + 60_000 }]),
        false,
      ],
      [
        'its replica was killed when the database had been away, and was back',
        ({ evidence }) => {
          evidence.databaseOutages.push({ from: NOON + 1_000, until: NOON + 20_000 });
          evidence.incidents.push({ replica: 'in-app-worker-1', kind: 'killed', at: NOON + 22_000 });
        },
        false,
      ],
    ])('knows which confirmations arrived: %s', (_, happen, isKnown) => {
      const run = aCleanRun();
      rowOf(run, 'in_app').status = 'sent';
      happen(run);
      expect(broken(run).includes(CONFIRMED)).toBe(isKnown);
    });
  });
});
