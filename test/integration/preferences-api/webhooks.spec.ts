import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type NotificationDocument, type NotificationStatus, TOPICS } from '#contracts';
import {
  type AttemptReport,
  type Claim,
  type NewNotification,
  type AppliedSettlement,
  type Settlement,
  applyReports,
  claimDue,
  findNotification,
  insertWebhooks,
  liftHalt,
  loadChannelState,
  settle,
  upsertRecipients,
} from '#database';
import { KeyedHash, keyringSchema } from '#privacy';
import { developmentSettings } from '../../../infra/development-settings.js';
import { givenNotification } from '../../builders/notifications.js';
import { CountingDatabase } from '../../system/counting-database.js';
import { ApiFixture } from './api.fixture.js';
import { WebhookSender, aMessageSid, aSendgridEvent } from './webhook-sender.js';

const MINUTE = 60_000;
const LEASE = 60_000;

const aReport = (notificationId: string): AttemptReport => ({
  notificationId,
  evidence: { attempt: 1, kind: 'opened' },
  engagement: { action: 'open', by: 'person' },
  at: new Date(),
  code: null,
  providerMessageId: null,
});

describe('webhooks', () => {
  let api: ApiFixture;
  let webhooks: WebhookSender;
  beforeAll(async () => {
    api = await ApiFixture.start();
    webhooks = new WebhookSender(api);
  }, 30_000);
  afterAll(() => api.stop());

  const sql = <T>(text: string, parameters: unknown[] = []) => api.database.query<T>(text, parameters);

  async function documentOf({ id }: { id: string }): Promise<NotificationDocument> {
    const answer = await api.call('GET', `/api/v2/notifications/${id}`, {
      token: await api.token('desk', 'notifications:support'),
    });
    return answer.body as NotificationDocument;
  }

  async function statusOf(notification: { id: string }): Promise<string> {
    const { status, reason } = await documentOf(notification);
    return reason === null ? status : `${status}/${reason}`;
  }

  const attemptsOf = async (notification: { id: string }) =>
    (await documentOf(notification)).attempts.map(({ number, outcome, code }) => [number, outcome, code]);

  const queueOf = async ({ id }: { id: string }) =>
    (
      await sql<{ state: string; attempts: number; claim_no: number; due_at: Date }>(
        `SELECT state, attempts, claim_no, due_at FROM delivery_queue WHERE id = $1`,
        [id],
      )
    )[0];

  /** What was told the world of a notification, in order. */
  async function newsOf({ id }: { id: string }): Promise<string[]> {
    const rows = await sql<{ messages: { topic: string; value: string }[] }>(`SELECT messages FROM outbox ORDER BY id`);
    return rows
      .flatMap(({ messages }) => messages)
      .filter(({ value }) => value.includes(id))
      .map(({ topic, value }) => {
        const { status, attempt, reason, attempts } = JSON.parse(value) as Record<string, unknown>;
        return topic === TOPICS.deadLetters.name
          ? `dead letter ${String(reason)} ${String(attempts)}`
          : `${String(status)} ${String(attempt)}`;
      });
  }

  const channelQueued = (channel: 'email' | 'sms') =>
    givenNotification(api.database, { channel, queue: { dueAt: new Date(Date.now() - 1_000) } });

  /** Claims this row, whatever else is due. */
  async function claim({ id, channel }: NewNotification, now = new Date()): Promise<Claim> {
    const claims = await claimDue(api.database, channel, 100, now, new Date(now.getTime() + LEASE));
    const own = claims.find((one) => one.id === id);
    if (own === undefined) throw new Error('the row cannot be claimed');
    return own;
  }

  const attemptOf = ({ earlierAttempts, attempts }: Claim, outcome: 'accepted' | 'retryable' | 'unconfirmed') => ({
    number: earlierAttempts + attempts + 1,
    at: new Date(),
    durationMs: 5,
    outcome,
    code: outcome === 'accepted' ? null : 'answer_timeout',
    providerMessageId: outcome === 'accepted' ? 'message-1' : null,
  });

  async function answer(
    one: Claim,
    outcome: 'accepted' | 'retryable' | 'unconfirmed',
  ): Promise<readonly AppliedSettlement[]> {
    const settlement: Settlement = {
      id: one.id,
      claimNo: one.claimNo,
      attempt: attemptOf(one, outcome),
      outcome:
        outcome === 'accepted'
          ? { kind: 'settled', status: 'sent', reason: null }
          : {
              kind: 'requeued',
              state: outcome === 'retryable' ? 'pending' : 'unconfirmed',
              dueAt: new Date(Date.now() + MINUTE),
              waitReason: null,
            },
    };
    return api.database.transaction((inside) => settle(inside, [settlement], new Date()));
  }

  async function given(
    channel: 'email' | 'sms',
    outcome: 'accepted' | 'retryable' | 'unconfirmed',
  ): Promise<NewNotification> {
    const notification = await channelQueued(channel);
    await answer(await claim(notification), outcome);
    return notification;
  }

  /** One after the other: claims made at once would take each other's rows. */
  async function severalGiven(count: number, outcome: 'accepted' | 'unconfirmed'): Promise<NewNotification[]> {
    const emails: NewNotification[] = [];
    while (emails.length < count) emails.push(await given('email', outcome));
    return emails;
  }

  describe('of SendGrid', () => {
    it('AC-15 bring a sent email to delivered, then to opened; a click is an opening, too', async () => {
      const email = await given('email', 'accepted');
      const opened = Math.floor(Date.now() / 1_000);
      expect(
        await webhooks.sendgrid(aSendgridEvent('processed', email), aSendgridEvent('delivered', email)),
      ).toMatchObject({ status: 204, text: '' });
      expect(await documentOf(email)).toMatchObject({ status: 'delivered', openedAt: null });
      await webhooks.sendgrid(
        aSendgridEvent('click', email, { timestamp: opened + 30 }),
        aSendgridEvent('open', email, { timestamp: opened }),
      );
      const { status, openedAt, deliveredAt, sentAt } = await documentOf(email);
      expect(status).toBe('delivered');
      for (const at of [openedAt, deliveredAt])
        expect(Date.parse(at ?? '')).toBeGreaterThanOrEqual(Date.parse(sentAt ?? ''));
      expect(Date.parse(openedAt ?? '')).toBeLessThanOrEqual(Date.now());
      expect(await newsOf(email)).toEqual(['delivered 1']);
    });

    it('an opening by a machine says that the email arrived, and no more', async () => {
      const email = await given('email', 'accepted');
      await webhooks.sendgrid(aSendgridEvent('open', email, { sg_machine_open: true }));
      expect(await documentOf(email)).toMatchObject({ status: 'delivered', openedAt: null });
    });

    it('an opening implies delivery', async () => {
      const email = await given('email', 'unconfirmed');
      await webhooks.sendgrid(aSendgridEvent('open', email));
      const { status, sentAt, deliveredAt, openedAt } = await documentOf(email);
      expect(status).toBe('delivered');
      expect([sentAt, deliveredAt, openedAt]).not.toContain(null);
    });

    it.each([
      ['bounce', { type: 'bounce' }, 'sendgrid_bounce'],
      ['bounce', { type: 'blocked' }, 'sendgrid_blocked'],
      ['dropped', { reason: 'Bounced Address' }, 'sendgrid_dropped'],
    ])('a %s (%j) fails what was sent or delivered, and dead-letters it', async (event, fields, code) => {
      for (const before of ['sent', 'delivered']) {
        const email = await given('email', 'accepted');
        if (before === 'delivered') await webhooks.sendgrid(aSendgridEvent('delivered', email));
        await webhooks.sendgrid(aSendgridEvent(event, email, fields));
        expect(await statusOf(email)).toBe('failed/bounced');
        expect(await attemptsOf(email)).toEqual([[1, 'permanent', code]]);
        expect((await newsOf(email)).slice(-2)).toEqual(['failed 1', 'dead letter bounced 1']);
      }
    });

    it('deferred, complaints and events nobody knows are taken and change nothing of the notification', async () => {
      const email = await given('email', 'accepted');
      const events = ['deferred', 'spamreport', 'unsubscribe', 'group_resubscribe', 'thought_of_next_year'];
      expect((await webhooks.sendgrid(...events.map((event) => aSendgridEvent(event, email)))).status).toBe(204);
      expect(await statusOf(email)).toBe('sent');
      expect(await newsOf(email)).toEqual([]);
    });

    it('AC-15 count once, in whatever requests they are repeated', async () => {
      const email = await given('email', 'unconfirmed');
      const event = aSendgridEvent('delivered', email);
      const answers = await Promise.all([
        webhooks.sendgrid(event, event),
        webhooks.sendgrid(event),
        webhooks.sendgrid(event),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
      expect(await newsOf(email)).toEqual(['delivered 1']);
      expect(await sql(`SELECT event FROM webhook_inbox WHERE dedupe_key = $1`, [event.sg_event_id])).toEqual([
        { event: 'delivered' },
      ]);
    });

    it('keep nothing personal, only that they came', async () => {
      const email = await given('email', 'accepted');
      const event = aSendgridEvent('bounce', email, {
        email: 'secret.person@example.com',
        reason: '550 <secret.person@example.com> unknown',
      });
      await webhooks.sendgrid(event);
      const tables = ['webhook_inbox', 'notification_log', 'notification_attempt', 'outbox'];
      for (const table of tables) {
        expect(await sql(`SELECT 1 FROM ${table} AS t WHERE t::text LIKE '%secret.person%'`)).toEqual([]);
      }
    });

    it('come in batches far larger than any other body', async () => {
      const emails = await severalGiven(3, 'accepted');
      const padding = 'x'.repeat(2_000);
      const events = Array.from({ length: 350 }, (_, index) =>
        aSendgridEvent('delivered', emails[index % 3] ?? { id: '' }, { response: padding }),
      );
      expect((await webhooks.sendgrid(...events)).status).toBe(204);
      for (const email of emails) expect(await newsOf(email)).toEqual(['delivered 1']);
    });

    it('one that is no event does not take the others with it', async () => {
      const email = await given('email', 'accepted');
      expect(
        (await webhooks.sendgrid(null, { event: 'delivered' }, 'x', aSendgridEvent('delivered', email))).status,
      ).toBe(204);
      expect(await statusOf(email)).toBe('delivered');
    });

    it('about notifications that are not ours, or of another channel, change nothing', async () => {
      const sms = await given('sms', 'accepted');
      const nobodys = { id: '0199aaaa-0000-7000-8000-000000000001' };
      expect(
        (await webhooks.sendgrid(aSendgridEvent('bounce', sms), aSendgridEvent('delivered', nobodys))).status,
      ).toBe(204);
      expect(await statusOf(sms)).toBe('sent');
    });

    describe('without our arguments', () => {
      const hash = (address: string) =>
        new KeyedHash(keyringSchema.parse(developmentSettings()['LOOKUP_KEYRING'])).hash('email', address);
      const lateBounce = (email: string, at = new Date()) =>
        aSendgridEvent(
          'bounce',
          { id: '' },
          {
            email,
            notification_id: undefined,
            sg_message_id: undefined,
            notification_attempt: undefined,
            timestamp: Math.floor(at.getTime() / 1_000),
          },
        );

      it('a bounce is about the last email that was sent to the address by then', async () => {
        const emails = [
          await given('email', 'accepted'),
          await given('email', 'accepted'),
          await given('email', 'accepted'),
        ];
        for (const [index, email] of emails.entries()) {
          await sql(`UPDATE order_event SET email_hash = $2 WHERE id = $1`, [
            email.orderEventId,
            hash('late@example.com'),
          ]);
          await sql(`UPDATE notification_log SET sent_at = now() + make_interval(hours => $2) WHERE id = $1`, [
            email.id,
            index - 2,
          ]);
        }
        await webhooks.sendgrid(lateBounce('Late@Example.com', new Date(Date.now() - 30 * MINUTE)));
        const ends = await Promise.all(emails.map((email) => statusOf(email)));
        expect(ends).toEqual(['sent', 'failed/bounced', 'sent']);
      });

      it('a bounce finds the address of the directory, too', async () => {
        const email = await given('email', 'accepted');
        const row = {
          contactSealed: null,
          emailHash: hash('known@example.com'),
          phoneHash: null,
          language: null,
          timeZone: null,
          country: null,
        };
        await upsertRecipients(
          api.database,
          [{ userId: email.userId, ...row, eventTime: new Date(), deletedAt: null }],
          new Date(),
        );
        await webhooks.sendgrid(lateBounce('known@example.com'));
        expect(await statusOf(email)).toBe('failed/bounced');
        expect((await documentOf(email)).attempts).toMatchObject([{ providerMessageId: 'message-1' }]);
      });

      it('a bounce of an address we never wrote to is taken, and so is one from long after', async () => {
        const email = await given('email', 'accepted');
        await sql(`UPDATE order_event SET email_hash = $2 WHERE id = $1`, [
          email.orderEventId,
          hash('old@example.com'),
        ]);
        await sql(`UPDATE notification_log SET sent_at = now() - interval '8 days' WHERE id = $1`, [email.id]);
        expect((await webhooks.sendgrid(lateBounce('nobody@example.com'), lateBounce('old@example.com'))).status).toBe(
          204,
        );
        expect(await statusOf(email)).toBe('sent');
      });
    });

    describe('are refused', () => {
      it.each([
        ['without a signature', () => api.call('POST', '/api/v2/webhooks/sendgrid', { json: [] })],
        [
          'with a signature that is none',
          () =>
            api.call('POST', '/api/v2/webhooks/sendgrid', {
              json: [],
              headers: {
                'x-twilio-email-event-webhook-signature': '%%%',
                'x-twilio-email-event-webhook-timestamp': 'soon',
              },
            }),
        ],
        ['with the signature of another body', () => webhooks.sendgridBody('[]', { signed: '[ ]' })],
        [
          'when they are older than any repeat',
          () => webhooks.sendgridBody('[]', { at: new Date(Date.now() - 26 * 60 * MINUTE) }),
        ],
        ['without a body', () => api.call('POST', '/api/v2/webhooks/sendgrid')],
      ])('%s: 403', async (_, call) => {
        const refused = await call();
        expect(refused).toMatchObject({ status: 403, body: { code: 'invalid_signature', status: 403, errors: [] } });
        expect(refused.headers.get('content-type')).toContain('application/problem+json');
      });

      it('before anything in them is applied', async () => {
        const email = await given('email', 'accepted');
        const body = JSON.stringify([aSendgridEvent('delivered', email)]);
        await webhooks.sendgridBody(body, { signed: `${body} ` });
        expect(await statusOf(email)).toBe('sent');
      });

      it.each([
        ['half of it', '{"event":', 400, 'invalid_json'],
        ['nothing', '', 400, 'invalid_json'],
        ['one event instead of an array', '{}', 422, 'invalid_request'],
        ['text', '"delivered"', 422, 'invalid_request'],
        ['more than 1 MiB', `["${'x'.repeat(1024 * 1024)}"]`, 413, 'body_too_large'],
      ])('as garbage, though signed: %s', async (_, body, status, code) => {
        expect(await webhooks.sendgridBody(body)).toMatchObject({ status, body: { code } });
      });
    });
  });

  describe('of Twilio', () => {
    const status = (sms: { id: string }, MessageStatus: string, ErrorCode?: string, attempt = 1) =>
      webhooks.twilioStatus(
        { id: sms.id, attempt },
        { MessageStatus, ...(ErrorCode === undefined ? {} : { ErrorCode }) },
      );

    it('AC-15 sent confirms what was unconfirmed, and delivered delivers it', async () => {
      const sms = await given('sms', 'unconfirmed');
      expect(await status(sms, 'sent')).toMatchObject({ status: 204, text: '' });
      expect(await documentOf(sms)).toMatchObject({ status: 'sent', nextAttemptAt: null });
      expect(await attemptsOf(sms)).toEqual([[1, 'accepted', null]]);
      await status(sms, 'delivered');
      expect(await statusOf(sms)).toBe('delivered');
      expect(await newsOf(sms)).toEqual(['sent 1', 'delivered 1']);
    });

    it('keep the SID of a message whose answer was lost', async () => {
      const sms = await given('sms', 'unconfirmed');
      const MessageSid = aMessageSid();
      await webhooks.twilioStatus(sms, { MessageStatus: 'delivered', MessageSid });
      const record = await findNotification(api.database, sms.id);
      expect(record?.attempts).toMatchObject([{ providerMessageId: MessageSid }]);
    });

    it.each(['30001', '30003', '30008'])('undelivered with %s: sent again after the delay', async (code) => {
      const sms = await given('sms', 'accepted');
      await status(sms, 'undelivered', code);
      expect(await statusOf(sms)).toBe('pending');
      const row = await queueOf(sms);
      expect(row).toMatchObject({ state: 'pending', attempts: 1 });
      expect(Math.abs((row?.due_at.getTime() ?? 0) - Date.now() - MINUTE)).toBeLessThan(5_000);
      expect(await attemptsOf(sms)).toEqual([[1, 'retryable', `twilio_${code}`]]);
      expect(await newsOf(sms)).toEqual([]);
    });

    it('AC-03 are followed by four attempts in all, then by a dead letter', async () => {
      const sms = await given('sms', 'accepted');
      for (let attempt = 1; attempt <= 4; attempt++) {
        await status(sms, 'undelivered', '30003', attempt);
        if (attempt === 4) break;
        expect(await statusOf(sms)).toBe('pending');
        await answer(await claim(sms, new Date(Date.now() + 20 * MINUTE)), 'accepted');
        expect(await statusOf(sms)).toBe('sent');
      }
      expect(await statusOf(sms)).toBe('failed/retries_exhausted');
      expect((await attemptsOf(sms)).map(([number, outcome]) => [number, outcome])).toEqual(
        [1, 2, 3, 4].map((n) => [n, 'retryable']),
      );
      expect(await newsOf(sms)).toEqual(['failed 4', 'dead letter retries_exhausted 4']);
      expect(await queueOf(sms)).toBeUndefined();
    });

    it('undelivered for good: failed, without another attempt', async () => {
      const sms = await given('sms', 'accepted');
      await status(sms, 'failed', '30005');
      expect(await statusOf(sms)).toBe('failed/provider_rejected');
      expect(await newsOf(sms)).toEqual(['failed 1', 'dead letter provider_rejected 1']);
    });

    it('AC-15 end the same in any order', async () => {
      const tellings = [
        ['queued', 'sent', 'undelivered'],
        ['undelivered', 'sent', 'queued'],
        ['sent', 'undelivered', 'queued'],
      ];
      for (const telling of tellings) {
        const sms = await given('sms', 'accepted');
        for (const one of telling) await status(sms, one, one === 'undelivered' ? '30008' : undefined);
        expect(await statusOf(sms)).toBe('pending');
        await status(sms, 'delivered');
        expect(await statusOf(sms)).toBe('delivered');
        expect(await queueOf(sms)).toBeUndefined();
      }
    });

    describe('a fault of our account, reported of a text that was taken', () => {
      const haltOf = async () => (await loadChannelState(api.database, 'sms')).halt;
      const counted = async (code: string) => {
        const { text } = await api.call('GET', '/metrics');
        const line = new RegExp(
          `^notification_provider_account_faults_total\\{.*code="${code}".*\\} (\\d+)$`,
          'm',
        ).exec(text);
        return Number(line?.[1] ?? 0);
      };

      it('is counted; 30007 is the carrier’s word on one text and stops no other', async () => {
        const sms = await given('sms', 'accepted');
        await status(sms, 'undelivered', '30007');
        expect(await statusOf(sms)).toBe('failed/provider_rejected');
        expect(await counted('twilio_30007')).toBe(1);
        expect(await haltOf()).toBeNull();
      });

      it('30034 halts the channel as a refused account does: no other text would arrive either', async () => {
        const sms = await given('sms', 'accepted');
        const MessageSid = aMessageSid();
        const fields = { MessageSid, MessageStatus: 'undelivered', ErrorCode: '30034' };
        await webhooks.twilioStatus(sms, fields);
        const halt = await haltOf();
        expect(halt?.reason).toBe('twilio_30034');
        expect((halt?.until.getTime() ?? 0) - (halt?.since.getTime() ?? 0)).toBe(MINUTE);
        expect(await counted('twilio_30034')).toBe(1);

        // A repeat says nothing new: whoever has one must not be able to stop the channel.
        await liftHalt(api.database, 'sms', new Date());
        await webhooks.twilioStatus(sms, fields);
        await webhooks.twilioStatus({ id: randomUUID() }, { ...fields, MessageSid: aMessageSid() });
        expect(await haltOf()).toBeNull();
        expect(await counted('twilio_30034')).toBe(1);
      });
    });

    it('a status is taken once for each message', async () => {
      const sms = await given('sms', 'accepted');
      const MessageSid = aMessageSid();
      for (let time = 0; time < 3; time++) {
        expect((await webhooks.twilioStatus(sms, { MessageSid, MessageStatus: 'delivered' })).status).toBe(204);
      }
      expect(await newsOf(sms)).toEqual(['delivered 1']);
    });

    it.each([
      ['without our ids', '/api/v2/webhooks/twilio/status'],
      ['with ids that are none', '/api/v2/webhooks/twilio/status?notificationId=x&attempt=0'],
    ])('%s are taken: they are about nothing of ours', async (_, path) => {
      expect((await webhooks.twilio(path, { MessageSid: aMessageSid(), MessageStatus: 'sent' })).status).toBe(204);
    });

    it('a message from a person is stored without its text and number, and answered with nothing', async () => {
      const MessageSid = aMessageSid();
      const form = { MessageSid, From: '+14155559876', To: '+15005550006', Body: 'STOP', OptOutType: 'STOP' };
      for (let time = 0; time < 2; time++) {
        const taken = await webhooks.twilio('/api/v2/webhooks/twilio/inbound', form);
        expect(taken.status).toBe(200);
        expect(taken.headers.get('content-type')).toContain('text/xml');
        expect(taken.text).toMatch(/<Response\/>$/);
      }
      expect(
        await sql(`SELECT provider, event FROM webhook_inbox WHERE dedupe_key LIKE $1`, [`${MessageSid}%`]),
      ).toEqual([{ provider: 'twilio', event: 'inbound' }]);
    });

    describe.each(['status', 'inbound'])('%s is refused', (route) => {
      const path = `/api/v2/webhooks/twilio/${route}`;
      const form = { MessageSid: aMessageSid(), MessageStatus: 'sent' };

      it.each([
        ['without a signature', () => api.call('POST', path, { body: new URLSearchParams(form) })],
        [
          'with garbage for a signature',
          () => api.call('POST', path, { body: new URLSearchParams(form), headers: { 'x-twilio-signature': 'é' } }),
        ],
        ['signed for another address', () => webhooks.twilio(path, form, `http://shop.test${path}`)],
        [
          'signed for another query',
          () => webhooks.twilio(`${path}?attempt=2`, form, `https://shop.test${path}?attempt=1`),
        ],
        ['as JSON', () => api.call('POST', path, { json: form })],
        ['without a body', () => api.call('POST', path)],
      ])('%s: 403', async (_, call) => {
        expect(await call()).toMatchObject({ status: 403, body: { code: 'invalid_signature' } });
      });

      it('as garbage, though signed: 422', async () => {
        expect(await webhooks.twilio(path, { MessageSid: "'; --", MessageStatus: '' })).toMatchObject({
          status: 422,
          body: { code: 'invalid_request' },
        });
        expect(await webhooks.twilio(path, {})).toMatchObject({ status: 422 });
      });
    });
  });

  describe('that come before the worker knows its own answer', () => {
    it('AC-15 settle the row; the answer changes nothing and is kept', async () => {
      const email = await channelQueued('email');
      const claimed = await claim(email);
      await webhooks.sendgrid(aSendgridEvent('delivered', email));
      expect(await statusOf(email)).toBe('delivered');
      expect(await queueOf(email)).toBeUndefined();
      expect(await answer(claimed, 'accepted')).toEqual([]);
      expect(await documentOf(email)).toMatchObject({
        status: 'delivered',
        attempts: [{ number: 1, outcome: 'accepted', providerMessageId: 'message-1' }],
      });
    });

    it('AC-15 cancel the retry of a request that failed only to all appearances', async () => {
      const email = await given('email', 'retryable');
      await webhooks.sendgrid(aSendgridEvent('processed', email));
      expect(await documentOf(email)).toMatchObject({ status: 'sent', nextAttemptAt: null });
    });

    it('AC-15 send a row back to work; the answer that follows does not cancel the retry', async () => {
      const sms = await channelQueued('sms');
      const claimed = await claim(sms);
      await webhooks.twilioStatus(sms, { MessageStatus: 'undelivered', ErrorCode: '30003' });
      expect(await answer(claimed, 'accepted')).toEqual([]);
      expect(await statusOf(sms)).toBe('pending');
      expect(await queueOf(sms)).toMatchObject({ attempts: 1 });
      expect(await attemptsOf(sms)).toEqual([[1, 'retryable', 'twilio_30003']]);
    });

    it('AC-15 about an earlier attempt, for the better, cancel the one under way; for the worse, they do not', async () => {
      const twoAttempts = async () => {
        const email = await given('email', 'unconfirmed');
        await claim(email, new Date(Date.now() + 2 * MINUTE));
        return email;
      };
      const better = await twoAttempts();
      await webhooks.sendgrid(aSendgridEvent('delivered', better));
      expect(await statusOf(better)).toBe('delivered');
      // Under the number of the attempt that was under way: nothing told later may have a lower sequence.
      expect(await newsOf(better)).toEqual(['delivered 2']);

      const worse = await twoAttempts();
      await webhooks.sendgrid(aSendgridEvent('bounce', worse));
      expect(await statusOf(worse)).toBe('sending');
      expect(await attemptsOf(worse)).toEqual([[1, 'permanent', 'sendgrid_bounce']]);

      const both = await twoAttempts();
      await webhooks.sendgrid(aSendgridEvent('processed', both));
      await webhooks.sendgrid(aSendgridEvent('bounce', both));
      expect(await statusOf(both)).toBe('pending');
      expect(await queueOf(both)).toMatchObject({ attempts: 2 });
    });

    it('a row that was made again never meets an answer to the claims of the row before', async () => {
      const sms = await channelQueued('sms');
      const first = await claim(sms);
      await webhooks.twilioStatus(sms, { MessageStatus: 'sent' });
      await webhooks.twilioStatus(sms, { MessageStatus: 'undelivered', ErrorCode: '30003' });
      const second = await claim(sms, new Date(Date.now() + 2 * MINUTE));
      expect(second.claimNo).not.toBe(first.claimNo);
      expect(await answer(first, 'retryable')).toEqual([]);
      expect(await statusOf(sms)).toBe('sending');
      expect(await answer(second, 'accepted')).toHaveLength(1);
    });
  });

  it('AC-15 two replicas that take the same reports in opposite order do not deadlock', async () => {
    const emails = await severalGiven(20, 'unconfirmed');
    const database = await CountingDatabase.over(api.database);
    const now = new Date();
    const take = (reports: readonly AttemptReport[]) =>
      database.transaction(async (inside) => {
        const keys = reports.flatMap(({ notificationId: id }) =>
          Array.from({ length: 50 }, (_, n) => `${round}:${id}:${n}`),
        );
        await insertWebhooks(
          inside,
          'sendgrid',
          keys.map((dedupeKey) => ({ dedupeKey, event: 'open', isEvidence: false })),
          now,
        );
        return applyReports(inside, 'email', reports, { delays: [MINUTE], now });
      });
    let round = 0;
    for (; round < 5; round++) {
      const reports = emails.map(({ id }) => aReport(id));
      await Promise.all([take(reports), take(reports.toReversed())]);
      expect(database.runs).toBe(2 * (round + 1));
    }
  }, 20_000);

  it('says in its figures what came of them', async () => {
    const { text } = await api.call('GET', '/metrics');
    for (const effect of ['moved', 'recorded', 'applied', 'repeated', 'ignored', 'unmatched', 'unreadable']) {
      expect(text).toMatch(new RegExp(`notification_webhook_reports_total\\{[^}]*effect="${effect}"`));
    }
    expect(text).toMatch(/notification_webhook_refused_total\{[^}]*channel="sms"/);
  });

  it.each<NotificationStatus>(['suppressed', 'superseded', 'expired'])('%s stays what it is', async (status) => {
    const email = await givenNotification(api.database, { status });
    await webhooks.sendgrid(aSendgridEvent('delivered', email));
    expect((await documentOf(email)).status).toBe(status);
  });
});

describe('webhooks without the database', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.startWithoutDatabase();
  });
  afterAll(() => api.stop());

  it('answer 503, so that the provider comes again', async () => {
    const answer = await new WebhookSender(api).sendgrid();
    expect(answer).toMatchObject({ status: 503, body: { code: 'temporarily_unavailable' } });
    expect(answer.headers.get('retry-after')).toBe('5');
  });
});
