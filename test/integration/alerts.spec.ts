import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ALERT_EXAMPLE,
  type Alert,
  type AttemptOutcome,
  type Channel,
  type NotificationStatus,
  type Reason,
  TOPICS,
} from '#contracts';
import {
  Database,
  DatabaseUnavailableError,
  type Transaction,
  addFigures,
  claimAlertCalls,
  deleteOlder,
  endAlertCall,
  findActiveAlerts,
  haltChannel,
  insertAlertCalls,
  insertWebhooks,
  listAlerts,
  lockAlerts,
  pause,
  raiseAlerts,
  resolveAlerts,
  resume,
} from '#database';
import { type ConsumerLag, OutboxPublisher } from '#messaging';
import { ALERT_RULES, type AlertName, type Figure, counted } from '#notifications';
import { IdGenerator, createLogger } from '#runtime';
import { setTimeout as delay } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { Webhook } from 'standardwebhooks';
import { ALERT_CALL_DELAYS_MS, AlertCalls } from '../../apps/preferences-api/src/alerts/alert-caller.js';
import { AlertFactsReader } from '../../apps/preferences-api/src/alerts/alert-facts.reader.js';
import { AlertLook, AlertWatch } from '../../apps/preferences-api/src/alerts/alert-watch.js';
import { AlertWebhook, alertCallBody } from '../../apps/preferences-api/src/alerts/alert-webhook.js';
import { AlertMetrics } from '../../apps/preferences-api/src/alerts/alert.metrics.js';
import { AlertWriter } from '../../apps/preferences-api/src/alerts/alert.writer.js';
import { FactMetrics } from '../../apps/preferences-api/src/alerts/fact.metrics.js';
import { givenNotification } from '../builders/notifications.js';
import { type TestDatabase, createTestDatabase } from '../database.js';
import { eventually } from '../system/eventually.js';
import { RecordedExit } from '../system/recorded-exit.js';
import { RecordingPublisher } from '../system/recording-publisher.js';
import { HOUR, MINUTE, SECOND, TestClock } from '../system/test-clock.js';
import { WebhookReceiver } from './provider-sandbox/webhook-receiver.fixture.js';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const DAY = 24 * HOUR;
const WINDOW = ALERT_RULES.ProviderCallsFailing.windowMs;
const logger = createLogger('tests', 'silent');
const LAG_TOPIC = 'orders.order-events.v1';

