import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import twilio from 'twilio';
import type { LifeEventInput } from '../../../apps/provider-sandbox/src/sandbox.client.js';
import { eventually } from '../../system/eventually.js';
import { ACCOUNT, NOTIFICATION, PHONE, SMS, SandboxFixture, TOKEN } from './sandbox.fixture.js';
import { type ReceivedRequest, WebhookReceiver } from './webhook-receiver.fixture.js';

let fixture: SandboxFixture;
let receiver: WebhookReceiver;
let statusCallback: string;

beforeAll(async () => {
  [fixture, receiver] = await Promise.all([SandboxFixture.start(), WebhookReceiver.start()]);
  await fixture.sandbox.control({ webhooks: { target: receiver.url } });
  statusCallback = `${receiver.url}/api/v2/webhooks/twilio/status?notificationId=${NOTIFICATION}&attempt=1`;
});

afterAll(async () => {
  await Promise.all([fixture.close(), receiver.close()]);
});

afterEach(async () => {
  await fixture.sandbox.control({ webhooks: { enabled: false } });
  await fixture.sandbox.text(PHONE, 'START');
  await fixture.sandbox.clearLedger();
  receiver.forget();
});

describe('An accepted SMS', () => {
  test('is queued, sent and delivered, and each is told to its StatusCallback, signed', async () => {
    await fixture.sandbox.control({ webhooks: { enabled: true } });
    const { sid } = await fixture.sms({ statusCallback });

    await receiver.until(3);
    expect(receiver.forms.map(({ MessageStatus }) => MessageStatus)).toEqual(['queued', 'sent', 'delivered']);
    expect(receiver.forms[0]).toEqual({
      AccountSid: ACCOUNT,
      ApiVersion: '2010-04-01',
      From: SMS.from,
      MessageSid: sid,
      MessageStatus: 'queued',
      SmsSid: sid,
      SmsStatus: 'queued',
      To: PHONE,
    });
    for (const request of receiver.requests) expect([request.url, isSigned(request)]).toEqual([statusCallback, true]);
  });

  test('without a StatusCallback tells nobody, and its status can be read', async () => {
    const { sid } = await withLife([{ event: 'sent' }, { event: 'delivered' }]);

    await untilStatus(sid, 'delivered');
    expect(receiver.requests).toEqual([]);
  });

  test('has no time at which it was sent before it was, and is not found by one', async () => {
    const { sid } = await withLife([{ event: 'queued' }]);
    const { messages } = fixture.twilio();

    expect(await messages(sid).fetch()).toMatchObject({ status: 'queued', dateSent: null });
    expect(await messages.list({ dateSentAfter: new Date(Date.now() - 60_000) })).toEqual([]);
    expect(await messages.list({ to: PHONE })).toMatchObject([{ sid }]);
  });

  test.each([30001, 30003, 30005, 30006, 30007, 30008, 30034])('can stay undelivered with %i', async (errorCode) => {
    const { sid } = await withLife([{ event: 'undelivered', errorCode }], { statusCallback });

    await receiver.until(1);
    expect(receiver.forms).toMatchObject([{ MessageStatus: 'undelivered', ErrorCode: String(errorCode) }]);
    expect(await fixture.twilio().messages(sid).fetch()).toMatchObject({
      status: 'undelivered',
      errorCode,
      errorMessage: expect.any(String),
    });
  });

  test('by a messaging service is told with its number and the service', async () => {
    const messagingServiceSid = `MG${'0'.repeat(32)}`;
    const { sid } = await withLife([{ event: 'sending' }], { messagingServiceSid, statusCallback });

    await receiver.until(1);
    expect(receiver.forms).toMatchObject([
      { MessagingServiceSid: messagingServiceSid, From: expect.stringMatching(/^\+/), MessageSid: sid },
    ]);
  });
});

describe('Status callbacks can come', () => {
  test('several times', async () => {
    await withLife([{ event: 'delivered' }], { statusCallback }, { webhooks: { copies: 3 } });

    const [first, ...others] = await receiver.until(3);
    expect(others.map(({ body }) => body)).toEqual([first?.body, first?.body]);
  });

  test('before the answer to the request that sent it', async () => {
    await withLife([{ event: 'sent' }, { event: 'delivered' }], { statusCallback }, { beforeAnswer: true });

    expect(receiver.requests).toHaveLength(2);
  });

  test('never, while the status goes on', async () => {
    const { sid } = await withLife([{ event: 'delivered' }], { statusCallback }, { webhooks: { lost: true } });

    await untilStatus(sid, 'delivered');
    expect(await fixture.sandbox.webhooks({ outcome: 'lost' })).toMatchObject({ total: 1 });
    expect(receiver.requests).toEqual([]);
  });

  test.each(['forged', 'garbage', 'missing'] as const)('with a %s signature', async (signature) => {
    await withLife([{ event: 'delivered' }], { statusCallback }, { webhooks: { signature } });

    const [request] = await receiver.until(1);
    expect(isSigned(request)).toBe(false);
  });
});

