import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_PREFERENCES, type OrderData, type OrderEvent } from '#contracts';
import { OpenTokens, keyringSchema } from '#privacy';
import { startApp } from '#runtime';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { EmailLinks } from '../../apps/email-worker/src/email-links.js';
import { EmailSender } from '../../apps/email-worker/src/email.sender.js';
import { loadEmailSettings } from '../../apps/email-worker/src/email.settings.js';
import { SendgridClient } from '../../apps/email-worker/src/sendgrid.client.js';
import { providerSandbox } from '../../apps/provider-sandbox/src/provider-sandbox.app.js';
import { SandboxClient } from '../../apps/provider-sandbox/src/sandbox.client.js';
import { SmsSender } from '../../apps/sms-worker/src/sms.sender.js';
import { loadSmsSettings } from '../../apps/sms-worker/src/sms.settings.js';
import { TwilioClient } from '../../apps/sms-worker/src/twilio.client.js';
import { developmentSettings } from '../../infra/development-settings.js';
import { anOrderEvent } from '../builders/order-events.js';
import { Pipeline, type Worker } from '../system/pipeline.js';
import { MINUTE, SECOND } from '../system/test-clock.js';

const TEXTS_AT_ANY_TIME = {
  ...DEFAULT_PREFERENCES,
  channels: { email: true, sms: true, in_app: true },
  quietHours: { ...DEFAULT_PREFERENCES.quietHours, enabled: false },
};

/** As much of a request to SendGrid as is looked at. */
interface MailRequest {
  /** The notification's. */
  readonly id: string;
  readonly content: readonly { readonly type: string; readonly value: string }[];
  readonly headers: Readonly<Record<string, string>>;
  readonly custom_args: Readonly<Record<string, string>>;
  readonly tracking_settings: {
    readonly open_tracking: { readonly enable: boolean };
    readonly click_tracking: { readonly enable: boolean; readonly enable_text: boolean };
  };
}

/** Nothing listens there. */
const NOBODY = 'http://127.0.0.1:1';

