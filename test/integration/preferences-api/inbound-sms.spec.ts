import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { START_WINDOW_MS, claimDue, upsertRecipients } from '#database';
import { AddressHasher, KeyedHash, keyringSchema } from '#privacy';
import { developmentSettings } from '../../../infra/development-settings.js';
import { givenNotification } from '../../builders/notifications.js';
import { ApiFixture } from './api.fixture.js';
import { WebhookSender, aMessageSid } from './webhook-sender.js';

const PATH = '/api/v2/webhooks/twilio/inbound';
const hasher = new AddressHasher(new KeyedHash(keyringSchema.parse(developmentSettings()['LOOKUP_KEYRING'])));

describe('texts to us', () => {
  let api: ApiFixture;
  let webhooks: WebhookSender;
  beforeAll(async () => {
    api = await ApiFixture.start();
    webhooks = new WebhookSender(api);
  }, 30_000);
  afterAll(() => api.stop());

  let numbers = 0;
  const aNumber = () => `+1415555${String((numbers += 1)).padStart(4, '0')}`;

  /** @returns what is answered; undefined: nothing */
  async function text(from: string, body: string, more: Record<string, string> = {}): Promise<string | undefined> {
    const form = { MessageSid: aMessageSid(), From: from, To: '+15005550006', Body: body, ...more };
    const { status, text: twiml } = await webhooks.twilio(PATH, form);
    expect(status).toBe(200);
    return /<Message>(.*)<\/Message>/.exec(twiml)?.[1];
  }

  const ledgerOf = (phone: string) =>
    api.database.query(
      `SELECT action, reason, source, actor FROM suppression_event
        WHERE channel = 'sms' AND address_hash = $1 ORDER BY at, id`,
      [hasher.hashesOf({ phone }).phoneHash],
    );

  const suppressedFor = async (phone: string): Promise<string[]> => {
    const rows = await api.database.query<{ reason: string }>(
      `SELECT reason FROM suppression WHERE channel = 'sms' AND address_hash = $1 ORDER BY reason`,
      [hasher.hashesOf({ phone }).phoneHash],
    );
    return rows.map(({ reason }) => reason);
  };

  async function inDirectory(userId: string, phone: string, language: string): Promise<void> {
    const { phoneHash } = hasher.hashesOf({ phone });
    const entry = { userId, contactSealed: null, emailHash: null, phoneHash, language, timeZone: null, country: null };
    await upsertRecipients(api.database, [{ ...entry, eventTime: new Date(), deletedAt: null }], new Date());
  }

  it('AC-13 STOP and START stand in the ledger, one entry for each change', async () => {
    const phone = aNumber();
    for (const body of ['STOP', 'stop!', 'START', 'START', 'please stop']) await text(phone, body);
    const byText = { reason: 'stop', source: 'text_message', actor: 'customer' };
    expect(await ledgerOf(phone)).toEqual([
      { action: 'suppressed', ...byText },
      { action: 'lifted', ...byText },
      { action: 'suppressed', ...byText },
    ]);
  });

  it('AC-13 one confirmation: who stops twice is told once, who starts unstopped is told nothing', async () => {
    const phone = aNumber();
    expect(await text(phone, 'START')).toBeUndefined();
    expect(await text(phone, 'STOP')).toContain('no more texts');
    expect(await text(phone, 'STOP')).toBeUndefined();
    expect(await text(phone, 'START')).toContain('again');
  });

  it('AC-13 a repeat of the same request is answered with nothing, and undoes nothing', async () => {
    const phone = aNumber();
    const repeated = { MessageSid: aMessageSid() };
    expect(await text(phone, 'STOP', repeated)).toBeDefined();
    expect(await text(phone, 'START')).toBeDefined();
    expect(await text(phone, 'STOP', repeated)).toBeUndefined();
    expect(await suppressedFor(phone)).toEqual([]);
  });

  it('AC-13 START lifts what Twilio has told us, too', async () => {
    const phone = aNumber();
    const sms = await givenNotification(api.database, { channel: 'sms', queue: {} });
    await webhooks.twilioStatus(sms, { To: phone, MessageStatus: 'undelivered', ErrorCode: '21610' });
    await text(phone, 'STOP');
    expect(await suppressedFor(phone)).toEqual(['provider_opt_out', 'stop']);
    await text(phone, 'START');
    expect(await suppressedFor(phone)).toEqual([]);
  });

  it.each(['STOP', 'START', 'HELP'])('AC-13 %s that Twilio has answered is not answered again', async (OptOutType) => {
    expect(await text(aNumber(), 'whatever it was', { OptOutType })).toBeUndefined();
  });

  it('AC-13 the answer is in the language of the words, else of whoever last was known to have the number', async () => {
    const phone = aNumber();
    expect(await text(phone, 'HELP')).toContain('Texts about your orders');
    await inDirectory('earlier holder', phone, 'en');
    await inDirectory('holder', phone, 'fr-CA');
    expect(await text(phone, 'STOP')).toContain('Vous ne recevrez plus de SMS');
    expect(await text(phone, 'Ayuda')).toContain('SMS sobre sus pedidos');
  });

  it.each([
    ['from nobody', { From: '' }],
    ['from a sender with a name', { From: 'BANK' }],
    ['with a picture instead of words', { Body: '' }],
    ['from a number with garbage behind it', { From: '+14155550123; DROP TABLE' }],
  ])('%s is taken and changes nothing', async (_, form) => {
    expect(await text(aNumber(), 'STOP', form)).toBeUndefined();
  });

  it('AC-13 STOP is acknowledged only when a text under way can no longer start', async () => {
    const timed = async (body: string) => {
      const startedAt = performance.now();
      await text(aNumber(), body);
      return performance.now() - startedAt;
    };
    expect(await timed('STOP')).toBeLessThan(START_WINDOW_MS);
    await givenNotification(api.database, { channel: 'sms', queue: { dueAt: new Date(Date.now() - 1_000) } });
    const now = new Date();
    await claimDue(api.database, 'sms', 100, now, new Date(now.getTime() + 60_000));
    expect(await timed('STOP')).toBeGreaterThanOrEqual(START_WINDOW_MS - 1);
    expect(await timed('HELP')).toBeLessThan(START_WINDOW_MS);
  });

  it('is kept as evidence where it changed something, and else no longer than other reports', async () => {
    await api.database.query('DELETE FROM webhook_inbox');
    for (const body of ['STOP', 'START', 'HELP', 'thanks']) await text(aNumber(), body);
    const rows = await api.database.query<{ kept: boolean }>(
      `SELECT is_evidence AS kept FROM webhook_inbox ORDER BY received_at, is_evidence`,
    );
    expect(rows.map(({ kept }) => kept)).toEqual([true, true, false, false]);
  });

  it('nothing of it is kept but that it came: no number, no words', async () => {
    const phone = aNumber();
    await text(phone, 'STOP it at once');
    for (const table of ['webhook_inbox', 'suppression', 'suppression_event']) {
      const rows = await api.database.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t`);
      const all = JSON.stringify(rows);
      for (const secret of [phone.slice(1), 'at once']) {
        expect(all).not.toContain(secret);
        expect(all).not.toContain(Buffer.from(secret).toString('hex'));
      }
    }
  });
});