test('A status callback that is answered 5xx is not repeated; one that found nobody is, once', async () => {
  receiver.answers.push({ status: 500 });
  await withLife([{ event: 'delivered' }], { statusCallback }, { beforeAnswer: true });
  await withLife([{ event: 'delivered' }], { statusCallback: 'http://127.0.0.1:1/' });

  await eventually(async () => {
    expect(await fixture.sandbox.webhooks({ outcome: 'failed' })).toMatchObject({
      items: [
        { tries: 2, status: null, detail: 'ECONNREFUSED' },
        { tries: 1, status: 500 },
      ],
    });
  });
});

describe('A text from a customer', () => {
  test('is told, signed', async () => {
    await fixture.sandbox.text(PHONE, 'Where is my order?', { to: SMS.from });

    expect(receiver.requests.map((request) => [request.path, isSigned(request)])).toEqual([
      ['/api/v2/webhooks/twilio/inbound', true],
    ]);
    expect(receiver.forms).toMatchObject([
      { From: PHONE, To: SMS.from, Body: 'Where is my order?', SmsStatus: 'received', AccountSid: ACCOUNT },
    ]);
    expect(receiver.forms[0]).not.toHaveProperty('OptOutType');
    expect(await fixture.sandbox.webhooks()).toMatchObject({
      items: [{ event: 'inbound', to: PHONE, messageId: null }],
    });
  });

  test('names its kind where Twilio manages opt-outs', async () => {
    await fixture.sandbox.text(PHONE, 'stop', { optOutType: 'STOP' });

    expect(receiver.forms).toMatchObject([{ Body: 'stop', OptOutType: 'STOP' }]);
  });

  test.each(['STOP', ' stop ', 'Unsubscribe', 'STOPALL', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'])(
    'that says "%s" has further messages refused with 21610, until START',
    async (word) => {
      await fixture.sandbox.text(PHONE, word);

      await expect(fixture.sms()).rejects.toMatchObject({ status: 400, code: 21610 });
      expect(await fixture.sandbox.requests()).toMatchObject({ items: [{ outcome: 'refused', to: PHONE }] });
      expect(await fixture.sandbox.optOuts()).toEqual([PHONE]);
      await fixture.sandbox.text(PHONE, 'Start');
      expect(await fixture.sms()).toMatchObject({ status: 'queued' });
    },
  );

  test('that says anything else stops nothing', async () => {
    await fixture.sandbox.text(PHONE, 'Please stop by');

    expect(await fixture.sms()).toMatchObject({ status: 'queued' });
  });

  test('may be answered in TwiML, which is sent', async () => {
    receiver.answers.push({
      status: 200,
      body: '<?xml version="1.0"?><Response><Message>Call us &amp; ask</Message></Response>',
    });
    await fixture.sandbox.text(PHONE, 'HELP', { to: SMS.from });

    expect(await fixture.sandbox.messages()).toMatchObject({
      items: [{ to: PHONE, from: SMS.from, text: 'Call us & ask', statusCallback: null }],
    });
  });

  test('can come while its message is still on the way', async () => {
    const events: LifeEventInput[] = [{ event: 'reply', text: 'STOP' }];
    await withLife(events, { statusCallback }, { beforeAnswer: true });

    expect(receiver.forms).toMatchObject([{ Body: 'STOP', From: PHONE, To: SMS.from }]);
    await expect(fixture.sms()).rejects.toMatchObject({ code: 21610 });
  });
});

/** An SMS to which only `events` happen. */
async function withLife(
  events: LifeEventInput[],
  sms: Parameters<SandboxFixture['sms']>[0] = {},
  life: Omit<Parameters<SandboxFixture['sandbox']['setLives']>[1]['steps'][number], 'events'> = {},
) {
  await fixture.sandbox.setLives(PHONE, { steps: [{ events, ...life }] });
  return fixture.sms(sms);
}

function untilStatus(sid: string, status: string): Promise<void> {
  return eventually(async () => {
    expect(await fixture.twilio().messages(sid).fetch()).toMatchObject({ status });
  });
}

/** By Twilio's own check. */
function isSigned(request: ReceivedRequest | undefined): boolean {
  if (request === undefined) return false;
  const signature = String(request.headers['x-twilio-signature'] ?? '');
  return twilio.validateRequest(TOKEN, signature, request.url, Object.fromEntries(new URLSearchParams(request.body)));
}
