import { describe, expect, it } from '@jest/globals';
import { AddressHasher, KeyedHash, Keyring } from '#privacy';
import fc from 'fast-check';
import { sendgridReport } from './sendgrid-events.js';

const KEYED_HASH = new KeyedHash(
  new Keyring('k2', [
    ['k1', Buffer.alloc(32, 1)],
    ['k2', Buffer.alloc(32, 2)],
  ]),
);
const HASHER = new AddressHasher(KEYED_HASH);
const NOTIFICATION_ID = '0199aaaa-0000-7000-8000-000000000001';

const anEvent = (fields: Record<string, unknown>) => ({
  event: 'delivered',
  sg_event_id: 'ZGVsaXZlcmVk',
  timestamp: 1_795_608_000,
  email: 'ana@example.com',
  notification_id: NOTIFICATION_ID,
  notification_attempt: '2',
  ...fields,
});

const reportOf = (fields: Record<string, unknown>) => sendgridReport(anEvent(fields), HASHER);

describe('SendGrid’s events', () => {
  it.each([
    [{ event: 'processed' }, { kind: 'accepted', code: null }],
    [{ event: 'delivered' }, { kind: 'delivered', code: null }],
    [{ event: 'open' }, { kind: 'opened', code: null }],
    [
      { event: 'open', sg_machine_open: false },
      { kind: 'opened', code: null },
    ],
    [
      { event: 'open', sg_machine_open: true },
      { kind: 'delivered', code: null },
    ],
    [{ event: 'click' }, { kind: 'opened', code: null }],
    [
      { event: 'bounce', type: 'bounce' },
      { kind: 'bounced', code: 'sendgrid_bounce' },
    ],
    [{ event: 'bounce' }, { kind: 'bounced', code: 'sendgrid_bounce' }],
    [
      { event: 'bounce', type: 'blocked' },
      { kind: 'bounced', code: 'sendgrid_blocked' },
    ],
    [{ event: 'dropped' }, { kind: 'bounced', code: 'sendgrid_dropped' }],
    [{ event: 'deferred' }, null],
    [{ event: 'spamreport' }, null],
    [{ event: 'unsubscribe' }, null],
    [{ event: 'group_unsubscribe' }, null],
    [{ event: 'thought_of_next_year' }, null],
    [{ event: 'constructor' }, null],
  ])('%j says %j', (fields, said) => {
    expect(reportOf(fields)).toMatchObject({ event: fields.event, said });
  });

  it.each([
    [
      { event: 'open', sg_machine_open: false, useragent: 'Thunderbird' },
      { action: 'open', by: 'person' },
    ],
    [
      { event: 'open', sg_machine_open: true, useragent: 'Thunderbird' },
      { action: 'open', by: 'machine' },
    ],
    [
      { event: 'open', useragent: 'Mozilla/5.0' },
      { action: 'open', by: 'machine' },
    ],
    [
      { event: 'click', useragent: 'Thunderbird' },
      { action: 'click', by: 'person' },
    ],
    [
      { event: 'click', useragent: 'Barracuda Sentinel (EE)' },
      { action: 'click', by: 'machine' },
    ],
    [{ event: 'click' }, { action: 'click', by: 'person' }],
    [{ event: 'delivered' }, undefined],
  ])('F5 %j tells of its reader %j, and keeps nothing else of them', (fields, engagement) => {
    const report = reportOf({ ...fields, ip: '203.0.113.7' });
    expect(report?.engagement).toEqual(engagement);
    expect(JSON.stringify(report)).not.toMatch(/Thunderbird|Barracuda|203\.0/);
  });

  it.each([
    [{ event: 'bounce' }, 'bounced'],
    [{ event: 'bounce', type: 'bounce' }, 'bounced'],
    [{ event: 'spamreport' }, 'complained'],
    [{ event: 'unsubscribe' }, 'unsubscribed'],
    [{ event: 'group_unsubscribe' }, 'unsubscribed'],
    [{ event: 'dropped', reason: 'Bounced Address' }, 'bounced'],
    [{ event: 'dropped', reason: 'Spam Reporting Address' }, 'complained'],
    [{ event: 'dropped', reason: 'Unsubscribed Address' }, 'unsubscribed'],
  ])('%j is a reason to write to the address no more: %s', (fields, reason) => {
    const addressHashes = KEYED_HASH.hashAll('email', 'ana@example.com');
    expect(reportOf({ ...fields, email: 'Ana@Example.com' })?.objection).toEqual({ reason, addressHashes });
  });

  it.each([
    { event: 'bounce', type: 'blocked' },
    { event: 'dropped', reason: 'Recipient List over Package Quota' },
    { event: 'dropped' },
    { event: 'deferred' },
    { event: 'group_resubscribe' },
    { event: 'open' },
  ])('%j is none', (fields) => {
    expect(reportOf(fields)?.objection).toBeNull();
  });

  it('are about the attempt that our arguments name, at the time they give', () => {
    expect(reportOf({})).toMatchObject({
      dedupeKey: 'ZGVsaXZlcmVk',
      at: new Date('2026-11-25T12:00:00Z'),
      about: { notificationId: NOTIFICATION_ID, attempt: 2 },
    });
  });

  it.each([
    ['14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0', '14c5d75ce93.dfd.64b469'],
    ['kJ-QwAoRQ9y1.recvd-5dc6f5b9d4-x2x2z-1-5F', 'kJ-QwAoRQ9y1'],
    ['kJ-QwAoRQ9y1', 'kJ-QwAoRQ9y1'],
    ['', null],
    [7, null],
    ['a'.repeat(300), null],
  ])('of the message %p carry the id it was answered with', (id, expected) => {
    expect(reportOf({ sg_message_id: id })?.providerMessageId).toBe(expected);
  });

  it('a bounce without our arguments is about an address, which is not kept', () => {
    const report = reportOf({ event: 'bounce', notification_id: undefined, email: ' Ana@Example.com' });
    expect(report?.about).toEqual({ addressHashes: KEYED_HASH.hashAll('email', 'ana@example.com') });
    expect(JSON.stringify(report)).not.toMatch(/ana@/i);
  });

  it.each([
    { notification_id: 'of somebody else' },
    { notification_attempt: undefined },
    { notification_attempt: '0' },
    { notification_attempt: '1.5' },
    { event: 'bounce', notification_id: undefined, email: undefined },
    { event: 'bounce', notification_id: undefined, email: 'nobody' },
  ])('about nothing of ours are taken, and told apart: %j', (fields) => {
    expect(reportOf(fields)).toMatchObject({ about: null });
  });

  it.each([
    { sg_event_id: undefined },
    { sg_event_id: '' },
    { sg_event_id: 'with a space' },
    { sg_event_id: 'x'.repeat(129) },
    { sg_event_id: 'a\u0000' },
    { event: undefined },
    { event: '' },
    { event: 'x'.repeat(41) },
    { timestamp: '1795608000' },
    { timestamp: -1 },
    { timestamp: 1e300 },
  ])('that are none are told apart: %j', (fields) => {
    expect(reportOf(fields)).toBeNull();
  });

  it('never throw, whatever stands in their place', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (anything, field) => {
        sendgridReport(anything, HASHER);
        reportOf({ event: 'bounce', email: field, notification_id: field, sg_message_id: field, type: field });
      }),
    );
  });
});
