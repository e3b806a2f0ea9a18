import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { MESSAGE_RULES } from '../../../apps/provider-sandbox/src/twilio/message.rules.js';
import { ACCOUNT, NOTIFICATION, PHONE, SMS, SandboxFixture, type SmsParameters } from './sandbox.fixture.js';

type NameOf<R extends { parameter: string; rule: string }> = R extends R ? `${R['parameter']} ${R['rule']}` : never;
type Rejection = { readonly code: number } & (
  { readonly sdk: Partial<SmsParameters> } | { readonly form: Readonly<Record<string, string>> }
);

/** A request for each rule, by the SDK (`sdk`) or, where that would not let it through, as it is (`form`). */
const REJECTED = {
  'To is required': { form: { To: '' }, code: 21604 },
  'To is E.164': { sdk: { to: '555-0123' }, code: 21211 },
  'From or MessagingServiceSid is required': { form: { From: '' }, code: 21603 },
  'From can send': { sdk: { from: '+0123' }, code: 21212 },
  'MessagingServiceSid is the sid of a messaging service': { sdk: { messagingServiceSid: 'MG1' }, code: 21701 },
  'Body is required': { sdk: { body: '' }, code: 21602 },
  'Body has at most 1,600 characters': { sdk: { body: 'x'.repeat(1_601) }, code: 21617 },
  'StatusCallback is an absolute http(s) URL': { sdk: { statusCallback: '/webhooks' }, code: 21609 },
  'ValidityPeriod is a positive whole number': { sdk: { validityPeriod: 0.5 }, code: 90014 },
  'ValidityPeriod is at most 36,000 seconds': { sdk: { validityPeriod: 36_001 }, code: 90007 },
} satisfies Record<NameOf<(typeof MESSAGE_RULES)[number]>, Rejection>;

let fixture: SandboxFixture;

beforeAll(async () => {
  fixture = await SandboxFixture.start();
});

afterAll(() => fixture.close());
afterEach(() => fixture.sandbox.clearLedger());

describe('An SMS is refused unless', () => {
  test.each(Object.entries<Rejection>(REJECTED))('%s', async (_rule, rejection) => {
    const { code } = rejection;
    if ('sdk' in rejection) await expect(fixture.sms(rejection.sdk)).rejects.toMatchObject({ status: 400, code });
    else expect(await fixture.postSms(rejection.form)).toMatchObject({ status: 400, body: { status: 400, code } });

    expect(await fixture.sandbox.messages()).toMatchObject({ total: 0 });
    expect(await fixture.sandbox.requests()).toMatchObject({ items: [{ outcome: 'refused', status: 400 }] });
  });
});

describe('An SMS is refused', () => {
  test('with wrong credentials', async () => {
    const sending = fixture.twilio('other').messages.create(SMS);

    await expect(sending).rejects.toMatchObject({ status: 401, code: 20003 });
  });

  test('for another account', async () => {
    const sending = fixture.twilio().api.v2010.accounts(ACCOUNT.replace('1', '2')).messages.create(SMS);

    await expect(sending).rejects.toMatchObject({ status: 404, code: 20404 });
  });

  test('in anything but a form', async () => {
    expect(await fixture.postSms({}, 'application/json; charset=utf-8')).toMatchObject({ status: 400 });
    expect(await fixture.postSms({}, 'text/plain')).toMatchObject({
      status: 400,
      body: { code: 21604, more_info: 'https://www.twilio.com/docs/errors/21604' },
    });
  });
});

test('What the SDK sends is accepted, and in the ledger', async () => {
  const statusCallback = `https://shop.example/api/v2/webhooks/twilio/status?notificationId=${NOTIFICATION}&attempt=1`;
  const message = await fixture.sms({ statusCallback, validityPeriod: 36_000 });

  expect(message).toMatchObject({
    sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
    accountSid: ACCOUNT,
    status: 'queued',
    numSegments: '1',
    errorCode: null,
    dateSent: null,
    dateCreated: expect.any(Date),
    direction: 'outbound-api',
  });
  expect(await fixture.sandbox.messages({ provider: 'twilio', notificationId: NOTIFICATION })).toMatchObject({
    total: 1,
    items: [{ providerMessageId: message.sid, to: PHONE, text: 'Hello', segments: 1, statusCallback }],
  });
});

test('A messaging service is a sender', async () => {
  const messagingServiceSid = `MG${'0'.repeat(32)}`;

  expect(await fixture.sms({ messagingServiceSid })).toMatchObject({ messagingServiceSid, status: 'accepted' });
});

test('A message is read back by its sid', async () => {
  const { sid } = await fixture.sms();
  const { messages } = fixture.twilio();

  expect(await messages(sid).fetch()).toMatchObject({ sid, status: 'sent', dateSent: expect.any(Date) });
  await expect(messages(`SM${'0'.repeat(32)}`).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
});

test('Messages are listed by recipient and time, the newest first, page by page', async () => {
  for (const body of ['one', 'two', 'three', 'four', 'five']) await fixture.sms({ body });
  await fixture.sms({ to: '+14155550199' });
  const { messages } = fixture.twilio();
  const anHourAgo = new Date(Date.now() - 3_600_000);

  const found = await messages.list({ to: PHONE, dateSentAfter: anHourAgo, pageSize: 2 });
  expect(found.map(({ body }) => body)).toEqual(['five', 'four', 'three', 'two', 'one']);
  expect(await messages.list({ to: PHONE, dateSent: new Date() })).toHaveLength(5);
  expect(await messages.list({ to: PHONE, dateSentBefore: anHourAgo })).toHaveLength(0);
});
