import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Database, DatabaseUnavailableError, loadChannelState, pause, resume } from '#database';
import type { ChannelSender, SendResult } from '#delivery';
import { createLogger } from '#runtime';
import { Registry } from 'prom-client';
import { ChannelGateMetrics } from '../../libs/delivery/src/channel-gate.metrics.js';
import { ProviderHealth } from '../../libs/delivery/src/provider-health.js';
import { anOrderEvent } from '../builders/order-events.js';
import { CountingDatabase } from '../system/counting-database.js';
import { eventually } from '../system/eventually.js';
import { Pipeline, type Worker } from '../system/pipeline.js';
import { SandboxedEmail } from '../system/sandboxed-email.js';
import { ScriptedSender } from '../system/scripted-sender.js';
import { MINUTE, SECOND } from '../system/test-clock.js';

const CAPACITY = 20;
const BACKLOG = 60;
const FAILED: SendResult = { outcome: 'retryable', code: 'http_500' };
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

jest.setTimeout(30_000);

describe('what holds a channel back', () => {
  let pipeline: Pipeline;
  let provider: SandboxedEmail;
  /** Two replicas of the email worker. */
  let workers: readonly [Worker, Worker];

  beforeAll(async () => {
    [pipeline, provider] = await Promise.all([Pipeline.start(), SandboxedEmail.start()]);
  }, 60_000);
  afterAll(async () => {
    await provider.stop();
    await pipeline.stop();
  });
  beforeEach(async () => {
    await pipeline.database.query(
      `TRUNCATE delivery_queue, notification_log, inbox_counter, notification_attempt, outbox, order_event, preference_change, delivery_figure, channel_state, operator_pause, provider_call_window, daily_count`,
    );
    await provider.sandbox.clearLedger();
    workers = [replica(), replica()];
  });

  const replica = (sender?: ChannelSender) =>
    pipeline.worker(sender ?? provider.sender(pipeline.settings, pipeline.clock), { capacity: CAPACITY });

  async function emails(
    count: number,
    type: 'order_confirmed' | 'order_shipped' = 'order_confirmed',
  ): Promise<string[]> {
    const events = Array.from({ length: count }, () => anOrderEvent(type, { time: pipeline.clock.now() }));
    const orders = new Set(events.map(({ data }) => data.orderId));
    await pipeline.dispatcher().dispatch(events);
    return (await pipeline.rows())
      .filter(({ orderId, channel }) => channel === 'email' && orders.has(orderId))
      .map(({ id }) => id);
  }

  /** All attempts made so far, by outcome. */
  const attempts = () =>
    pipeline.database.query<{ outcome: string; count: number }>(
      `SELECT outcome, count(*)::int FROM notification_attempt GROUP BY outcome ORDER BY outcome`,
    );
  const requests = async () => (await provider.sandbox.requests({ limit: 10_000 })).total;
  const statuses = async (ids: readonly string[]) => {
    const rows = new Map((await pipeline.rows()).map((row) => [row.id, row]));
    return ids.map((id) => [rows.get(id)?.status, rows.get(id)?.reason].filter(Boolean).join('/'));
  };
  const halt = async () => (await loadChannelState(pipeline.database, 'email')).halt?.reason;

  /** Both replicas look for due rows at the same time. */
  const bothDeliverDue = () => Promise.all(workers.map((worker) => pipeline.deliverDue(worker)));
  const deliverAllDue = async () => {
    while ((await bothDeliverDue()).some((claimed) => claimed > 0));
  };

  const everybody = (...steps: Parameters<typeof provider.sandbox.setFaults>[1]['steps']) =>
    provider.sandbox.setFaults('*', { steps, repeat: true });
  const nobody = () => provider.sandbox.removeFaults('*');

  describe('a provider that fails for everyone', () => {
    const outage = async () => {
      const ids = await emails(BACKLOG);
      await everybody({ kind: 'status', status: 500 });
      await pipeline.deliverFresh(workers[0], ids);
      return ids;
    };

    it('halts the channel for all replicas after a few calls; everything else waits with its attempts unspent', async () => {
      const ids = await outage();
      const made = await requests();
      expect(made).toBeGreaterThanOrEqual(20);
      expect(made).toBeLessThanOrEqual(20 + CAPACITY);
      expect(await attempts()).toEqual([{ outcome: 'retryable', count: made }]);
      expect(await halt()).toBe('provider_failing');

      await pipeline.deliverFresh(workers[1], ids);
      expect(await bothDeliverDue()).toEqual([0, 0]);
      expect(await requests()).toBe(made);
      await nobody();
    });

    it('is tried by one due message at a time, whatever the number of replicas', async () => {
      await outage();
      const made = await requests();
      for (let probe = 1; probe <= 3; probe++) {
        pipeline.clock.advance(5 * SECOND);
        expect((await bothDeliverDue()).reduce((sum, claimed) => sum + claimed)).toBe(1);
        expect(await bothDeliverDue()).toEqual([0, 0]);
        expect(await requests()).toBe(made + probe);
      }
      expect(await halt()).toBe('provider_failing');
      await nobody();
    });

    it('gets everything once a probe succeeds, oldest first, each message once', async () => {
      const ids = await outage();
      await nobody();
      pipeline.clock.advance(5 * SECOND);
      await bothDeliverDue();
      expect(await halt()).toBeUndefined();
      await deliverAllDue();
      // Those that were tried during the outage wait for their own delays.
      pipeline.clock.advance(2 * MINUTE);
      await deliverAllDue();
      expect(new Set(await statuses(ids))).toEqual(new Set(['sent']));
      expect((await provider.sandbox.messages({ limit: 10_000, content: 'false' })).items).toHaveLength(BACKLOG);
    });

    it('that comes back and fails again is halted again, and not for failures of before', async () => {
      await outage();
      await nobody();
      pipeline.clock.advance(5 * SECOND);
      await pipeline.deliverDue(workers[0]);
      const ids = await emails(30);
      await everybody({ kind: 'status', status: 503 });
      await pipeline.deliverFresh(workers[0], ids.slice(0, 15));
      expect(await halt()).toBeUndefined();
      await pipeline.deliverFresh(workers[0], ids.slice(15));
      expect(await halt()).toBe('provider_failing');
      await nobody();
    });

    it('is recognised by replicas of which each sees too little', async () => {
      const sender = () => {
        const scripted = new ScriptedSender('email');
        scripted.next(...times(200, FAILED));
        return scripted;
      };
      const replicas = [replica(sender()), replica(sender())];
      const ids = await emails(100);
      await eventually(async () => {
        for (const one of replicas) await pipeline.deliverFresh(one, ids.splice(0, 2));
        expect(await halt()).toBe('provider_failing');
      });
      // 20 calls together, and what was made while they told each other.
      expect((await attempts()).map(({ count }) => count)[0]).toBeLessThan(60);
    });
  });

  it('a provider that fails for a few customers is not halted', async () => {
    const sender = new ScriptedSender('email');
    sender.next(...times(9, FAILED));
    const ids = await emails(60);
    await pipeline.deliverFresh(replica(sender), ids);
    expect(await halt()).toBeUndefined();
    expect(sender.sent).toHaveLength(60);
  });

  it('SendGrid answers 401: halted, alarmed, one call a minute, no attempt used up', async () => {
    const ids = await emails(BACKLOG);
    await everybody({ kind: 'rejected', status: 401 });
    await pipeline.deliverFresh(workers[0], ids);
    const made = await requests();
    expect(made).toBeLessThanOrEqual(CAPACITY);
    expect(await attempts()).toEqual([]);
    expect(await halt()).toBe('sendgrid_401');

    pipeline.clock.advance(MINUTE);
    await bothDeliverDue();
    await bothDeliverDue();
    expect(await requests()).toBe(made + 1);
    expect(await halt()).toBe('sendgrid_401');

    await nobody();
    pipeline.clock.advance(MINUTE);
    await deliverAllDue();
    expect(await halt()).toBeUndefined();
    pipeline.clock.advance(MINUTE);
    await deliverAllDue();
    expect(new Set(await statuses(ids))).toEqual(new Set(['sent']));
    expect(await attempts()).toEqual([{ outcome: 'accepted', count: BACKLOG }]);
  });

  it('SendGrid answers 401, and an operator who has seen to it need not wait for the next try', async () => {
    const ids = await emails(3);
    await everybody({ kind: 'rejected', status: 401 });
    await pipeline.deliverFresh(workers[0], ids.slice(0, 1));
    await nobody();
    pipeline.clock.advance(6 * SECOND);
    expect(await bothDeliverDue()).toEqual([0, 0]);
    await resume(pipeline.database, 'email', pipeline.clock.now());
    await deliverAllDue();
    expect(await statuses(ids)).toEqual(['pending/paused', 'sent', 'sent']);
  });

  it('SendGrid answers 429: the message has used an attempt, the others wait for the reset uncounted', async () => {
    // The sandbox's clock does not travel.
    pipeline.clock.travelTo(new Date());
    const [first = '', ...others] = await emails(20);
    const reset = 30;
    await provider.sandbox.setFaults('*', { steps: [{ kind: 'rate_limited', resetAfterSeconds: reset }] });
    await pipeline.deliverFresh(workers[0], [first]);
    expect(await pipeline.attempts(first)).toEqual([{ number: 1, outcome: 'retryable', code: 'sendgrid_429' }]);

    await pipeline.deliverFresh(workers[1], others);
    pipeline.clock.advance((reset - 4) * SECOND);
    await bothDeliverDue();
    expect(await requests()).toBe(1);

    pipeline.clock.advance(5 * SECOND);
    await deliverAllDue();
    expect(new Set(await statuses(others))).toEqual(new Set(['sent']));
    expect(await pipeline.row(first)).toMatchObject({ status: 'pending', attempts: 1 });
    await nobody();
  });

  describe('a pause by an operator', () => {
    const pauseNow = (scope: Parameters<typeof pause>[1]) =>
      pause(pipeline.database, scope, 'operator-1', 'maintenance', pipeline.clock.now());
    const resumeNow = (scope: Parameters<typeof resume>[1]) => resume(pipeline.database, scope, pipeline.clock.now());

    it.each(['all', 'email'] as const)(
      'of %s holds back both replicas, and says so of the rows that wait',
      async (scope) => {
        expect(await pauseNow(scope)).toBe(true);
        expect(await pauseNow(scope)).toBe(false);
        const ids = await emails(30);
        await pipeline.deliverFresh(workers[0], ids);
        pipeline.clock.advance(6 * SECOND);
        expect(await bothDeliverDue()).toEqual([0, 0]);
        expect(new Set(await statuses(ids))).toEqual(new Set(['pending/paused']));
        expect(await requests()).toBe(0);

        expect(await resumeNow(scope)).toBe(true);
        expect(await resumeNow(scope)).toBe(false);
        await deliverAllDue();
        expect(new Set(await statuses(ids))).toEqual(new Set(['sent']));
      },
    );

    it('of one channel or type leaves the others alone', async () => {
      await pauseNow('sms');
      await pauseNow('order_shipped');
      const [confirmed, shipped] = [await emails(5), await emails(5, 'order_shipped')];
      await pipeline.deliverFresh(workers[0], [...confirmed, ...shipped]);
      pipeline.clock.advance(6 * SECOND);
      await deliverAllDue();
      expect(await statuses(confirmed)).toEqual(times(5, 'sent'));
      expect(await statuses(shipped)).toEqual(times(5, 'pending/paused'));

      await resumeNow('order_shipped');
      await deliverAllDue();
      expect(await statuses(shipped)).toEqual(times(5, 'sent'));
    });

    it('keeps the order: what has waited longest goes first', async () => {
      const sender = new ScriptedSender('email');
      const worker = pipeline.worker(sender, { capacity: 4 });
      const before: string[] = [];
      await pauseNow('email');
      for (let step = 0; step < 12; step++) {
        before.push(...(await emails(1)));
        pipeline.clock.advance(SECOND);
      }
      pipeline.clock.advance(6 * SECOND);
      await pipeline.deliverDue(worker);
      await resumeNow('email');
      while ((await pipeline.deliverDue(worker)) > 0);
      expect(sender.sent.map(({ notificationId }) => notificationId)).toEqual(before);
    });

    it('costs one statement a look, however much waits', async () => {
      await pauseNow('email');
      await emails(BACKLOG);
      pipeline.clock.advance(6 * SECOND);
      const database = await CountingDatabase.over(pipeline.database);
      const worker = pipeline.worker(new ScriptedSender('email'), { database });
      await pipeline.deliverDue(worker);
      const statements = await database.count(async () => {
        for (let look = 0; look < 10; look++) await pipeline.deliverDue(worker);
      });
      expect(statements).toBe(10);
    });

    it('set between claim and decision gives the row back where it was', async () => {
      const [id = ''] = await emails(1);
      pipeline.clock.advance(6 * SECOND);
      const { dueAt } = await pipeline.row(id);
      const sender = new ScriptedSender('email');
      const worker = pipeline.worker(sender);
      const pausing = await pausingLoader(() => pauseNow('order_confirmed'));
      await pipeline.deliverDue(pipeline.worker(sender, { loader: pausing }));
      expect(await pipeline.row(id)).toMatchObject({ status: 'pending', attempts: 0, dueAt });
      await resumeNow('order_confirmed');
      await pipeline.deliverDue(worker);
      expect(await pipeline.status(id)).toBe('sent');
    });

    /** Reads after `meanwhile` has happened. */
    async function pausingLoader(meanwhile: () => Promise<unknown>) {
      const loader = pipeline.loader();
      const load = loader.load.bind(loader);
      loader.load = async (...args) => {
        await meanwhile();
        return load(...args);
      };
      return Promise.resolve(loader);
    }
  });

  describe('while what is concluded about the provider cannot be written', () => {
    class FailingDatabase extends Database {
      /** undefined: it works again. */
      failure: Error | undefined;

      override query<T>(sql: string, parameters?: readonly unknown[]): Promise<T[]> {
        return this.failure === undefined ? super.query<T>(sql, parameters) : Promise.reject(this.failure);
      }
    }

    async function sendDuring(failure: Error, result: SendResult) {
      const { dataSource } = pipeline.database;
      const watchDatabase = new FailingDatabase(dataSource, createLogger('tests', 'silent'), pipeline.clock);
      await watchDatabase.open();
      watchDatabase.failure = failure;
      const sender = new ScriptedSender('email');
      sender.next(result);
      const worker = pipeline.worker(sender, { watchDatabase });
      const [id = ''] = await emails(1);
      await worker.delivery.deliverFresh([id]);
      await eventually(() => expect(sender.sent).toHaveLength(1));
      const recover = async () => {
        watchDatabase.failure = undefined;
        await worker.slots.untilIdle();
      };
      return { id, recover };
    }

    it.each<[string, SendResult]>([
      ['sent', { outcome: 'accepted', providerMessageId: 'taken' }],
      ['pending', FAILED],
      ['unconfirmed', { outcome: 'unconfirmed', code: 'answer_timeout' }],
    ])('AC-15 what became of a message is on record all the same: %s', async (status, result) => {
      const { id, recover } = await sendDuring(new Error('a fault of ours'), result);
      await recover();
      expect(await pipeline.status(id)).toBe(status);
    });

    it('a refused account comes first: its message is set aside once the others cannot run into the same', async () => {
      const outage = new DatabaseUnavailableError(new Error('lost on purpose'));
      const { id, recover } = await sendDuring(outage, { outcome: 'channel_fault', code: 'sendgrid_401' });
      expect(await pipeline.status(id)).toBe('sending');
      await recover();
      expect(await pipeline.status(id)).toBe('pending/paused');
      expect(await halt()).toBe('sendgrid_401');
    });
  });

  it('the provider’s word on our account is a figure', async () => {
    const registry = new Registry();
    const health = (sender: ChannelSender) =>
      new ProviderHealth(
        sender,
        new ChannelGateMetrics(registry),
        pipeline.ids,
        pipeline.exit,
        createLogger('tests', 'silent'),
      ).ask();
    const figure = async () => (await registry.getSingleMetric('notification_provider_healthy')?.get())?.values;
    const sender = (key: Record<string, string>) => provider.sender(pipeline.settings, pipeline.clock, key);

    expect(await health(sender({}))).toBeUndefined();
    expect(await figure()).toMatchObject([{ labels: { channel: 'email' }, value: 1 }]);
    registry.clear();
    expect(await health(sender({ SENDGRID_API_KEY: 'SG.another' }))).toMatch(/SendGrid answers 40[13]/);
    expect(await figure()).toMatchObject([{ labels: { channel: 'email' }, value: 0 }]);
  });
});
