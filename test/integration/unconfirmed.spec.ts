import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_PREFERENCES, type OrderEvent, TOPICS } from '#contracts';
import {
  START_WINDOW_MS,
  announceRetryDelays,
  applyReports,
  claimDue,
  claimFresh,
  findNotification,
  findRepeated,
} from '#database';
import type { Inquiry, LookUpResult, OutgoingMessage, SendResult } from '#delivery';
import type { EvidenceKind } from '#notifications';
import { startApp } from '#runtime';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Registry } from 'prom-client';
import { WebhookMetrics } from '../../apps/preferences-api/src/webhooks/webhook.metrics.js';
import { providerSandbox } from '../../apps/provider-sandbox/src/provider-sandbox.app.js';
import { SandboxClient } from '../../apps/provider-sandbox/src/sandbox.client.js';
import { SmsSender } from '../../apps/sms-worker/src/sms.sender.js';
import { loadSmsSettings } from '../../apps/sms-worker/src/sms.settings.js';
import { TwilioClient } from '../../apps/sms-worker/src/twilio.client.js';
import { developmentSettings } from '../../infra/development-settings.js';
import { AssignmentLoader } from '../../libs/delivery/src/assignment.loader.js';
import { anOrderEvent } from '../builders/order-events.js';
import { eventually } from '../system/eventually.js';
import { Pipeline, type Worker } from '../system/pipeline.js';
import { ScriptedSender } from '../system/scripted-sender.js';
import { HOUR, MINUTE, SECOND } from '../system/test-clock.js';

const TEXTS_AT_ANY_TIME = {
  ...DEFAULT_PREFERENCES,
  channels: { email: true, sms: true, in_app: true },
  quietHours: { ...DEFAULT_PREFERENCES.quietHours, enabled: false },
};

/** "At most 10 % + 2 s later". */
const latest = (delay: number) => delay * 1.1 + 2 * SECOND;

