import { describe, expect, it } from '@jest/globals';
import type { AcceptedMessage, SendRequest } from '../../apps/provider-sandbox/src/ledger/ledger-entries.js';
import type { AttemptRow, NotificationRow } from './demo.repository.js';
import { differences, type Evidence } from './judge.js';
import { CUSTOMERS, customerNamed, fixedSources } from './run.fixture.js';
import { type ScriptedEvent, ScriptWriter } from './script.js';

const CHANNELS = ['email', 'sms', 'in_app'] as const;

function scriptFor(...names: string[]): ScriptedEvent[] {
  const cast = names.length === 0 ? CUSTOMERS : names.map(customerNamed);
  const writer = new ScriptWriter(cast, fixedSources());
  const script = Array.from({ length: 3 * cast.length }, () => writer.next());
  return script.flatMap((publication) => ('event' in publication ? [publication.event] : []));
}

/** What a system without fault would leave behind. */
function evidenceOf(script: readonly ScriptedEvent[]): Evidence {
  const pending = faultsOf(script);
  const rows = script.flatMap((event) => CHANNELS.map((channel) => rowOf(event, channel, pending)));
  return {
    rows,
    messages: rows.flatMap((row) => messagesOf(row, script)),
    requests: requestsOf(rows),
    forgotten: 0,
    strangers: [],
    announced: new Map(rows.flatMap((row) => (row.dueAt === null ? [[row.id, new Set([row.status])]] : []))),
    rejections: ['invalid_data'],
    uncalledFor: [],
  };
}

/** The failures that happen once, still to come. */
function faultsOf(script: readonly ScriptedEvent[]): Map<string, readonly string[]> {
  return new Map(
    script.flatMap(({ customer }) =>
      (['email', 'sms'] as const).flatMap((channel) => {
        const fault = customer.faults[channel];
        return fault?.when === 'once' ? [[`${customer.name} ${channel}`, fault.failures] as const] : [];
      }),
    ),
  );
}

function rowOf(
  event: ScriptedEvent,
  channel: (typeof CHANNELS)[number],
  pending: Map<string, readonly string[]>,
): NotificationRow {
  const { status, reason } = event.expected[channel];
  const { customer } = event;
  const fault = channel === 'in_app' ? undefined : customer.faults[channel];
  const wasTried = status === 'sent' || fault?.when === 'always';
  const key = `${customer.name} ${channel}`;
  const failures = fault?.when === 'always' ? fault.failures : wasTried ? (pending.get(key) ?? []) : [];
  if (wasTried) pending.delete(key);
  return {
    id: `${event.id}:${channel}`,
    eventId: event.id,
    ...{ orderId: event.orderId, type: event.type, channel, status, reason },
    eventTime: new Date(0),
    sentAt: status === 'sent' ? new Date(50) : null,
    dueAt: status === 'pending' ? (customer.quietUntil ?? null) : null,
    attempts: [
      ...failures.map(failedAttempt),
      ...(status === 'sent' ? [{ outcome: 'accepted', code: null } as const] : []),
    ],
  };
}

const failedAttempt = (code: string): AttemptRow => ({
  outcome: code === 'connection_lost' ? 'unconfirmed' : 'retryable',
  code,
});

function messagesOf(row: NotificationRow, script: readonly ScriptedEvent[]): AcceptedMessage[] {
  const customer = script.find(({ id }) => id === row.eventId)?.customer;
  if (row.status !== 'sent' || row.channel === 'in_app' || customer === undefined) return [];
  const { channel, id: notificationId } = row;
  const html = channel === 'email' ? `<html lang="${customer.readsIn}">` : null;
  const provider = channel === 'email' ? 'sendgrid' : 'twilio';
  return [{ notificationId, provider, to: customer.addresses[channel], html } as AcceptedMessage];
}

const requestsOf = (rows: readonly NotificationRow[]) =>
  rows.flatMap((row) => (row.channel === 'in_app' ? [] : row.attempts.map(() => requestOf(row))));

const requestOf = ({ id }: NotificationRow): SendRequest => ({ notificationId: id }) as SendRequest;

/** Evidence with one row told differently; undefined leaves it out. */
function withRow(
  evidence: Evidence,
  fits: (row: NotificationRow) => boolean,
  change: Partial<NotificationRow> | undefined,
): Evidence {
  const index = evidence.rows.findIndex(fits);
  expect(index).not.toBe(-1);
  const rows = evidence.rows.flatMap((row, at) => (at !== index ? [row] : change ? [{ ...row, ...change }] : []));
  return { ...evidence, rows };
}

const onChannel = (channel: string) => (row: NotificationRow) => row.channel === channel;
const [first] = scriptFor('Ana');

