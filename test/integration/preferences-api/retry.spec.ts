import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type NotificationDocument, notificationDocumentSchema } from '#contracts';
import { Database, type NewNotification, applyReports, claimDue, findDeadLetter, retryFailed, settle } from '#database';
import { givenNotification } from '../../builders/notifications.js';
import { anOrderEvent } from '../../builders/order-events.js';
import { Pipeline } from '../../system/pipeline.js';
import { ScriptedSender } from '../../system/scripted-sender.js';
import { type Answer, ApiFixture } from './api.fixture.js';

const PATH = '/api/v2/notifications';
const NOBODYS_ID = '0199aaaa-0000-7000-8000-000000000001';
const MINUTE = 60_000;

describe('a retry by hand', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start();
  }, 30_000);
  afterAll(() => api.stop());

  const retry = async (id: string, scope = 'notifications:ops', subject = 'olga'): Promise<Answer> =>
    api.call('POST', `${PATH}/${id}/retry`, { token: await api.token(subject, scope) });

  /** Given up on at its first attempt. */
  async function givenFailed(): Promise<NewNotification> {
    const notification = await givenNotification(api.database, { queue: {} });
    await fail(notification.id, 1, 0);
    return notification;
  }

  async function fail(id: string, number: number, claimNo: number): Promise<void> {
    const at = new Date();
    const attempt = { number, at, durationMs: 5, outcome: 'permanent', code: null, providerMessageId: null } as const;
    const outcome = { kind: 'settled', status: 'failed', reason: 'provider_rejected' } as const;
    await api.database.query(`UPDATE delivery_queue SET state = 'sending' WHERE id = $1`, [id]);
    await api.database.transaction((sql) => settle(sql, [{ id, claimNo, attempt, outcome }], at));
  }

  const claim = async (id: string) =>
    (await claimDue(api.database, 'email', 1_000, new Date(), new Date(Date.now() + MINUTE))).find(
      (one) => one.id === id,
    );

  it('puts a failed notification back to work, with a new budget, due at once', async () => {
    const { id } = await givenFailed();
    const { status, body } = await retry(id);
    expect(status).toBe(202);
    expect(notificationDocumentSchema.parse(body)).toEqual(body);
    const document = body as NotificationDocument;
    expect(document).toMatchObject({ id, status: 'pending', reason: null, attempts: [{ number: 1 }] });
    expect(new Date(document.nextAttemptAt ?? 0).getTime()).toBeLessThanOrEqual(Date.now());

    expect(await claim(id)).toMatchObject({ attempts: 0, earlierAttempts: 1, claimedFrom: 'pending' });
  });

  it('counts on over all budgets, and leaves an answer to an earlier claim without effect', async () => {
    const { id } = await givenFailed();
    await retry(id);
    const second = await claim(id);
    await fail(id, 2, second?.claimNo ?? 0);
    expect(await retry(id, 'notifications:service')).toMatchObject({
      status: 202,
      body: { status: 'pending', attempts: [{ number: 1 }, { number: 2 }] },
    });
    const third = await claim(id);
    expect(third).toMatchObject({ attempts: 0, earlierAttempts: 2 });
    expect(third?.claimNo).toBeGreaterThan(second?.claimNo ?? Infinity);

    await fail(id, 2, second?.claimNo ?? 0);
    const [row] = await api.database.query(`SELECT state FROM delivery_queue WHERE id = $1`, [id]);
    expect(row).toEqual({ state: 'sending' });
  });

  it('records who asked, for what and when', async () => {
    const { id } = await givenFailed();
    await retry(id, 'notifications:ops', 'olga');
    const entries = await api.database.query<{ at: Date }>(
      `SELECT actor, action, target, at FROM audit WHERE target = $1`,
      [id],
    );
    expect(entries).toEqual([{ actor: 'olga', action: 'notification_retried', target: id, at: expect.any(Date) }]);
    expect(Date.now() - (entries[0]?.at.getTime() ?? 0)).toBeLessThan(MINUTE);
  });

  it('takes it out of the dead letters', async () => {
    const { id } = await givenFailed();
    expect(await findDeadLetter(api.database, id)).toMatchObject({ kind: 'notification', reason: 'provider_rejected' });
    await retry(id);
    expect(await findDeadLetter(api.database, id)).toBeUndefined();
  });

  it.each(['pending', 'sent', 'delivered', 'suppressed', 'expired', 'superseded'] as const)(
    'is refused for a notification that is %s',
    async (status) => {
      const { id } = await givenNotification(api.database, { status, ...(status === 'pending' ? { queue: {} } : {}) });
      expect(await retry(id)).toMatchObject({
        status: 409,
        body: { code: 'not_failed', detail: `Its status is ${status}` },
      });
      expect(await api.database.query(`SELECT 1 FROM audit WHERE target = $1`, [id])).toEqual([]);
    },
  );

  it('happens once when two people ask at the same time', async () => {
    const { id } = await givenFailed();
    const answers = await Promise.all([retry(id), retry(id), retry(id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
    expect(await api.database.query(`SELECT 1 FROM audit WHERE target = $1`, [id])).toHaveLength(1);
  });

  it('of something that never was is not found', async () => {
    for (const id of [NOBODYS_ID, 'no-uuid']) expect(await retry(id)).toMatchObject({ status: 404 });
  });

  it('is for services and operators', async () => {
    const { id, userId } = await givenFailed();
    expect(await retry(id, 'notifications:support')).toMatchObject({ status: 403 });
    const token = await api.token(userId);
    expect(await api.call('POST', `${PATH}/${id}/retry`, { token })).toMatchObject({ status: 403 });
  });

  it('takes one transaction; its story is read after that', async () => {
    const { id } = await givenFailed();
    const database = api.app.get(Database);
    const [statements, transactions] = [jest.spyOn(database, 'query'), jest.spyOn(database, 'transaction')];
    await retry(id);
    expect(transactions).toHaveBeenCalledTimes(1);
    for (const [sql] of statements.mock.calls) expect(sql).toMatch(/^\s*SELECT/);
    jest.restoreAllMocks();
  });
});

describe('a notification that went back to work', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await Pipeline.start();
  }, 30_000);
  afterAll(() => pipeline.stop());

  const retry = (id: string) => pipeline.database.transaction((sql) => retryFailed(sql, [id], pipeline.clock.now()));

  /** Its first attempt was refused for good. */
  async function givenRefused() {
    const sender = new ScriptedSender('email');
    const worker = pipeline.worker(sender);
    const event = anOrderEvent('order_shipped', { time: pipeline.clock.now() });
    const { email } = await pipeline.dispatch(event);
    sender.next({ outcome: 'permanent', code: 'sendgrid_400' });
    await pipeline.deliverFresh(worker, [email.id]);
    expect(await pipeline.status(email.id)).toBe('failed/provider_rejected');
    return { id: email.id, userId: event.data.userId, sender, worker };
  }

  it('is sent by whoever polls next, under the next number', async () => {
    const { id, sender, worker } = await givenRefused();
    await retry(id);
    await pipeline.deliverDue(worker);
    expect(await pipeline.status(id)).toBe('sent');
    expect(sender.sent.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  it('has a whole budget of attempts', async () => {
    const { id, sender, worker } = await givenRefused();
    await retry(id);
    sender.next(...Array.from({ length: 9 }, () => ({ outcome: 'retryable', code: 'sendgrid_500' }) as const));
    for (let i = 0; i < 9; i++) {
      await pipeline.deliverDue(worker);
      pipeline.clock.advance(20 * MINUTE);
    }
    expect(await pipeline.status(id)).toBe('failed/retries_exhausted');
    expect(sender.sent.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5]);
    expect(await findDeadLetter(pipeline.database, id)).toMatchObject({ reason: 'retries_exhausted' });
  });

  it('is not sent when the rules forbid it by now', async () => {
    const { id, userId, sender, worker } = await givenRefused();
    await pipeline.preferences().change(userId, 'preferences_api', ({ preferences }) => ({
      ...preferences,
      channels: { ...preferences.channels, email: false },
    }));
    await retry(id);
    await pipeline.deliverDue(worker);
    expect(await pipeline.status(id)).toBe('suppressed/channel_off');
    expect(sender.sent).toHaveLength(1);
  });

  it('is a dead letter when its provider bounced it', async () => {
    const { id, worker } = await givenRefused();
    await retry(id);
    await pipeline.deliverDue(worker);
    const evidence = { attempt: 2, kind: 'bounced' } as const;
    const report = {
      notificationId: id,
      evidence,
      at: pipeline.clock.now(),
      code: 'sendgrid_bounce',
      providerMessageId: null,
    };
    const policy = { delays: pipeline.settings.retryDelays.email, now: pipeline.clock.now() };
    await pipeline.database.transaction((sql) => applyReports(sql, 'email', [report], policy));
    expect(await findDeadLetter(pipeline.database, id)).toMatchObject({ kind: 'notification', reason: 'bounced' });
    expect(await retry(id)).toEqual([id]);
  });
});