describe('alerts', () => {
  let test: TestDatabase;
  let clock: TestClock;
  let ids: IdGenerator;
  let publisher: RecordingPublisher;
  let receiver: WebhookReceiver;
  /** What the broker says of the dispatcher. */
  let lag: number | null;
  let read: number;
  const exit = new RecordedExit();

  beforeAll(async () => {
    [test, receiver] = await Promise.all([createTestDatabase(), WebhookReceiver.start()]);
    test.doNotCheckFigures();
  }, 60_000);
  afterAll(async () => {
    await receiver.close();
    await test.drop();
    expect(exit.failures).toEqual([]);
  });
  beforeEach(() => {
    clock = new TestClock(new Date('2026-11-22T10:00:30Z'));
    ids = new IdGenerator(clock);
    publisher = new RecordingPublisher();
    lag = 0;
    read = 0;
  });
  afterEach(async () => {
    await test.database.query(
      `TRUNCATE alert, alert_call, outbox, delivery_figure, figure_summary, channel_state, operator_pause, dead_letter,
                delivery_queue, notification_log, webhook_inbox`,
    );
    receiver.forget();
  });

  /** A replica of the API, as far as it watches. */
  function replica(database: Database = test.database): AlertLook {
    const answer = () => ({ group: 'g', topic: LAG_TOPIC, lag, read: lag === null ? null : read });
    const lags = { read: () => Promise.resolve([answer()]) } as unknown as ConsumerLag;
    return new AlertLook(
      new AlertFactsReader(database, lags),
      new AlertWriter(database, ids, { url: receiver.url, secret: SECRET }),
      new OutboxPublisher(database, publisher, clock, exit, logger),
      clock,
    );
  }

  const caller = () =>
    new AlertCalls(
      test.database,
      new AlertWebhook({ url: receiver.url, secret: SECRET }),
      clock,
      new AlertMetrics(new Registry()),
      logger,
    );

  const active = async () => (await findActiveAlerts(test.database)).map(({ name, subject }) => `${name} ${subject}`);

  const given = (...figures: Figure[]) =>
    test.database.transaction((sql) => {
      addFigures(sql, figures, clock.now());
      return Promise.resolve();
    });

  function callsEndAs(outcome: AttemptOutcome, count: number, channel: Channel = 'email'): Promise<void> {
    return given({
      ...counted('attempt', { channel, type: 'order_shipped', label: outcome, detail: '1' }),
      amount: count,
    });
  }

  const letTheProviderFail = async () => {
    await callsEndAs('accepted', 15);
    await callsEndAs('retryable', 5);
  };

  const changes = () => publisher.valuesOn(TOPICS.alerts.name) as Alert[];
  const calls = () =>
    test.database.query<{ id: string; state: string; attempts: number; last_code: string | null }>(
      `SELECT id, state, attempts, last_code FROM alert_call ORDER BY id`,
    );

  describe('with several replicas', () => {
    it('AC-17 replicas that see the same cause at once raise one alert, and tell of it once', async () => {
      await letTheProviderFail();
      const replicas = Array.from({ length: 4 }, () => replica());
      await Promise.all(replicas.map((each) => each.look()));
      expect(await active()).toEqual(['ProviderCallsFailing email']);
      expect(changes()).toMatchObject([{ name: 'ProviderCallsFailing', state: 'raised', value: 0.25 }]);
      expect(await calls()).toHaveLength(1);

      clock.advance(WINDOW + 2 * MINUTE);
      await Promise.all(replicas.map((each) => each.look()));
      expect(await active()).toEqual([]);
      expect(changes().map(({ state }) => state)).toEqual(['raised', 'resolved']);
      expect(await calls()).toHaveLength(2);
    });

    it('AC-17 the unique index stands behind the lock: who raises without it raises nothing', async () => {
      const anAlert = () => ({ ...ALERT_EXAMPLE, id: ids.next() });
      expect(await raiseAlerts(test.database, [anAlert()], clock.now())).toHaveLength(1);
      expect(await raiseAlerts(test.database, [anAlert()], clock.now())).toEqual([]);
    });

    it('F5 one that changes alerts has the others wait for what it did', async () => {
      await letTheProviderFail();
      let looking: Promise<unknown> = Promise.resolve();
      await test.database.transaction(async (sql) => {
        await lockAlerts(sql);
        looking = replica().look();
        await delay(300);
        expect(await active()).toEqual([]);
      });
      await looking;
      expect(await active()).toEqual(['ProviderCallsFailing email']);
    });

    it('F5 a cause that returns within a minute is the same alert, after it another', async () => {
      const one = replica();
      await pause(test.database, 'sms', 'olga', null, clock.now());
      await one.look();
      await resume(test.database, 'sms', clock.now());
      clock.advance(50 * SECOND);
      await one.look();
      await pause(test.database, 'sms', 'olga', null, clock.now());
      await replica().look();
      expect(changes().map(({ state }) => state)).toEqual(['raised']);

      await resume(test.database, 'sms', clock.now());
      clock.advance(61 * SECOND);
      await one.look();
      await pause(test.database, 'sms', 'olga', null, clock.now());
      await one.look();
      expect(changes().map(({ state }) => state)).toEqual(['raised', 'resolved', 'raised']);
      expect(new Set(changes().map(({ id }) => id)).size).toBe(2);
    });
  });

  describe('facts', () => {
    const raised = async () => {
      await replica().look();
      return active();
    };

    it('AC-17 calls are counted in this minute and the one before, wherever their figures lie', async () => {
      await callsEndAs('retryable', 4);
      await test.database.query(
        `INSERT INTO figure_summary SELECT 'minute', $1, kind, channel, notification_type, language, label, detail, amount, departed
           FROM delivery_figure`,
        [new Date('2026-11-22T09:59:00Z')],
      );
      await callsEndAs('accepted', 12);
      expect(await raised()).toEqual(['ProviderCallsFailing email']);
      clock.advance(MINUTE);
      await callsEndAs('accepted', 8);
      clock.advance(2 * MINUTE);
      expect(await raised()).toEqual([]);
    });

    it('F5 a call that we lost with our own process is none of the provider', async () => {
      const lost = { channel: 'email', type: 'order_shipped', label: 'unconfirmed', detail: '1' } as const;
      const [ours] = ALERT_RULES.ProviderCallsFailing.notCountedCodes;
      await callsEndAs('accepted', 20);
      await given({ ...counted('attempt', lost), amount: 10 });
      await given({ ...counted('error', { channel: 'email', label: ours, detail: 'unconfirmed' }), amount: 10 });
      expect(await raised()).toEqual([]);
      await given({ ...counted('attempt', lost), amount: 5 });
      expect(await raised()).toEqual(['ProviderCallsFailing email']);
      const [alert] = await findActiveAlerts(test.database);
      expect(alert?.detail).toContain('5 of 25 calls');
    });

    it('F5 a refused recipient is no failure of the provider', async () => {
      await callsEndAs('permanent', 20);
      expect(await raised()).toEqual([]);
    });

    it('F5 halts and pauses are named', async () => {
      const until = new Date(clock.now().getTime() + 5 * SECOND);
      await haltChannel(test.database, 'email', { reason: 'sendgrid_401', since: clock.now(), until });
      await pause(test.database, 'order_shipped', 'olga', null, clock.now());
      expect(await raised()).toEqual(['ProviderHalted email', 'ChannelPaused order_shipped']);
    });

    const came = (label: NotificationStatus, channel: Channel, detail: Reason | '', amount: number, departed = 0) =>
      given({ kind: 'status', channel, type: 'order_shipped', language: 'en', label, detail, amount, departed });

    it('F5 what was given up on counts for a quarter of an hour, and though old ones are replayed', async () => {
      await came('failed', 'email', 'retries_exhausted', 19, 40);
      expect(await raised()).toEqual([]);
      await came('failed', 'sms', 'unconfirmed', 1);
      expect(await raised()).toEqual(['DeadLettersGrowing ']);
      clock.advance(16 * MINUTE);
      expect(await raised()).toEqual([]);
    });

    it('F5 what is given up on for the recipient’s sake is a dead letter, and no reason to wake somebody', async () => {
      await came('failed', 'email', 'bounced', 9);
      await came('failed', 'email', 'no_recipient', 9);
      await came('failed', 'sms', 'invalid_address', 9);
      await came('failed', 'sms', 'provider_rejected', 9);
      expect(await raised()).toEqual([]);
      await came('failed', 'email', 'provider_rejected', 20);
      expect(await raised()).toContain('DeadLettersGrowing ');
    });

    it('F5 a replay of old failures hides no new ones', async () => {
      await came('delivered', 'sms', '', 45);
      await came('failed', 'sms', 'bounced', 5, 500);
      expect(await raised()).toEqual(['DeliveriesFailing sms']);
    });

    it('F5 a row that nobody takes is waiting; one that had to wait may queue for longer', async () => {
      const due = (ago: number) => {
        const since = new Date(clock.now().getTime() - ago);
        return { createdAt: since, queue: { dueAt: since } };
      };
      await givenNotification(test.database, { channel: 'sms', ...due(45 * SECOND) });
      const { id } = await givenNotification(test.database, { channel: 'email', ...due(10 * MINUTE) });
      await test.database.query(`UPDATE delivery_queue SET waited = true WHERE id = $1`, [id]);
      const claimed = await givenNotification(test.database, { channel: 'in_app', ...due(5 * MINUTE) });
      await test.database.query(`UPDATE delivery_queue SET state = 'sending', lease_expires_at = $2 WHERE id = $1`, [
        claimed.id,
        new Date(clock.now().getTime() + MINUTE),
      ]);
      expect(await raised()).toEqual(['OldestWaiting sms']);
      clock.advance(5 * MINUTE);
      expect((await raised()).sort()).toEqual(['OldestReleased email', 'OldestWaiting in_app', 'OldestWaiting sms']);
    });

    it('F5 a provider that reports nothing of what it took half an hour ago is silent', async () => {
      await callsEndAs('accepted', 20);
      expect(await raised()).toEqual([]);
      clock.advance(10 * MINUTE);
      expect(await raised()).toEqual(['WebhookSilence email']);
      const report = { dedupeKey: 'report-1', event: 'delivered', isEvidence: false };
      await insertWebhooks(test.database, 'sendgrid', [report], clock.now());
      clock.advance(2 * MINUTE);
      expect(await raised()).toEqual([]);
    });

    it('F5 faults of our account and of templates are raised with the first of them', async () => {
      const failed = { channel: 'sms', type: 'refund_completed', language: 'en', label: 'failed' } as const;
      await given(
        counted('error', { channel: 'sms', label: 'twilio_30007', detail: 'permanent' }),
        counted('error', { channel: 'sms', label: 'twilio_30005', detail: 'permanent' }),
        { kind: 'status', ...failed, detail: 'template_error', amount: 1, departed: 0 },
      );
      expect((await raised()).sort()).toEqual(['ProviderAccountFault sms', 'TemplateErrors refund_completed']);
      const [fault] = await findActiveAlerts(test.database);
      expect((await findActiveAlerts(test.database)).map(({ detail }) => detail).join(' ')).not.toContain('30005');
      expect(fault?.threshold).toBe(1);
    });

    it('AC-17 N1 burns while rows of the queue are late, though nothing was ever accepted', async () => {
      const [long] = ALERT_RULES.N1BurningFast.windowsMs;
      expect(long).toBe(HOUR);
      const late = new Date(clock.now().getTime() - 2 * MINUTE);
      for (let i = 0; i < 20; i++) {
        await givenNotification(test.database, { channel: 'sms', createdAt: late, queue: { dueAt: late } });
      }
      expect(await raised()).toEqual(expect.arrayContaining(['N1BurningFast sms', 'N1BurningSlow sms']));
    });
  });

  describe('a broker or database that is away', () => {
    it('F5 a lag that cannot be read neither raises nor resolves', async () => {
      const one = replica();
      lag = 12_000;
      await one.look();
      clock.advance(30 * SECOND);
      await one.look();
      expect(await active()).toEqual([`ConsumerLag ${LAG_TOPIC}`]);
      lag = null;
      for (let look = 0; look < 4; look++) {
        clock.advance(5 * MINUTE);
        await one.look();
      }
      expect(await active()).toEqual([`ConsumerLag ${LAG_TOPIC}`]);
      lag = 0;
      clock.advance(61 * SECOND);
      await one.look();
      expect(await active()).toEqual([]);
    });

    it('AC-17 a group that reads nothing is told within a minute, however little there is', async () => {
      const one = replica();
      for (let look = 0; look < 6; look++) {
        lag = 1;
        await one.look();
        clock.advance(10 * SECOND);
      }
      expect(await active()).toEqual([`ConsumerStalled ${LAG_TOPIC}`]);
    });

    it('AC-17 a group that reads is not told of, though it never comes to the end', async () => {
      const one = replica();
      for (const behind of [40, 60, 80, 90, 120, 300, 500]) {
        [lag, read] = [behind, read + 100];
        await one.look();
        clock.advance(10 * SECOND);
      }
      expect(await active()).toEqual([]);
    });

    it('N9 the watch outlives an outage of the database, which resolves nothing', async () => {
      await letTheProviderFail();
      await replica().look();
      const flaky = new FlakyDatabase(test.database.dataSource, logger, clock);
      const metrics = new Registry();
      const watch = new AlertWatch(replica(flaky), new AlertMetrics(metrics), new FactMetrics(metrics), exit, logger);
      flaky.away = true;
      clock.advance(HOUR);
      watch.onApplicationBootstrap();
      const looks = async (outcome: string) =>
        expect(await metrics.metrics()).toContain(`notification_alert_looks_total{outcome="${outcome}"} 1`);
      await eventually(() => looks('waits'));
      expect(await active()).toEqual(['ProviderCallsFailing email']);
      flaky.away = false;
      await eventually(() => looks('done'));
      await watch.beforeApplicationShutdown();
      expect(await active()).toEqual([]);
      expect(exit.failures).toEqual([]);
    }, 30_000);

    it('N9 a broker that is away keeps no alert from being raised: the outbox has it', async () => {
      publisher.reachable = false;
      await letTheProviderFail();
      await replica().look();
      expect(await active()).toEqual(['ProviderCallsFailing email']);
      expect(changes()).toEqual([]);
      expect(await test.database.query(`SELECT 1 FROM outbox`)).toHaveLength(1);
    });
  });

  describe('calls to the webhook', () => {
    const aCall = async (alertId = ids.next()) => {
      const call = { id: ids.next(), alertId, body: alertCallBody(ALERT_EXAMPLE) };
      await insertAlertCalls(test.database, [call], clock.now());
      return call;
    };
    /** As a receiver sees them, each signature checked at the time at which it was made. */
    const told = () => receiver.requests.map(({ headers }) => headers['webhook-id']);

    it('AC-17 are made again until they are taken, under the same id, each time signed anew', async () => {
      clock = new TestClock();
      const { id, body } = await aCall();
      receiver.answers.push({ status: 503 }, { status: 302 });
      expect(await caller().makeDue()).toBe(1);
      expect(await caller().makeDue()).toBe(0);
      clock.advance(ALERT_CALL_DELAYS_MS[0] - SECOND);
      expect(await caller().makeDue()).toBe(0);
      clock.advance(SECOND);
      expect(await caller().makeDue()).toBe(1);
      clock.advance(ALERT_CALL_DELAYS_MS[1]);
      expect(await caller().makeDue()).toBe(1);
      clock.advance(DAY);
      expect(await caller().makeDue()).toBe(0);

      expect(told()).toEqual([id, id, id]);
      for (const request of receiver.requests) {
        expect(new Webhook(SECRET).verify(request.body, request.headers as Record<string, string>)).toEqual(
          JSON.parse(body),
        );
      }
      const stamps = receiver.requests.map(({ headers }) => Number(headers['webhook-timestamp']));
      expect((stamps[2] ?? 0) - (stamps[0] ?? 0)).toBeGreaterThanOrEqual(35);
      expect(await calls()).toEqual([{ id, state: 'delivered', attempts: 3, last_code: 'http_204' }]);
    });

    it('F5 end after the last delay, and at once when the receiver is gone', async () => {
      const { id } = await aCall();
      receiver.answers.push(...Array.from({ length: 20 }, () => ({ status: 500 })));
      for (const wait of [...ALERT_CALL_DELAYS_MS, DAY]) {
        await caller().makeDue();
        clock.advance(wait);
      }
      expect(await caller().makeDue()).toBe(0);
      expect(await calls()).toEqual([
        { id, state: 'given_up', attempts: ALERT_CALL_DELAYS_MS.length + 1, last_code: 'http_500' },
      ]);

      receiver.forget();
      receiver.answers.push({ status: 410 });
      await aCall();
      await caller().makeDue();
      expect((await calls())[1]).toMatchObject({ state: 'given_up', attempts: 1, last_code: 'http_410' });
    });

    it('F5 of more than a day ago, which nobody could make, end untold', async () => {
      const { id: stale } = await aCall();
      clock.advance(MINUTE);
      const { id } = await aCall();
      clock.advance(DAY - 30 * SECOND);
      while ((await caller().makeDue()) > 0);
      expect(told()).toEqual([id]);
      expect(await calls()).toEqual([
        { id: stale, state: 'given_up', attempts: 1, last_code: 'too_old' },
        { id, state: 'delivered', attempts: 1, last_code: 'http_204' },
      ]);
    });

    it('N9 are made once, however many replicas make them', async () => {
      for (let i = 0; i < 30; i++) await aCall();
      const made = await Promise.all(Array.from({ length: 4 }, () => caller().makeDue()));
      while ((await caller().makeDue()) > 0);
      expect(made.filter((count) => count > 0).length).toBeGreaterThan(1);
      expect(new Set(told()).size).toBe(30);
      expect(told()).toHaveLength(30);
    });

    it('N9 of a replica that dies are made by another, once its lease is over; what it still says does not count', async () => {
      const { id } = await aCall();
      const lease = new Date(clock.now().getTime() + MINUTE);
      const [dying] = await claimAlertCalls(test.database, 10, clock.now(), lease);
      expect(await caller().makeDue()).toBe(0);
      clock.advance(MINUTE);
      receiver.answers.push({ status: 500 });
      expect(await caller().makeDue()).toBe(1);
      if (dying === undefined) throw new Error('nothing was claimed');
      await endAlertCall(test.database, dying, 'delivered', 'http_204', clock.now());
      expect(await calls()).toEqual([{ id, state: 'waiting', attempts: 2, last_code: 'http_500' }]);
    });

    it('F5 about one alert are made one after another: it is not heard to end before it began', async () => {
      const alertId = ids.next();
      const raisedCall = await aCall(alertId);
      clock.advance(10);
      const resolvedCall = await aCall(alertId);
      receiver.answers.push({ status: 500 });
      expect(await caller().makeDue()).toBe(1);
      expect(await caller().makeDue()).toBe(0);
      clock.advance(ALERT_CALL_DELAYS_MS[0]);
      await caller().makeDue();
      await caller().makeDue();
      expect(told()).toEqual([raisedCall.id, raisedCall.id, resolvedCall.id]);
    });
  });

  describe('kept', () => {
    /** One for each name, a second apart, the first the oldest. */
    async function raisedInTurn(...names: AlertName[]): Promise<string[]> {
      const raised: string[] = [];
      for (const name of names) {
        const id = ids.next();
        raised.push(id);
        await raiseAlerts(test.database, [{ ...ALERT_EXAMPLE, id, name }], clock.now());
        clock.advance(SECOND);
      }
      return raised;
    }

    it('F5 are listed page by page, active ones first, then the latest', async () => {
      const [a = '', b = '', c = '', d = ''] = await raisedInTurn(
        'N1BurningFast',
        'N2BurningFast',
        'ConsumerLag',
        'ChannelPaused',
      );
      await resolveAlerts(test.database, [b, d], clock.now());
      const pages: string[] = [];
      let before: Parameters<typeof listAlerts>[2];
      for (;;) {
        const [alert] = await listAlerts(test.database, undefined, before, 1);
        if (alert === undefined) break;
        pages.push(alert.id);
        before = { active: alert.state === 'raised', raisedAt: new Date(alert.raisedAt), id: alert.id };
      }
      expect(pages).toEqual([c, a, d, b]);
      const idsOf = async (state: Alert['state']) =>
        (await listAlerts(test.database, state, undefined, 10)).map(({ id }) => id);
      expect(await idsOf('raised')).toEqual([c, a]);
      expect(await idsOf('resolved')).toEqual([d, b]);
    });

    it('N8 for ninety days after they end; what is active stays', async () => {
      const [old = '', current = ''] = await raisedInTurn('N1BurningFast', 'N2BurningFast');
      await resolveAlerts(test.database, [old], clock.now());
      clock.advance(91 * DAY);
      const before = new Date(clock.now().getTime() - 90 * DAY);
      expect(await deleteOlder(test.database, 'alert', before)).toBe(1);
      expect((await findActiveAlerts(test.database)).map(({ id }) => id)).toEqual([current]);
    });
  });
});

/** Out of reach as long as it is told to be. */
class FlakyDatabase extends Database {
  away = false;

  override query<T>(sql: string, parameters?: readonly unknown[]): Promise<T[]> {
    return this.away ? this.lost() : super.query<T>(sql, parameters);
  }

  override transaction<T>(work: (sql: Transaction) => Promise<T>): Promise<T> {
    return this.away ? this.lost() : super.transaction(work);
  }

  private lost(): Promise<never> {
    return Promise.reject(new DatabaseUnavailableError(new Error('away on purpose')));
  }
}
