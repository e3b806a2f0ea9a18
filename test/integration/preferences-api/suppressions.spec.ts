import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { DEFAULT_PREFERENCES } from '#contracts';
import { START_WINDOW_MS, claimDue } from '#database';
import { givenNotification } from '../../builders/notifications.js';
import { type Answer, ApiFixture } from './api.fixture.js';
import { WebhookSender, aMessageSid, aSendgridEvent } from './webhook-sender.js';

const PATH = '/api/v2/notifications/suppressions';

interface Standing {
  readonly channel: string;
  readonly address: string;
  readonly suppressions: readonly { readonly id: string; readonly reason: string }[];
}

describe('suppressions', () => {
  let api: ApiFixture;
  let webhooks: WebhookSender;
  beforeAll(async () => {
    api = await ApiFixture.start();
    webhooks = new WebhookSender(api);
  }, 30_000);
  afterAll(() => api.stop());

  const support = () => api.token('sue', 'notifications:support');
  const ops = () => api.token('olga', 'notifications:ops');

  const search = async (channel: string, address: string): Promise<Answer> =>
    api.call('POST', `${PATH}/search`, { token: await support(), json: { channel, address } });
  const standingOf = async (channel: string, address: string): Promise<Standing> => {
    const { items } = (await search(channel, address)).body as { items: [Standing] };
    return items[0];
  };
  const reasonsFor = async (channel: string, address: string) =>
    (await standingOf(channel, address)).suppressions.map(({ reason }) => reason);
  const lift = async (id: string): Promise<Answer> => api.call('DELETE', `${PATH}/${id}`, { token: await ops() });
  const stop = (phone: string) =>
    webhooks.twilio('/api/v2/webhooks/twilio/inbound', { MessageSid: aMessageSid(), From: phone, Body: 'STOP' });

  const anAddress = () => `ana.${randomUUID()}@example.com`;
  let numbers = 0;
  const aNumber = () => `+1415556${String((numbers += 1)).padStart(4, '0')}`;

  async function inDirectory(said: { email?: string; phone?: string }): Promise<string> {
    const userId = randomUUID();
    const token = await api.token('shop', 'notifications:service');
    await api.call('PUT', `/api/v2/notifications/recipients/${userId}`, { token, json: said });
    return userId;
  }

  async function emailSwitchOf(userId: string): Promise<boolean> {
    const answer = await api.call('GET', '/api/v2/notifications/preferences', { token: await api.token(userId) });
    return (answer.body as typeof DEFAULT_PREFERENCES).channels.email;
  }

  describe('come from what SendGrid reports', () => {
    it.each([
      ['bounce', {}, ['bounced'], true],
      ['bounce', { type: 'blocked' }, [], true],
      ['dropped', { reason: 'Bounced Address' }, ['bounced'], true],
      ['spamreport', {}, ['complained'], false],
      ['unsubscribe', {}, [], false],
      ['group_unsubscribe', {}, [], false],
      ['dropped', { reason: 'Unsubscribed Address' }, [], false],
      ['deferred', {}, [], true],
    ])('%s %j: the address is listed for %j, emails stay on: %s', async (event, fields, reasons, isOn) => {
      const [email, address] = [await givenNotification(api.database), anAddress()];
      expect((await webhooks.sendgrid(aSendgridEvent(event, email, { email: address, ...fields }))).status).toBe(204);
      expect(await reasonsFor('email', address)).toEqual(reasons);
      expect(await emailSwitchOf(email.userId)).toBe(isOn);
    });

    it('without our arguments: they are about whoever has the address', async () => {
      const address = anAddress();
      const [ana, ben] = [await inDirectory({ email: address }), await inDirectory({ email: address.toUpperCase() })];
      const nobody = { email: address, notification_id: undefined };
      await webhooks.sendgrid(aSendgridEvent('unsubscribe', { id: '' }, nobody));
      expect([await emailSwitchOf(ana), await emailSwitchOf(ben)]).toEqual([false, false]);
      expect(await reasonsFor('email', address)).toEqual([]);
    });

    it('an address that is no customer’s is listed, so that unsubscribing has an effect', async () => {
      const address = anAddress();
      await webhooks.sendgrid(
        aSendgridEvent('group_unsubscribe', { id: '' }, { email: address, notification_id: 'x' }),
      );
      expect(await reasonsFor('email', address)).toEqual(['unsubscribed']);
    });

    it('many at once, of customers in any order', async () => {
      const emails = await Promise.all(Array.from({ length: 10 }, () => givenNotification(api.database)));
      const events = emails.map((email) => aSendgridEvent('spamreport', email, { email: anAddress() }));
      const sent = await Promise.all([webhooks.sendgrid(...events), webhooks.sendgrid(...[...events].reverse())]);
      expect(sent.map(({ status }) => status)).toEqual([204, 204]);
      for (const { userId } of emails) expect(await emailSwitchOf(userId)).toBe(false);
    });

    it('stand in the history of the customer’s preferences', async () => {
      const email = await givenNotification(api.database);
      await webhooks.sendgrid(aSendgridEvent('spamreport', email, { email: anAddress() }));
      expect(
        await api.database.query(`SELECT source, actor, changes FROM preference_change WHERE user_id = $1`, [
          email.userId,
        ]),
      ).toEqual([
        { source: 'mail_program', actor: 'customer', changes: [{ choice: 'channels.email', from: true, to: false }] },
      ]);
    });

    it('are acknowledged only when an email under way can no longer start', async () => {
      const timed = async (event: string) => {
        const email = await givenNotification(api.database);
        const startedAt = performance.now();
        await webhooks.sendgrid(aSendgridEvent(event, email, { email: anAddress() }));
        return performance.now() - startedAt;
      };
      await givenNotification(api.database, { queue: { dueAt: new Date(Date.now() - 1_000) } });
      const now = new Date();
      await claimDue(api.database, 'email', 100, now, new Date(now.getTime() + 60_000));
      expect(await timed('spamreport')).toBeGreaterThanOrEqual(START_WINDOW_MS - 1);
      expect(await timed('open')).toBeLessThan(START_WINDOW_MS);
      await api.database.query(`UPDATE delivery_queue SET state = 'pending'`);
    });
  });

  it('Twilio’s 21610 lists the number', async () => {
    const phone = aNumber();
    const sms = await givenNotification(api.database, { channel: 'sms', status: 'sent' });
    await webhooks.twilioStatus(sms, { To: phone, MessageStatus: 'failed', ErrorCode: '21610' });
    expect(await reasonsFor('sms', phone)).toEqual(['provider_opt_out']);
  });

  describe('are shown to customer service', () => {
    it('for a customer: each address masked, why it is listed, since when and how it came', async () => {
      const [phone, email] = [aNumber(), anAddress()];
      const userId = await inDirectory({ phone, email });
      await stop(phone);
      const answer = await api.call('GET', `${PATH}?userId=${userId}`, { token: await support() });
      const at = expect.any(String);
      const why = { reason: 'stop', explanation: expect.stringContaining('START lifts it'), since: at };
      const how = { at, action: 'suppressed', reason: 'stop', source: 'text_message', by: 'customer' };
      expect(answer).toMatchObject({
        status: 200,
        body: {
          items: [
            { channel: 'email', address: 'a•••@example.com', suppressions: [], history: [] },
            { channel: 'sms', address: `••• ${phone.slice(-4)}`, suppressions: [why], history: [how] },
          ],
        },
      });
      expect(answer.text).not.toContain(phone);
      expect(answer.text).not.toContain(email);
    });

    it('for a customer nobody has heard of: no address', async () => {
      const answer = await api.call('GET', `${PATH}?userId=nobody`, { token: await support() });
      expect(answer).toMatchObject({ status: 200, body: { items: [] } });
    });

    it('for an address, however it is written', async () => {
      const phone = aNumber();
      await stop(phone);
      const spaced = ` ${phone.slice(0, 2)} (${phone.slice(2, 5)}) ${phone.slice(5)}`;
      expect(await standingOf('sms', spaced)).toMatchObject({ suppressions: [{ reason: 'stop' }] });
    });

    it.each([
      ['sms', 'ana@example.com'],
      ['sms', '4155550123'],
      ['email', '+14155550123'],
      ['in_app', 'ana@example.com'],
      ['email', ''],
    ])('not for what is no address of the channel: %s %j', async (channel, address) => {
      expect(await search(channel, address)).toMatchObject({ status: 422, body: { code: 'invalid_request' } });
    });

    it('and to no one else', async () => {
      for (const scope of [undefined, 'notifications:service']) {
        const token = await api.token('ana', scope);
        expect((await api.call('GET', `${PATH}?userId=ana`, { token })).status).toBe(403);
        expect((await api.call('POST', `${PATH}/search`, { token, json: {} })).status).toBe(403);
      }
    });
  });

  describe('are lifted by operators', () => {
    it('on record, with who did it', async () => {
      const phone = aNumber();
      await stop(phone);
      const [listed] = (await standingOf('sms', phone)).suppressions;
      expect((await lift(listed?.id ?? '')).status).toBe(204);
      expect(await standingOf('sms', phone)).toMatchObject({
        suppressions: [],
        history: [
          { action: 'lifted', reason: 'stop', source: 'operator', by: 'olga' },
          { action: 'suppressed', reason: 'stop' },
        ],
      });
      expect(await api.database.query(`SELECT actor, action FROM audit WHERE target = $1`, [listed?.id])).toEqual([
        { actor: 'olga', action: 'suppression_lifted' },
      ]);
    });

    it('one by one: what else the address is listed for holds', async () => {
      const address = anAddress();
      const email = await givenNotification(api.database);
      for (const event of ['bounce', 'spamreport']) {
        await webhooks.sendgrid(aSendgridEvent(event, email, { email: address }));
      }
      const bounced = (await standingOf('email', address)).suppressions.find(({ reason }) => reason === 'bounced');
      await lift(bounced?.id ?? '');
      expect(await reasonsFor('email', address)).toEqual(['complained']);
    });

    it('once: two operators at a time do not both', async () => {
      const phone = aNumber();
      await stop(phone);
      const [listed] = (await standingOf('sms', phone)).suppressions;
      const answers = await Promise.all([lift(listed?.id ?? ''), lift(listed?.id ?? '')]);
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 404]);
    });

    it.each(['nothing', randomUUID()])('404 for %s', async (id) => {
      expect(await lift(id)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    });

    it('and not by customer service', async () => {
      const answer = await api.call('DELETE', `${PATH}/${randomUUID()}`, { token: await support() });
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    });
  });
});
