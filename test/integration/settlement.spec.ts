import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DeliveryEventData, TOPICS } from '#contracts';
import { type Claim, type Settlement, claimDue, claimFresh, insertOutbox, retryFailed, settle } from '#database';
import type { SendResult } from '#delivery';
import type { EvidenceKind } from '#notifications';
import { Registry } from 'prom-client';
import { WebhookMetrics } from '../../apps/preferences-api/src/webhooks/webhook.metrics.js';
import { anOrderEvent } from '../builders/order-events.js';
import { AnswerLosingDatabase } from '../system/answer-losing-database.js';
import { CountingDatabase } from '../system/counting-database.js';
import { eventually } from '../system/eventually.js';
import { Pipeline, type Row } from '../system/pipeline.js';
import { ScriptedSender } from '../system/scripted-sender.js';
import { MINUTE, SECOND } from '../system/test-clock.js';

const RETRYABLE: SendResult = { outcome: 'retryable', code: 'refused' };
const LEASE = 60 * SECOND;

describe('settling', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await Pipeline.start();
  }, 30_000);
  afterAll(() => pipeline.stop());
  beforeEach(async () => {
    await pipeline.database.query(
      `TRUNCATE delivery_queue, notification_log, inbox_counter, notification_attempt, outbox, order_event, preference_change, delivery_figure`,
    );
    pipeline.publisher.published.length = 0;
    pipeline.publisher.reachable = true;
  });

  const aWaitingEmail = async (): Promise<Row> => (await pipeline.dispatch(anOrderEvent('order_confirmed'))).email;

  async function claimed(...rows: Row[]): Promise<Claim[]> {
    const ids = rows.map(({ id }) => id);
    return claimFresh(pipeline.database, 'email', ids, new Date(pipeline.clock.now().getTime() + LEASE));
  }

  async function claimedOne(row: Row): Promise<Claim> {
    const [claim] = await claimed(row);
    if (claim === undefined) throw new Error('the row cannot be claimed');
    return claim;
  }

  async function claimedAfterLease(): Promise<Claim> {
    pipeline.clock.advance(2 * LEASE);
    const now = pipeline.clock.now();
    const [claim] = await claimDue(pipeline.database, 'email', 1, now, new Date(now.getTime() + LEASE));
    if (claim === undefined) throw new Error('nothing is due');
    return claim;
  }

  const attempt = (number: number, outcome: 'accepted' | 'retryable' | 'unconfirmed') => ({
    number,
    at: pipeline.clock.now(),
    durationMs: 5,
    outcome,
    code: outcome === 'accepted' ? null : 'refused',
    providerMessageId: outcome === 'accepted' ? `provider-${number}` : null,
  });

  const success = ({ id, claimNo }: Claim, number = 1): Settlement => ({
    id,
    claimNo,
    attempt: attempt(number, 'accepted'),
    outcome: { kind: 'settled', status: 'sent', reason: null },
  });

  const failure = ({ id, claimNo }: Claim, number = 1): Settlement => ({
    id,
    claimNo,
    attempt: attempt(number, 'retryable'),
    outcome: { kind: 'settled', status: 'failed', reason: 'retries_exhausted' },
  });

  const retry = (
    { id, claimNo }: Claim,
    number = 1,
    outcome: 'retryable' | 'unconfirmed' = 'retryable',
  ): Settlement => ({
    id,
    claimNo,
    attempt: attempt(number, outcome),
    outcome: {
      kind: 'requeued',
      state: outcome === 'retryable' ? 'pending' : 'unconfirmed',
      dueAt: new Date(pipeline.clock.now().getTime() + MINUTE),
      waitReason: null,
    },
  });

  const apply = (...batch: Settlement[]) =>
    pipeline.database.transaction((sql) => settle(sql, batch, pipeline.clock.now()));

  it('AC-15 a failure under an outdated claim changes nothing', async () => {
    const email = await aWaitingEmail();
    const first = await claimedOne(email);
    const second = await claimedAfterLease();

    expect(await apply(failure(first))).toEqual([]);
    expect(await apply(retry(first))).toEqual([]);
    expect(await pipeline.row(email.id)).toMatchObject({ status: 'sending', claimNo: 2, attempts: 0 });
    expect(await apply(success(second, 2))).toHaveLength(1);
  });

  it('AC-15 success under an outdated claim counts, and cancels the retry that was planned', async () => {
    const email = await aWaitingEmail();
    const first = await claimedOne(email);
    await apply(retry(await claimedAfterLease(), 1, 'unconfirmed'));
    expect(await pipeline.status(email.id)).toBe('unconfirmed');

    expect(await apply(success(first))).toHaveLength(1);
    expect(await pipeline.row(email.id)).toMatchObject({ status: 'sent', dueAt: null });
    expect(await pipeline.attempts(email.id)).toEqual([{ number: 1, outcome: 'accepted', code: null }]);
  });

  it('AC-15 success that arrives while the retry is on its way wins; the retry’s failure does not undo it', async () => {
    const email = await aWaitingEmail();
    const first = await claimedOne(email);
    const second = await claimedAfterLease();
    await apply(success(first));
    expect(await apply(failure(second, 2))).toEqual([]);
    expect(await pipeline.status(email.id)).toBe('sent');
    expect((await pipeline.attempts(email.id)).map(({ outcome }) => outcome)).toEqual(['accepted', 'retryable']);
  });

  it('counts an attempt once when the same settlement is written again', async () => {
    const email = await aWaitingEmail();
    const claim = await claimedOne(email);
    expect(await apply(retry(claim))).toHaveLength(1);
    expect(await apply(retry(claim))).toEqual([]);
    expect(await pipeline.row(email.id)).toMatchObject({ attempts: 1 });
    expect(await pipeline.attempts(email.id)).toHaveLength(1);
  });

  it('counts the retries also of what ends without another call', async () => {
    const email = await aWaitingEmail();
    await apply(retry(await claimedOne(email)));
    await apply(retry(await claimedAfterLease(), 2));
    const { id, claimNo } = await claimedAfterLease();
    await apply({
      id,
      claimNo,
      attempt: null,
      outcome: { kind: 'settled', status: 'suppressed', reason: 'global_off' },
    });
    const rows = await pipeline.database.query('SELECT retry_count FROM notification_log WHERE id = $1', [id]);
    expect(rows).toEqual([{ retry_count: 1 }]);
  });

  it('gives a released row back as it was', async () => {
    const email = await aWaitingEmail();
    const claim = await claimedOne(email);
    await apply({ id: claim.id, claimNo: claim.claimNo, attempt: null, outcome: { kind: 'released' } });
    expect(await pipeline.row(email.id)).toMatchObject({
      status: 'pending',
      claimNo: 1,
      attempts: 0,
      dueAt: email.dueAt,
    });
    // Its nudge is used up: from now on it is the due poll's, or that of who knows its claim.
    expect(await claimed(email)).toEqual([]);
    const lease = new Date(pipeline.clock.now().getTime() + LEASE);
    const again = () => claimFresh(pipeline.database, 'email', [email.id], lease, [], claim.claimNo);
    expect(await again()).toMatchObject([{ id: email.id, claimNo: 2, claimedFrom: 'pending' }]);
    await apply({ id: claim.id, claimNo: 2, attempt: null, outcome: { kind: 'released' } });
    expect(await again()).toEqual([]);
  });

  it('a released row that was unconfirmed is unconfirmed again', async () => {
    const email = await aWaitingEmail();
    const claim = await claimedOne(email);
    await apply(retry(claim, 1, 'unconfirmed'));
    const again = await claimedAfterLease();
    expect(again.claimedFrom).toBe('unconfirmed');
    await apply({ id: again.id, claimNo: again.claimNo, attempt: null, outcome: { kind: 'released' } });
    expect(await pipeline.row(email.id)).toMatchObject({ status: 'unconfirmed', attempts: 1 });
  });

  it('two workers that settle the same rows in opposite order do not deadlock', async () => {
    for (let round = 0; round < 5; round++) {
      const events = Array.from({ length: 60 }, () => anOrderEvent('order_confirmed'));
      await pipeline.dispatcher().dispatch(events);
      const rows = (await pipeline.rows()).filter(({ status, channel }) => status === 'pending' && channel === 'email');
      const claims = await claimed(...rows);
      const database = await CountingDatabase.over(pipeline.database);
      const inOneTransaction = (batch: Settlement[]) =>
        database.transaction((sql) => settle(sql, batch, pipeline.clock.now()));
      const [one, other] = await Promise.all([
        inOneTransaction(claims.map((claim) => success(claim))),
        inOneTransaction(claims.map((claim) => failure(claim)).reverse()),
      ]);
      expect(database.runs).toBe(2);
      expect(one.length + other.length).toBeGreaterThanOrEqual(claims.length);
    }
  }, 20_000);

  const outboxRows = () => pipeline.database.query(`SELECT id FROM outbox`);

  describe('by the worker', () => {
    async function assignmentOf(claim: Claim) {
      const [assignment] = await pipeline.loader().load('email', [claim]);
      if (assignment === undefined) throw new Error('nothing to do');
      return assignment;
    }

    it('takes two settlements of one notification one after the other', async () => {
      const email = await aWaitingEmail();
      const claim = await claimedOne(email);
      const assignment = await assignmentOf(claim);
      const { settler } = pipeline.worker(new ScriptedSender('email'));
      const applied = await Promise.all([
        settler.settle(assignment, retry(claim)),
        settler.settle(assignment, success(claim, 2)),
        settler.settle(assignment, failure(claim, 3)),
      ]);
      expect(applied).toEqual([true, true, false]);
      expect(await pipeline.status(email.id)).toBe('sent');
    });

    it('AC-15 a commit whose answer is lost is written again and counts once', async () => {
      const email = await aWaitingEmail();
      const claim = await claimedOne(email);
      const database = await AnswerLosingDatabase.over(pipeline.database);
      const { settler } = pipeline.worker(new ScriptedSender('email'), { database });
      await settler.settle(await assignmentOf(claim), failure(claim));

      expect(database.lost).toBe(1);
      expect(await pipeline.status(email.id)).toBe('failed/retries_exhausted');
      expect(await pipeline.attempts(email.id)).toHaveLength(1);
      // Whoever lost the answer does not know of the news: they are the relay's.
      expect(await outboxRows()).toHaveLength(1);
    });
  });

  describe('the outbox', () => {
    it('is published after the commit, and soon empty', async () => {
      const email = await aWaitingEmail();
      pipeline.publisher.published.length = 0;
      await pipeline.deliverFresh(pipeline.worker(new ScriptedSender('email')), [email.id]);
      expect(pipeline.publisher.valuesOn(TOPICS.deliveryEvents.name)).toHaveLength(1);
      await eventually(async () => expect(await outboxRows()).toEqual([]));
    });

    it('AC-15 keeps what could not be published, until the relay does it', async () => {
      const email = await aWaitingEmail();
      await eventually(async () => expect(await outboxRows()).toEqual([]));
      pipeline.publisher.published.length = 0;
      pipeline.publisher.reachable = false;
      await pipeline.deliverFresh(pipeline.worker(new ScriptedSender('email')), [email.id]);
      expect(await pipeline.status(email.id)).toBe('sent');
      expect(await outboxRows()).toHaveLength(1);

      pipeline.publisher.reachable = true;
      pipeline.clock.advance(6 * SECOND);
      const relay = pipeline.outbox();
      relay.onApplicationBootstrap();
      try {
        await eventually(async () => {
          expect(await outboxRows()).toEqual([]);
        });
      } finally {
        await relay.beforeApplicationShutdown();
      }
      expect(pipeline.publisher.valuesOn(TOPICS.deliveryEvents.name)).toHaveLength(1);
    });

    it('leaves a row that is still young to its writer', async () => {
      const messages = [{ topic: TOPICS.deliveryEvents.name, key: null, value: '{}' }];
      await insertOutbox(pipeline.database, { id: pipeline.ids.next(), messages }, pipeline.clock.now());
      const relay = pipeline.outbox();
      relay.onApplicationBootstrap();
      await relay.beforeApplicationShutdown();
      expect(await outboxRows()).toHaveLength(1);
    });

    it('tells upstream of a final failure, and dead-letters it: ids only', async () => {
      const event = anOrderEvent('order_confirmed');
      const { email } = await pipeline.dispatch(event);
      const sender = new ScriptedSender('email');
      sender.next(RETRYABLE, RETRYABLE, RETRYABLE, RETRYABLE);
      const worker = pipeline.worker(sender);
      await pipeline.deliverFresh(worker, [email.id]);
      for (let retries = 0; retries < 3; retries++) {
        pipeline.clock.advance(16 * MINUTE);
        await pipeline.deliverDue(worker);
      }
      const ids = { notificationId: email.id, orderId: event.data.orderId, userId: event.data.userId };
      const what = { ...ids, type: 'order_confirmed', channel: 'email', reason: 'retries_exhausted' };
      expect(pipeline.publisher.valuesOn(TOPICS.deadLetters.name)).toEqual([{ ...what, attempts: 4 }]);
      const news = newsOf(email.id);
      expect(news.map(({ data }) => data)).toEqual([{ ...what, status: 'failed', attempt: 4, sequence: 1 }]);
      expect(news[0]).toMatchObject({ id: `${email.id}:failed:4`, key: event.data.orderId });
    });

    it('numbers the news of a notification so that the later has the higher sequence', async () => {
      const email = await aWaitingEmail();
      const worker = pipeline.worker(new ScriptedSender('email'));
      await pipeline.deliverFresh(worker, [email.id]);
      expect(newsOf(email.id)).toMatchObject([
        { id: `${email.id}:sent:1`, data: { status: 'sent', attempt: 1, sequence: 1, reason: null } },
      ]);
    });

    it('tells with a higher sequence also what comes after a retry by hand without another call', async () => {
      const email = await aWaitingEmail();
      const sender = new ScriptedSender('email');
      sender.next({ outcome: 'permanent', code: 'refused' });
      await pipeline.deliverFresh(pipeline.worker(sender), [email.id]);
      await pipeline.database.transaction((sql) => retryFailed(sql, [email.id], pipeline.clock.now()));

      await report(email.id, 'delivered');
      expect(await pipeline.status(email.id)).toBe('delivered');
      expect(newsOf(email.id)).toMatchObject([
        { id: `${email.id}:failed:1`, data: { status: 'failed', sequence: 1 } },
        { id: `${email.id}:delivered:1`, data: { status: 'delivered', sequence: 2 } },
      ]);
    });

    it('tells with a higher sequence also what a report of two things says', async () => {
      const email = await aWaitingEmail();
      await pipeline.deliverFresh(pipeline.worker(new ScriptedSender('email')), [email.id]);
      await report(email.id, 'delivered', 'bounced');
      expect(newsOf(email.id).map(({ data: { status, sequence } }) => [status, sequence])).toEqual([
        ['sent', 1],
        ['delivered', 2],
        ['failed', 3],
      ]);
    });

    /** The provider says these things of the first attempt, in one request. */
    async function report(id: string, ...kinds: EvidenceKind[]): Promise<void> {
      const at = pipeline.clock.now();
      const about = { notificationId: id, attempt: 1 };
      const reports = kinds.map((kind) => {
        const said = { kind, code: null };
        return { dedupeKey: `${id}:${kind}`, event: kind, at, said, about, objection: null, providerMessageId: null };
      });
      await pipeline.webhooks(new WebhookMetrics(new Registry())).take('sendgrid', reports);
    }

    /** Delivery events about a notification. */
    function newsOf(notificationId: string): { id: string; key: string | null; data: DeliveryEventData }[] {
      return pipeline.publisher.published
        .filter(({ topic }) => topic === TOPICS.deliveryEvents.name)
        .map(({ key, headers, value }) => ({
          id: headers?.['ce_id'] ?? '',
          key,
          data: JSON.parse(value ?? '') as DeliveryEventData,
        }))
        .filter(({ data }) => data.notificationId === notificationId);
    }
  });
});
