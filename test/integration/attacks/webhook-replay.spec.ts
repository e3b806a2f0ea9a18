/** Attacks with requests of the providers that were recorded and are sent again, or to somewhere else. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NotificationDocument } from '#contracts';
import { givenNotification } from '../../builders/notifications.js';
import { ApiFixture } from '../preferences-api/api.fixture.js';
import { WebhookSender, aMessageSid, aSendgridEvent } from '../preferences-api/webhook-sender.js';

const HOUR = 3_600_000;
const INBOUND = '/api/v2/webhooks/twilio/inbound';
const SENDGRID = '/api/v2/webhooks/sendgrid';

describe('N6 a webhook that was recorded', () => {
  let api: ApiFixture;
  let webhooks: WebhookSender;
  let id: string;
  beforeAll(async () => {
    api = await ApiFixture.start();
    webhooks = new WebhookSender(api);
  });
  afterAll(() => api.stop());
  beforeEach(async () => {
    ({ id } = await givenNotification(api.database, { status: 'sent' }));
  });

  const statusOf = async (notification: string) => {
    const token = await api.token('desk', 'notifications:support');
    const { body } = await api.call('GET', `/api/v2/notifications/${notification}`, { token });
    return (body as NotificationDocument).status;
  };
  const suppressions = async () => (await api.database.query(`SELECT 1 FROM suppression WHERE channel = 'sms'`)).length;
  const news = async () => (await api.database.query(`SELECT 1 FROM outbox`)).length;

  it('does not bring a bounced email back to delivered, nor tell of it again', async () => {
    const delivered = JSON.stringify([aSendgridEvent('delivered', { id })]);
    await webhooks.sendgridBody(delivered);
    expect(await statusOf(id)).toBe('delivered');
    await webhooks.sendgrid(aSendgridEvent('bounce', { id }, { type: 'bounce' }));
    expect(await statusOf(id)).toBe('failed');
    const told = await news();
    for (let time = 0; time < 5; time += 1) expect((await webhooks.sendgridBody(delivered)).status).toBeLessThan(300);
    expect(await statusOf(id)).toBe('failed');
    expect(await news()).toBe(told);
  });

  it('is refused once SendGrid itself would have given up', async () => {
    const body = JSON.stringify([aSendgridEvent('delivered', { id })]);
    const { status } = await webhooks.sendgridBody(body, { at: new Date(Date.now() - 26 * HOUR) });
    expect(status).toBe(403);
    expect(await statusOf(id)).toBe('sent');
  });

  it('does not suppress a number again that has said START since', async () => {
    const stop = { MessageSid: aMessageSid(), From: '+14155550177', To: '+15005550006', Body: 'STOP' };
    expect((await webhooks.twilio(INBOUND, stop)).status).toBe(200);
    expect(await suppressions()).toBe(1);
    await webhooks.twilio(INBOUND, { ...stop, MessageSid: aMessageSid(), Body: 'START' });
    expect(await suppressions()).toBe(0);
    await webhooks.twilio(INBOUND, stop);
    expect(await suppressions()).toBe(0);
  });

  it('says nothing about another notification than the one it was made for', async () => {
    const other = await givenNotification(api.database, { channel: 'sms', status: 'sent' });
    const mine = await givenNotification(api.database, { channel: 'sms', status: 'sent' });
    const status = (notification: string) => `/api/v2/webhooks/twilio/status?notificationId=${notification}&attempt=1`;
    const form = { MessageSid: aMessageSid(), MessageStatus: 'delivered', To: '+14155550123' };
    const { status: code } = await webhooks.twilio(status(other.id), form, `https://shop.test${status(mine.id)}`);
    expect(code).toBe(403);
    expect(await statusOf(other.id)).toBe('sent');
  });

  it.each([
    ['another path', `${INBOUND}/`, `https://shop.test/api/v2/webhooks/twilio/status`],
    ['another host', INBOUND, `https://shop.test.evil.example${INBOUND}`],
    ['another address of the same path', `${INBOUND}?From=%2B14155550178`, `https://shop.test${INBOUND}`],
  ])('opens nothing at %s', async (_, path, signedFor) => {
    const stop = { MessageSid: aMessageSid(), From: '+14155550178', To: '+15005550006', Body: 'STOP' };
    expect((await webhooks.twilio(path, stop, signedFor)).status).toBe(403);
    expect(await suppressions()).toBe(0);
  });

  it('does not gain from fields added outside of what is signed', async () => {
    const headers = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', 'x-original-url': SENDGRID };
    const stop = { MessageSid: aMessageSid(), From: '+14155550179', To: '+15005550006', Body: 'STOP' };
    const misled = new WebhookSender(api, headers);
    expect((await misled.twilio(INBOUND, stop, `http://evil.example${INBOUND}`)).status).toBe(403);
    expect(await suppressions()).toBe(0);
  });
});