describe('the providers’ libraries, against the sandbox', () => {
  let pipeline: Pipeline;
  let app: NestExpressApplication;
  let sandbox: SandboxClient;
  let email: Worker;
  let sms: Worker;
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    pipeline = await Pipeline.start();
    app = await startApp(
      providerSandbox,
      providerSandbox.loadSettings({ ...developmentSettings(), PORT: '0', LOG_LEVEL: 'fatal' }),
      { clock: pipeline.clock },
    );
    sandbox = new SandboxClient((await app.getUrl()).replace('[::1]', '127.0.0.1'));
  }, 60_000);

  afterAll(async () => {
    for (const close of closing) await close();
    await app.close();
    await pipeline.stop();
  });

  beforeEach(async () => {
    await pipeline.database.query(`TRUNCATE delivery_queue, channel_state, suppression`);
    // New ones: what they know of their channel may be a second old.
    email = emailWorker(sandbox.baseUrl);
    sms = smsWorker(sandbox.baseUrl);
  });

  const env = (providerUrl: string) => ({
    ...developmentSettings(),
    DATABASE_URL: 'postgres://nobody@127.0.0.1/nothing',
    KAFKA_BROKERS: '127.0.0.1:1',
    APP_URL: 'https://shop.test',
    SENDGRID_BASE_URL: providerUrl,
    TWILIO_BASE_URL: providerUrl,
  });

  function emailWorker(
    providerUrl: string,
    allowlist: string[] | null = null,
    own: Record<string, string> = {},
  ): Worker {
    const settings = loadEmailSettings({ ...env(providerUrl), ...own });
    const client = new SendgridClient(settings.sendgrid);
    closing.push(() => client.close());
    const links = new EmailLinks(settings.keyrings.token, settings.process.appUrl, pipeline.clock);
    return pipeline.worker(new EmailSender(client, links, settings, { ...pipeline.settings, allowlist }));
  }

  function smsWorker(providerUrl: string, allowlist: string[] | null = null): Worker {
    const settings = loadSmsSettings(env(providerUrl));
    const client = new TwilioClient(settings.twilio, pipeline.clock);
    closing.push(() => client.close());
    return pipeline.worker(new SmsSender(client, settings, { ...pipeline.settings, allowlist }));
  }

  const anEvent = (recipient?: OrderData['recipient']): OrderEvent =>
    anOrderEvent('order_confirmed', { time: pipeline.clock.now(), data: recipient === undefined ? {} : { recipient } });

  async function anEmailTo(event: OrderEvent) {
    return (await pipeline.dispatch(event)).email.id;
  }

  async function aTextTo(event: OrderEvent) {
    await pipeline.preferences().change(event.data.userId, 'preferences_api', () => TEXTS_AT_ANY_TIME);
    return (await pipeline.dispatch(event)).sms.id;
  }

  const addressOf = ({ data }: OrderEvent) => data.recipient?.email ?? '';
  const numberOf = ({ data }: OrderEvent) => data.recipient?.phone ?? '';
  const requestsTo = async (to: string) => (await sandbox.requests({ to })).items.length;

  it.each(['email', 'sms'] as const)('an address that cannot exist costs no provider call (%s)', async (channel) => {
    const event = anEvent({ email: 'ana at example', phone: '12' });
    const id = channel === 'email' ? await anEmailTo(event) : await aTextTo(event);
    const before = (await sandbox.requests()).total;
    await pipeline.deliverFresh(channel === 'email' ? email : sms, [id]);
    expect(await pipeline.status(id)).toBe('failed/invalid_address');
    expect(await pipeline.attempts(id)).toEqual([]);
    expect((await sandbox.requests()).total).toBe(before);
  });

  it('where there is an allow-list, nobody else is written to', async () => {
    const [listed, stranger] = [anEvent({ email: 'qa@staging.example.com' }), anEvent()];
    const [first, second] = [await anEmailTo(listed), await anEmailTo(stranger)];
    await pipeline.deliverFresh(emailWorker(sandbox.baseUrl, ['@staging.example.com']), [first, second]);
    expect(await pipeline.status(first)).toBe('sent');
    expect(await pipeline.status(second)).toBe('failed/not_allowlisted');

    const text = await aTextTo(anEvent());
    await pipeline.deliverFresh(smsWorker(sandbox.baseUrl, ['+14155550000']), [text]);
    expect(await pipeline.status(text)).toBe('failed/not_allowlisted');
    expect(await requestsTo(addressOf(stranger))).toBe(0);
  });

  /** What SendGrid is asked, word for word. */
  async function askedOfSendgrid(settings: Record<string, string> = {}): Promise<MailRequest> {
    const requests: MailRequest[] = [];
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        requests.push(JSON.parse(body) as MailRequest);
        response.writeHead(202).end();
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    closing.push(() => server[Symbol.asyncDispose]());
    const { port } = server.address() as AddressInfo;
    const id = await anEmailTo(anEvent());
    await pipeline.deliverFresh(emailWorker(`http://127.0.0.1:${port}`, null, settings), [id]);
    const [asked] = requests;
    if (asked === undefined) throw new Error('SendGrid was not asked');
    return { ...asked, id };
  }

  it('F6 SendGrid is told to add no unsubscribe link of its own, and not to rewrite ours in plain text', async () => {
    expect(await askedOfSendgrid()).toMatchObject({
      tracking_settings: {
        subscription_tracking: { enable: false },
        click_tracking: { enable: true, enable_text: false },
      },
    });
  });

  it.each([
    [{}, { pixels: 1, opens: false, clicks: true }],
    [
      { EMAIL_OPEN_TRACKING: 'pixel', EMAIL_CLICK_TRACKING: 'off' },
      { pixels: 1, opens: false, clicks: false },
    ],
    [
      { EMAIL_OPEN_TRACKING: 'sendgrid', EMAIL_CLICK_TRACKING: 'sendgrid' },
      { pixels: 0, opens: true, clicks: true },
    ],
    [
      { EMAIL_OPEN_TRACKING: 'off', EMAIL_CLICK_TRACKING: 'off' },
      { pixels: 0, opens: false, clicks: false },
    ],
  ])('F5 readers are tracked as %j says, never twice, and always said to SendGrid', async (settings, expected) => {
    const { tracking_settings: said, content } = await askedOfSendgrid(settings);
    const html = content.find(({ type }) => type === 'text/html')?.value ?? '';
    expect({
      pixels: html.match(/<img\b/g)?.length ?? 0,
      opens: said.open_tracking.enable,
      clicks: said.click_tracking.enable,
    }).toEqual(expected);
    expect(said.click_tracking.enable_text).toBe(false);
  });

  it('F5 the tracking picture names the message and its attempt; no token of ours goes over SendGrid’s server', async () => {
    const { id, content, headers, custom_args: args } = await askedOfSendgrid();
    const html = content.find(({ type }) => type === 'text/html')?.value ?? '';
    const [, token = ''] = /<img src="https:\/\/shop\.test\/api\/v2\/track\/email\/([\w-]+)"/.exec(html) ?? [];
    const tokens = new OpenTokens(keyringSchema.parse(developmentSettings()['TOKEN_KEYRING']));
    expect(tokens.verify(token)).toEqual({ notificationId: id, attempt: Number(args['notification_attempt']) });
    const ours = html.match(/<a\b[^>]*href="https:\/\/shop\.test[^>]*>/g) ?? [];
    expect(ours).toHaveLength(2);
    for (const link of ours) expect(link).toContain('clicktracking="off"');
    expect(headers['List-Unsubscribe']).toMatch(
      /^<https:\/\/shop\.test\/api\/v2\/notifications\/unsubscribe\/[\w-]+>$/,
    );
  });

  it('SendGrid answers 401: the channel pauses, no attempt is used up, and it resumes by itself', async () => {
    const event = anEvent();
    const id = await anEmailTo(event);
    await sandbox.setFaults(addressOf(event), { steps: [{ kind: 'rejected', status: 401 }] });
    await pipeline.deliverFresh(email, [id]);
    expect(await pipeline.row(id)).toMatchObject({ status: 'pending', attempts: 0 });

    pipeline.clock.advance(6 * SECOND);
    await pipeline.deliverDue(email);
    expect(await pipeline.status(id)).toBe('pending/paused');
    expect(await requestsTo(addressOf(event))).toBe(1);
    pipeline.clock.advance(MINUTE);
    await pipeline.deliverDue(email);
    expect(await pipeline.status(id)).toBe('sent');
    expect(await pipeline.attempts(id)).toMatchObject([{ number: 1, outcome: 'accepted' }]);
  });

  it('SendGrid answers 429: an attempt, and no other before the reset', async () => {
    const event = anEvent();
    const id = await anEmailTo(event);
    await sandbox.setFaults(addressOf(event), { steps: [{ kind: 'rate_limited', resetAfterSeconds: 600 }] });
    const before = Date.now();
    await pipeline.deliverFresh(email, [id]);
    expect(await pipeline.attempts(id)).toEqual([{ number: 1, outcome: 'retryable', code: 'sendgrid_429' }]);
    // The sandbox's clock does not travel with ours, and its reset is in whole seconds.
    const { dueAt } = await pipeline.row(id);
    const reset = before + 600 * SECOND - SECOND;
    const delay = pipeline.clock.now().getTime() + MINUTE - SECOND;
    expect(dueAt?.getTime()).toBeGreaterThanOrEqual(Math.max(reset, delay));
  });

  it.each(['email', 'sms'] as const)(
    'AC-15 an answer that is lost leaves it open whether it was sent (%s)',
    async (channel) => {
      const event = anEvent();
      const [worker, to] = channel === 'email' ? [email, addressOf(event)] : [sms, numberOf(event)];
      const id = channel === 'email' ? await anEmailTo(event) : await aTextTo(event);
      await sandbox.setFaults(to, { steps: [{ kind: 'answer_lost' }] });
      await pipeline.deliverFresh(worker, [id]);
      expect(await pipeline.status(id)).toBe('unconfirmed');
      expect(await pipeline.attempts(id)).toEqual([{ number: 1, outcome: 'unconfirmed', code: 'connection_lost' }]);
      expect((await sandbox.messages({ notificationId: id })).items).toHaveLength(1);

      pipeline.clock.advance(59 * SECOND);
      expect(await pipeline.deliverDue(worker)).toBe(0);
      pipeline.clock.advance(6 * SECOND);
      await pipeline.deliverDue(worker);
      expect(await pipeline.status(id)).toMatch(/^(sent|delivered)$/);
      // Twilio can be asked what it has taken; SendGrid cannot, and no webhook came.
      expect((await sandbox.messages({ notificationId: id })).items).toHaveLength(channel === 'sms' ? 1 : 2);
    },
  );

  it.each(['email', 'sms'] as const)('a provider that breaks is tried again (%s)', async (channel) => {
    const event = anEvent();
    const [worker, to] = channel === 'email' ? [email, addressOf(event)] : [sms, numberOf(event)];
    const id = channel === 'email' ? await anEmailTo(event) : await aTextTo(event);
    await sandbox.setFaults(to, { steps: [{ kind: 'status', status: 503 }] });
    await pipeline.deliverFresh(worker, [id]);
    // Twilio is asked first whether it took the text all the same; SendGrid cannot be asked.
    const failure =
      channel === 'email'
        ? { outcome: 'retryable', code: 'sendgrid_503' }
        : { outcome: 'unconfirmed', code: 'twilio_20503' };
    expect(await pipeline.attempts(id)).toEqual([{ number: 1, ...failure }]);
  });

  it.each(['email', 'sms'] as const)('a provider that cannot be reached took nothing (%s)', async (channel) => {
    const event = anEvent();
    const id = channel === 'email' ? await anEmailTo(event) : await aTextTo(event);
    await pipeline.deliverFresh(channel === 'email' ? emailWorker(NOBODY) : smsWorker(NOBODY), [id]);
    expect(await pipeline.attempts(id)).toEqual([{ number: 1, outcome: 'retryable', code: 'connection_failed' }]);
    expect(await pipeline.status(id)).toBe('pending');
  });

  it('Twilio answers 21610: the number is suppressed, and later texts to it are not sent', async () => {
    const event = anEvent();
    const id = await aTextTo(event);
    await sandbox.setFaults(numberOf(event), { steps: [{ kind: 'rejected', status: 400, code: 21610 }] });
    await pipeline.deliverFresh(sms, [id]);
    expect(await pipeline.status(id)).toBe('suppressed/suppression_list');
    expect(await pipeline.attempts(id)).toEqual([{ number: 1, outcome: 'permanent', code: 'twilio_21610' }]);

    const later = anEvent(event.data.recipient);
    expect(await pipeline.status(await aTextTo(later))).toBe('suppressed/suppression_list');
    expect(await requestsTo(numberOf(event))).toBe(1);
  });

  it('Twilio answers 21408: no text to this country, and no pause for the others', async () => {
    const [refused, other] = [anEvent(), anEvent()];
    const [first, second] = [await aTextTo(refused), await aTextTo(other)];
    await sandbox.setFaults(numberOf(refused), { steps: [{ kind: 'rejected', status: 400, code: 21408 }] });
    await pipeline.deliverFresh(sms, [first]);
    await pipeline.deliverFresh(sms, [second]);
    expect(await pipeline.status(first)).toBe('failed/provider_rejected');
    expect(await pipeline.status(second)).toBe('sent');
  });

  it('says what is wrong with an account, in our words', async () => {
    const health = (url: string, key: string) => {
      const settings = loadEmailSettings({ ...env(url), SENDGRID_API_KEY: key });
      const client = new SendgridClient(settings.sendgrid);
      closing.push(() => client.close());
      return client.fault();
    };
    expect(await health(sandbox.baseUrl, developmentSettings()['SENDGRID_API_KEY'] ?? '')).toBeUndefined();
    expect(await health(sandbox.baseUrl, 'SG.another')).toMatch(/SendGrid answers 40[13]/);
    expect(await health(NOBODY, 'SG.another')).toBe('SendGrid gives no answer (connection_failed)');
  });
});