describe('the judge', () => {
  it('is content when everything became what it should', () => {
    const script = scriptFor();
    expect(differences(script, evidenceOf(script))).toEqual([]);
  });

  it('takes what is known to have arrived for sent', () => {
    const script = scriptFor('Ana');
    const delivered = withRow(evidenceOf(script), onChannel('in_app'), { status: 'delivered' });
    const announced = new Map(delivered.rows.map(({ id, status }) => [id, new Set([status])]));
    expect(differences(script, { ...delivered, announced })).toEqual([]);
  });

  it('permits a second message where an answer was lost, and only there', () => {
    const script = scriptFor('Diego');
    const evidence = evidenceOf(script);
    const unsure = evidence.rows.find(({ attempts }) => attempts.some(({ outcome }) => outcome === 'unconfirmed'));
    const again = evidence.messages.filter(({ notificationId }) => notificationId === unsure?.id);
    const other = evidence.messages.find(({ notificationId }) => notificationId !== unsure?.id);
    expect(differences(script, { ...evidence, messages: [...evidence.messages, ...again] })).toEqual([]);
    const twice = [...evidence.messages, ...(other === undefined ? [] : [other])];
    expect(differences(script, { ...evidence, messages: twice })).toEqual([
      expect.stringMatching(/accepted it 1 times, not 2$/),
    ]);
  });

  it('is content when the provider’s report made up for the lost answer', () => {
    const script = scriptFor('Diego');
    const unsure = (row: NotificationRow) => row.attempts.some(({ outcome }) => outcome === 'unconfirmed');
    const reported = withRow(evidenceOf(script), unsure, { attempts: [{ outcome: 'accepted', code: null }] });
    expect(differences(script, { ...reported, requests: requestsOf(reported.rows) })).toEqual([]);
  });

  it.each<[string, string, (evidence: Evidence) => Evidence, RegExp]>([
    ['a row that is missing', 'Ana', (e) => withRow(e, onChannel('sms'), undefined), /sms: expected 1 row, found 0/],
    ['a row too many', 'Ana', (e) => ({ ...e, rows: [...e.rows, ...e.rows.slice(0, 1)] }), /expected 1 row, found 2/],
    [
      'a row of an event that was not published',
      'Ana',
      (e) => ({ ...e, rows: [...e.rows, { ...(e.rows[0] as NotificationRow), eventId: 'other' }] }),
      /event other, which was not published/,
    ],
    [
      'another status',
      'Ana',
      (e) => withRow(e, onChannel('sms'), { status: 'failed', reason: 'bounced' }),
      /failed \(bounced\)/,
    ],
    [
      'another reason',
      'Emma',
      (e) => withRow(e, onChannel('sms'), { reason: 'channel_off' }),
      /expected suppressed \(global_off\), found suppressed \(channel_off\)/,
    ],
    [
      'quiet hours that end too early',
      'Kenji',
      (e) => withRow(e, onChannel('sms'), { dueAt: new Date('2026-11-20T20:00:00Z') }),
      /waits until 2026-11-20T20:00/,
    ],
    [
      'a failure that nobody scripted',
      'Ana',
      (e) => withRow(e, onChannel('email'), { attempts: [failedAttempt('sendgrid_500')] }),
      /expected the failures \[\], found \[sendgrid_500\]/,
    ],
    [
      'a scripted failure that was not met',
      'Ben',
      (e) => withRow(e, (row) => row.attempts.length > 1, { attempts: [{ outcome: 'accepted', code: null }] }),
      /expected the failures \[sendgrid_500, sendgrid_500\], found \[\]/,
    ],
    ['a message lost', 'Ana', (e) => ({ ...e, messages: e.messages.slice(1) }), /accepted it 1 times, not 0/],
    [
      'a message that should not have gone out',
      'Emma',
      (e) => ({ ...e, messages: [{ notificationId: e.rows[0]?.id, provider: 'twilio' } as AcceptedMessage] }),
      /accepted it 0 times, not 1/,
    ],
    [
      'a request that no attempt accounts for',
      'Ana',
      (e) => ({ ...e, requests: [...e.requests, ...e.requests.slice(0, 1)] }),
      /1 attempts are recorded, the provider was asked 2 times/,
    ],
    [
      'a message to somebody else',
      'Ana',
      (e) => ({ ...e, messages: e.messages.map((message) => ({ ...message, to: 'ben@example.com' })) }),
      /it went to ben@example.com/,
    ],
    [
      'a message in another language',
      'Ana',
      (e) => ({
        ...e,
        messages: e.messages.map((message) => ({ ...message, html: message.html && '<html lang="en">' })),
      }),
      /its language is not es/,
    ],
    ['a gap in the ledger', 'Ana', (e) => ({ ...e, forgotten: 3 }), /has forgotten 3 entries/],
    ['a message of no notification', 'Ana', (e) => ({ ...e, strangers: ['n-1'] }), /n-1, which no table knows/],
    ['an end that was not announced', 'Ana', (e) => ({ ...e, announced: new Map() }), /was not told on the topic/],
    [
      'a malformed event that was not set aside',
      'Ana',
      (e) => ({ ...e, rejections: [undefined] }),
      /nothing set aside/,
    ],
    [
      'a row for what should cause none',
      'Ana',
      (e) => ({ ...e, uncalledFor: e.rows.slice(0, 1) }),
      /should cause none/,
    ],
  ])('finds %s', (_, name, change, said) => {
    const script = scriptFor(name);
    const found = differences(script, change(evidenceOf(script)));
    expect(found.filter((difference) => said.test(difference)).length).toBeGreaterThan(0);
  });

  it('names customer, order, type and channel', () => {
    const script = scriptFor('Ana');
    const [difference] = differences(script, withRow(evidenceOf(script), onChannel('email'), undefined));
    expect(difference).toBe(`Ana ${String(first?.orderNumber)} order_confirmed email: expected 1 row, found 0`);
  });
});