describe('an attempt of unknown outcome', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await Pipeline.start();
  }, 30_000);
  afterAll(() => pipeline.stop());
  beforeEach(() => pipeline.database.query(`TRUNCATE delivery_queue, channel_state, suppression, retry_delays`));

  const anEvent = (): OrderEvent => anOrderEvent('order_confirmed', { time: pipeline.clock.now() });

  async function aTextTo(event: OrderEvent): Promise<string> {
    await pipeline.preferences().change(event.data.userId, 'preferences_api', () => TEXTS_AT_ANY_TIME);
    return (await pipeline.dispatch(event)).sms.id;
  }

  async function report(id: string, kind: EvidenceKind, attempt: number, channel: 'sms' | 'email' = 'sms') {
    const said = { notificationId: id, evidence: { attempt, kind }, at: pipeline.clock.now() };
    const reports = [{ ...said, code: null, providerMessageId: `reported-${attempt}` }];
    const policy = { delays: pipeline.settings.retryDelays[channel], now: pipeline.clock.now() };
    return pipeline.database.transaction((sql) => applyReports(sql, channel, reports, policy));
  }

  describe('asked of Twilio, through its own library', () => {
    let app: NestExpressApplication;
    let sandbox: SandboxClient;
    let client: TwilioClient;
    let sender: SmsSender;
    let worker: Worker;

    beforeAll(async () => {
      const settings = providerSandbox.loadSettings({ ...developmentSettings(), PORT: '0', LOG_LEVEL: 'fatal' });
      app = await startApp(providerSandbox, settings, { clock: pipeline.clock });
      sandbox = new SandboxClient((await app.getUrl()).replace('[::1]', '127.0.0.1'));
      const ours = loadSmsSettings({
        ...developmentSettings(),
        DATABASE_URL: 'postgres://nobody@127.0.0.1/nothing',
        KAFKA_BROKERS: '127.0.0.1:1',
        // Nobody listens there: no webhook arrives.
        APP_URL: 'http://127.0.0.1:1',
        TWILIO_BASE_URL: sandbox.baseUrl,
      });
      client = new TwilioClient(ours.twilio, pipeline.clock);
      sender = new SmsSender(client, ours, pipeline.settings);
      worker = pipeline.worker(sender);
    }, 30_000);
    afterAll(async () => {
      await client.close();
      await app.close();
    });

    const takenOf = async (id: string) => (await sandbox.messages({ notificationId: id })).total;
    const numberOf = ({ data }: OrderEvent) => data.recipient?.phone ?? '';

    it('AC-15 answer and webhooks lost: Twilio knows the text, and it is not sent again', async () => {
      const event = anEvent();
      const id = await aTextTo(event);
      await sandbox.setFaults(numberOf(event), { steps: [{ kind: 'answer_lost' }] });
      await pipeline.deliverFresh(worker, [id]);
      expect(await pipeline.status(id)).toBe('unconfirmed');

      pipeline.clock.advance(59 * SECOND);
      expect(await pipeline.deliverDue(worker)).toBe(0);
      pipeline.clock.advance(latest(MINUTE) - 59 * SECOND);
      await pipeline.deliverDue(worker);
      expect(await pipeline.status(id)).toMatch(/^(sent|delivered)$/);
      expect(await takenOf(id)).toBe(1);
      const record = await findNotification(pipeline.database, id);
      expect(record?.attempts).toMatchObject([
        { outcome: 'accepted', unconfirmedCode: 'connection_lost', evidence: { source: 'look_up' } },
      ]);
      expect(record?.attempts[0]?.providerMessageId).toMatch(/^SM/);
      expect(pipeline.publisher.valuesOn(TOPICS.deliveryEvents.name)).toContainEqual(
        expect.objectContaining({ notificationId: id, status: record?.status, attempt: 1 }),
      );
    });

    it.each([500, 502, 503, 504])(
      'AC-15 Twilio took the text and answered %i: it is not sent again',
      async (status) => {
        const event = anEvent();
        const id = await aTextTo(event);
        const broken = { kind: 'status', status, accepted: true, html: status === 502 } as const;
        await sandbox.setFaults(numberOf(event), { steps: [broken] });
        await pipeline.deliverFresh(worker, [id]);
        expect(await takenOf(id)).toBe(1);
        pipeline.clock.advance(latest(MINUTE));
        // One claim asks, another would send.
        await pipeline.deliverDue(worker);
        await pipeline.deliverDue(worker);
        expect(await pipeline.status(id)).toMatch(/^(sent|delivered)$/);
        expect(await takenOf(id)).toBe(1);
      },
    );

    it('AC-03 Twilio breaks and takes nothing: sent again after 1, 5 and 15 minutes, and dead-lettered in the end', async () => {
      const event = anEvent();
      const id = await aTextTo(event);
      await sandbox.setFaults(numberOf(event), { steps: [{ kind: 'status', status: 503 }], repeat: true });
      await pipeline.deliverFresh(worker, [id]);
      for (const [i, delay] of [MINUTE, 5 * MINUTE, 15 * MINUTE].entries()) {
        expect(await pipeline.attempts(id)).toHaveLength(i + 1);
        pipeline.clock.advance(delay - SECOND);
        expect(await pipeline.deliverDue(worker)).toBe(0);
        pipeline.clock.advance(latest(delay) - delay + SECOND);
        await pipeline.deliverDue(worker);
        await pipeline.deliverDue(worker);
      }
      expect(await pipeline.attempts(id)).toEqual(
        [1, 2, 3, 4].map((number) => ({ number, outcome: 'unconfirmed', code: 'twilio_20503' })),
      );
      // The last one, too, may have been taken.
      expect(await pipeline.status(id)).toBe('unconfirmed');
      pipeline.clock.advance(latest(15 * MINUTE));
      await pipeline.deliverDue(worker);
      expect(await pipeline.status(id)).toBe('failed/retries_exhausted');
      expect(await takenOf(id)).toBe(0);
    });

    it('the connection broke before Twilio had it: asked first, then sent again, once', async () => {
      const event = anEvent();
      const id = await aTextTo(event);
      await sandbox.setFaults(numberOf(event), { steps: [{ kind: 'reset', accepted: false }] });
      await pipeline.deliverFresh(worker, [id]);
      expect(await pipeline.status(id)).toBe('unconfirmed');

      pipeline.clock.advance(latest(MINUTE));
      await pipeline.deliverDue(worker);
      expect(await pipeline.row(id)).toMatchObject({ status: 'pending', attempts: 1 });
      await pipeline.deliverDue(worker);
      expect(await pipeline.status(id)).toBe('sent');
      expect(await pipeline.attempts(id)).toMatchObject([{ outcome: 'unconfirmed' }, { outcome: 'accepted' }]);
      expect(await takenOf(id)).toBe(1);
      const record = await findNotification(pipeline.database, id);
      expect(record?.attempts.map(({ lookedUpAt }) => lookedUpAt !== null)).toEqual([true, false]);
    });

    it('AC-15 the process was killed after Twilio took the text: the lease runs out, and Twilio knows it', async () => {
      const event = anEvent();
      const id = await aTextTo(event);
      const lease = new Date(pipeline.clock.now().getTime() + MINUTE);
      const claims = await claimFresh(pipeline.database, 'sms', [id], lease);
      const [assignment] = await pipeline.loader().load('sms', claims);
      await sender.send(assignment?.message as OutgoingMessage, () => true);
      expect(await takenOf(id)).toBe(1);

      pipeline.clock.advance(10 * MINUTE);
      await pipeline.deliverDue(worker);
      expect(await pipeline.attempts(id)).toEqual([{ number: 1, outcome: 'unconfirmed', code: 'lease_expired' }]);
      pipeline.clock.advance(latest(MINUTE));
      await pipeline.deliverDue(worker);
      expect(await pipeline.status(id)).toMatch(/^(sent|delivered)$/);
      expect(await takenOf(id)).toBe(1);
    });

    it('the customer changed language meanwhile: the text is found in the one it was written in', async () => {
      const event = anEvent();
      const id = await aTextTo(event);
      await sandbox.setFaults(numberOf(event), { steps: [{ kind: 'answer_lost' }] });
      await pipeline.deliverFresh(worker, [id]);
      await pipeline
        .preferences()
        .change(event.data.userId, 'preferences_api', () => ({ ...TEXTS_AT_ANY_TIME, language: 'fr' }));
      pipeline.clock.advance(latest(MINUTE));
      await pipeline.deliverDue(worker);
      expect(await pipeline.status(id)).toMatch(/^(sent|delivered)$/);
      expect(await takenOf(id)).toBe(1);
    });

    it('finds a text behind many others to the same number', async () => {
      const event = anEvent();
      const id = await aTextTo(event);
      await sandbox.setFaults(numberOf(event), { steps: [{ kind: 'answer_lost' }] });
      await pipeline.deliverFresh(worker, [id]);
      for (let i = 0; i < 120; i++) {
        const text = { to: numberOf(event), body: `Another ${i}`, statusCallback: 'http://127.0.0.1:1/' };
        await client.send(text, { mayStart: () => true });
      }
      pipeline.clock.advance(latest(MINUTE));
      await pipeline.deliverDue(worker);
      expect(await pipeline.status(id)).toMatch(/^(sent|delivered)$/);
    });
  });

  /** Plays what a look-up says; then knows nothing. */
  class AnsweringSender extends ScriptedSender {
    readonly asked: Inquiry[] = [];
    readonly answers: (LookUpResult | Error)[] = [];

    override lookUp(inquiry: Inquiry): Promise<LookUpResult> {
      this.asked.push(inquiry);
      const answer = this.answers.shift() ?? { outcome: 'answered', findings: [] };
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    }
  }

  async function anUnconfirmedText() {
    const sender = new AnsweringSender('sms');
    sender.next({ outcome: 'unconfirmed', code: 'answer_timeout' });
    const worker = pipeline.worker(sender);
    const id = await aTextTo(anEvent());
    await pipeline.deliverFresh(worker, [id]);
    expect(await pipeline.status(id)).toBe('unconfirmed');
    return { id, sender, worker };
  }

  it('is not sent again while the provider cannot be asked, and costs no attempt', async () => {
    const { id, sender, worker } = await anUnconfirmedText();
    sender.answers.push({ outcome: 'unavailable', code: 'answer_timeout' }, new Error('a fault of ours'));
    for (const asked of [1, 2]) {
      pipeline.clock.advance(latest(MINUTE));
      await pipeline.deliverDue(worker);
      expect(await pipeline.row(id)).toMatchObject({ status: 'unconfirmed', attempts: 1 });
      expect(sender.asked).toHaveLength(asked);
    }
    pipeline.clock.advance(latest(MINUTE));
    await pipeline.deliverDue(worker);
    await pipeline.deliverDue(worker);
    expect(sender.sent.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(await pipeline.status(id)).toBe('sent');
  });

  /** A worker claims what is due, and is never heard of again. */
  async function claimAndDie(): Promise<void> {
    const now = pipeline.clock.now();
    const claims = await claimDue(pipeline.database, 'sms', 10, now, new Date(now.getTime() + MINUTE));
    expect(claims).toMatchObject([{ claimedFrom: 'unconfirmed', interrupted: false }]);
    pipeline.clock.advance(2 * MINUTE);
  }

  it('AC-15 a worker killed while it asked has made no call: the provider is asked again', async () => {
    const { id, sender, worker } = await anUnconfirmedText();
    sender.answers.push({ outcome: 'unavailable', code: 'answer_timeout' });
    pipeline.clock.advance(latest(MINUTE));
    await claimAndDie();
    await pipeline.deliverDue(worker);
    expect(sender.asked).toHaveLength(1);
    expect(await pipeline.row(id)).toMatchObject({ status: 'unconfirmed', attempts: 1 });

    pipeline.clock.advance(latest(MINUTE));
    await claimAndDie();
    await pipeline.deliverDue(worker);
    await pipeline.deliverDue(worker);
    expect(await pipeline.attempts(id)).toMatchObject([
      { number: 1, outcome: 'unconfirmed', code: 'answer_timeout' },
      { number: 2, outcome: 'accepted' },
    ]);
  });

  it('AC-15 a worker killed where nobody can be asked may have made its call', async () => {
    const sender = new ScriptedSender('sms');
    sender.next({ outcome: 'unconfirmed', code: 'answer_timeout' });
    const worker = pipeline.worker(sender);
    const id = await aTextTo(anEvent());
    await pipeline.deliverFresh(worker, [id]);
    pipeline.clock.advance(latest(MINUTE));
    await claimAndDie();
    await pipeline.deliverDue(worker);
    expect(await pipeline.row(id)).toMatchObject({ status: 'unconfirmed', attempts: 2 });
    expect(await pipeline.attempts(id)).toMatchObject([{ code: 'answer_timeout' }, { code: 'lease_expired' }]);
  });

  it('AC-15 is never sent again by the claim that was to ask, even if there is nothing left to ask about', async () => {
    const { id, sender, worker } = await anUnconfirmedText();
    await pipeline.database.query(
      `UPDATE notification_attempt SET outcome = 'retryable', evidence = 'undelivered', unconfirmed_code = code, code = NULL
        WHERE notification_id = $1`,
      [id],
    );
    pipeline.clock.advance(latest(MINUTE));
    await pipeline.deliverDue(worker);
    expect(await pipeline.status(id)).toBe('pending');
    expect(sender.sent).toHaveLength(1);
    await pipeline.deliverDue(worker);
    expect(sender.sent.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(sender.asked).toEqual([]);
  });

  it('that can never be asked about ends as unconfirmed once the message is of no use', async () => {
    const { id, sender, worker } = await anUnconfirmedText();
    sender.answers.push({ outcome: 'unavailable', code: 'answer_timeout' });
    pipeline.clock.advance(73 * HOUR);
    await pipeline.deliverDue(worker);
    expect(await pipeline.status(id)).toBe('failed/unconfirmed');
    expect(sender.sent).toHaveLength(1);
  });

  it('that the provider knows to have failed is tried again after its delay, as the next attempt', async () => {
    const { id, sender, worker } = await anUnconfirmedText();
    const said = { kind: 'undelivered', code: 'twilio_30003' } as const;
    const finding = { attempt: 1, said, at: pipeline.clock.now(), providerMessageId: 'SM1' };
    sender.answers.push({ outcome: 'answered', findings: [finding] });
    pipeline.clock.advance(latest(MINUTE));
    await pipeline.deliverDue(worker);
    const { status, dueAt } = await pipeline.row(id);
    expect(status).toBe('pending');
    expect(dueAt?.getTime()).toBeGreaterThan(pipeline.clock.now().getTime() + MINUTE - 5 * SECOND);
    pipeline.clock.advance(latest(MINUTE));
    await pipeline.deliverDue(worker);
    expect(sender.sent.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  it('AC-11 is not sent again once the customer wants no texts any more', async () => {
    const event = anEvent();
    const sender = new AnsweringSender('sms');
    sender.next({ outcome: 'unconfirmed', code: 'answer_timeout' });
    const worker = pipeline.worker(sender);
    const id = await aTextTo(event);
    await pipeline.deliverFresh(worker, [id]);
    await pipeline.preferences().change(event.data.userId, 'preferences_api', () => DEFAULT_PREFERENCES);
    pipeline.clock.advance(latest(MINUTE));
    await pipeline.deliverDue(worker);
    await pipeline.deliverDue(worker);
    expect(await pipeline.status(id)).toBe('suppressed/channel_off');
    expect(sender.sent).toHaveLength(1);
  });

  it('AC-15 evidence that comes between claim and decision prevents the second send', async () => {
    const { id, sender } = await anUnconfirmedText();
    class LateLoader extends AssignmentLoader {
      override async load(...args: Parameters<AssignmentLoader['load']>) {
        const [result] = await report(id, 'accepted', 1);
        expect(result).toMatchObject({ move: { status: 'sent' }, overtakesSend: true });
        return super.load(...args);
      }
    }
    const loader = new LateLoader(
      pipeline.database,
      pipeline.keys(),
      pipeline.hasher,
      pipeline.tracing,
      pipeline.settings,
    );
    pipeline.clock.advance(latest(MINUTE));
    await pipeline.deliverDue(pipeline.worker(sender, { loader }));
    expect(sender.asked).toEqual([]);
    expect(sender.sent).toHaveLength(1);
    expect(await pipeline.status(id)).toBe('sent');
  });

  it('AC-15 evidence in time cancels the second send; late evidence shows that there may have been two', async () => {
    const inTime = await anUnconfirmedText();
    await report(inTime.id, 'accepted', 1);
    pipeline.clock.advance(latest(MINUTE));
    expect(await pipeline.deliverDue(inTime.worker)).toBe(0);
    expect(inTime.sender.sent).toHaveLength(1);

    const late = await anUnconfirmedText();
    pipeline.clock.advance(latest(MINUTE));
    await pipeline.deliverDue(late.worker);
    await pipeline.deliverDue(late.worker);
    expect(late.sender.sent).toHaveLength(2);
    expect(await report(late.id, 'delivered', 1)).toMatchObject([{ repeated: true, move: { status: 'delivered' } }]);
    const record = await findNotification(pipeline.database, late.id);
    expect(record?.attempts.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
    expect(record?.attempts[0]?.unconfirmedCode).toBe('answer_timeout');
  });

  it('AC-15 a worker that was frozen past its lease answers late: both its send and the second one are on record', async () => {
    const id = await aTextTo(anEvent());
    const frozen = new ScriptedSender('sms');
    let thaw: (result: SendResult) => void = () => undefined;
    frozen.next(() => new Promise<SendResult>((resolve) => (thaw = resolve)));
    const first = pipeline.worker(frozen);
    await first.delivery.deliverFresh([id]);
    await eventually(() => expect(frozen.sent).toHaveLength(1));

    const second = pipeline.worker(new AnsweringSender('sms'));
    pipeline.clock.advance(latest(MINUTE));
    await pipeline.deliverDue(second);
    expect(await pipeline.status(id)).toBe('unconfirmed');
    pipeline.clock.advance(latest(MINUTE));
    await pipeline.deliverDue(second);
    await pipeline.deliverDue(second);
    expect(await pipeline.status(id)).toBe('sent');

    thaw({ outcome: 'accepted', providerMessageId: 'late' });
    await first.slots.untilIdle();
    const record = await findNotification(pipeline.database, id);
    expect(record?.attempts).toMatchObject([
      { number: 1, outcome: 'accepted', unconfirmedCode: 'lease_expired', providerMessageId: 'late' },
      { number: 2, outcome: 'accepted' },
    ]);
    const late = { number: 1, at: pipeline.clock.now(), durationMs: 1, outcome: 'accepted' as const, code: null };
    const outcome = { kind: 'settled', status: 'sent', reason: null } as const;
    const settlement = { id, claimNo: 1, attempt: { ...late, providerMessageId: 'late' }, outcome };
    expect(await findRepeated(pipeline.database, [settlement])).toEqual([id]);
  });

  it('AC-15 a report that a claimed row is sent already is not acknowledged before no send can start any more', async () => {
    const webhooks = pipeline.webhooks(new WebhookMetrics(new Registry()));
    const acknowledged = async (id: string) => {
      const before = performance.now();
      const said = { kind: 'delivered', code: null } as const;
      const about = { notificationId: id, attempt: 1 };
      const at = pipeline.clock.now();
      const report = { dedupeKey: id, event: 'delivered', at, said, about, objection: null, providerMessageId: 'SM1' };
      await webhooks.take('twilio', [report]);
      return performance.now() - before;
    };
    const { id: waiting } = await anUnconfirmedText();
    expect(await acknowledged(waiting)).toBeLessThan(START_WINDOW_MS);

    const { id: claimed } = await anUnconfirmedText();
    pipeline.clock.advance(latest(MINUTE));
    const now = pipeline.clock.now();
    await claimDue(pipeline.database, 'sms', 10, now, new Date(now.getTime() + MINUTE));
    // Timers may fire a millisecond early.
    expect(await acknowledged(claimed)).toBeGreaterThanOrEqual(START_WINDOW_MS - 1);
    expect(await pipeline.status(claimed)).toBe('delivered');
  });

  it('a retry that a webhook asks for waits as long as the workers say, whatever the API’s settings are', async () => {
    const sender = new ScriptedSender('sms');
    const id = await aTextTo(anEvent());
    await pipeline.deliverFresh(pipeline.worker(sender), [id]);
    await announceRetryDelays(pipeline.database, 'sms', [HOUR]);
    await announceRetryDelays(pipeline.database, 'sms', [10 * SECOND]);
    await report(id, 'undelivered', 1);
    const { status, dueAt } = await pipeline.row(id);
    expect(status).toBe('pending');
    expect((dueAt?.getTime() ?? 0) - pipeline.clock.now().getTime()).toBeLessThanOrEqual(10 * SECOND);
  });
});
