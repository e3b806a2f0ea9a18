import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_PREFERENCES, type OrderEvent, type Preferences } from '#contracts';
import {
  type AttemptReport,
  type Claim,
  type Settlement,
  addFigures,
  applyReports,
  claimFresh,
  countOverdue,
  countWaiting,
  deleteOldFigures,
  liftSuppressions,
  lockSuppressions,
  markDelivered,
  moveFigures,
  retryFailed,
  settle,
  suppressAddresses,
} from '#database';
import type { EvidenceKind, Figure, FigureResolution } from '#notifications';
import { createLogger } from '#runtime';
import { FigureUpkeep } from '../../apps/dispatcher/src/figure-upkeep.js';
import { anOrderEvent } from '../builders/order-events.js';
import { AnswerLosingDatabase } from '../system/answer-losing-database.js';
import { findFigureFaults } from '../system/figure-faults.js';
import { Pipeline, type Worker } from '../system/pipeline.js';
import { ScriptedSender } from '../system/scripted-sender.js';
import { HOUR, MINUTE, SECOND } from '../system/test-clock.js';

const DAY = 24 * HOUR;

describe('figures', () => {
  let pipeline: Pipeline;
  let sender: ScriptedSender;
  let worker: Worker;
  beforeAll(async () => {
    pipeline = await Pipeline.start();
  }, 30_000);
  afterAll(() => pipeline.stop());
  beforeEach(async () => {
    await pipeline.database.query(
      `TRUNCATE delivery_queue, notification_log, inbox_counter, notification_attempt, suppression, suppression_event, order_event, preference_change,
                recipient, delivery_figure, figure_summary`,
    );
    sender = new ScriptedSender('email');
    worker = pipeline.worker(sender);
  });

  const now = () => pipeline.clock.now();
  const anEvent = (): OrderEvent => anOrderEvent('order_confirmed', { time: now() });
  const faults = () => findFigureFaults(pipeline.database, pipeline.clock.now());

  /** By label and detail: amount, and what departed where anything did. */
  async function figures(kind: string, channel = 'email'): Promise<Record<string, string>> {
    const rows = await pipeline.database.query<{ name: string; sums: string }>(
      `SELECT concat_ws('/', label, nullif(detail, '')) AS name,
              concat_ws('-', sum(amount), nullif(sum(departed), 0)) AS sums
         FROM delivery_figure WHERE kind = $1 AND channel = $2 GROUP BY 1`,
      [kind, channel],
    );
    return Object.fromEntries(rows.map(({ name, sums }) => [name, sums]));
  }

  async function claim(id: string, channel: 'email' | 'sms' | 'in_app' = 'email'): Promise<Claim> {
    const [claimed] = await claimFresh(pipeline.database, channel, [id], new Date(now().getTime() + MINUTE));
    if (claimed === undefined) throw new Error('the row cannot be claimed');
    return claimed;
  }

  const accepted = ({ id, claimNo }: Claim, segments?: number): Settlement => ({
    ...{ id, claimNo, outcome: { kind: 'settled', status: 'sent', reason: null } },
    attempt: {
      number: 1,
      at: now(),
      durationMs: 5,
      outcome: 'accepted',
      code: null,
      providerMessageId: 'm1',
      segments,
    },
  });

  const apply = (...batch: Settlement[]) => pipeline.database.transaction((sql) => settle(sql, batch, now()));

  function report(id: string, kind: EvidenceKind, code: string | null = null, channel: 'email' | 'sms' = 'email') {
    const said: AttemptReport = {
      ...{ notificationId: id, evidence: { attempt: 1, kind }, at: now(), code, providerMessageId: null },
    };
    return pipeline.database.transaction((sql) => applyReports(sql, channel, [said], { delays: [MINUTE], now: now() }));
  }

  describe('where a notification stands', () => {
    it('F5 are those of its row, from dispatch to a bounce and a retry by hand', async () => {
      const { email } = await pipeline.dispatch(anEvent());
      expect(await figures('status')).toEqual({ pending: '1' });
      expect(await figures('status', 'sms')).toEqual({ 'suppressed/channel_off': '1' });

      await pipeline.deliverFresh(worker, [email.id]);
      await report(email.id, 'delivered');
      await report(email.id, 'bounced', 'bounced');
      const bounced = { pending: '1-1', sent: '1-1', delivered: '1-1', 'failed/bounced': '1' };
      expect(await figures('status')).toEqual(bounced);

      await pipeline.database.transaction((sql) => retryFailed(sql, [email.id], now()));
      expect(await figures('status')).toEqual({ ...bounced, pending: '2-1', 'failed/bounced': '1-1' });
      expect(await faults()).toEqual([]);
    });

    it('F5 count its event once, however many notifications it has and however often it arrives', async () => {
      const event = anEvent();
      await pipeline.dispatch(event);
      await pipeline.dispatch(event);
      const rows = await pipeline.database.query(
        `SELECT notification_type AS type, amount::int FROM delivery_figure WHERE kind = 'event'`,
      );
      expect(rows).toEqual([{ type: 'order_confirmed', amount: 1 }]);
      expect(await faults()).toEqual([]);
    });

    it('F5 move with its language, when it is written in another than was known', async () => {
      const event = anEvent();
      const { email } = await pipeline.dispatch(event);
      const french = { ...DEFAULT_PREFERENCES, language: 'fr' as const };
      await pipeline.preferences().change(event.data.userId, 'preferences_api', () => french);
      await pipeline.deliverFresh(worker, [email.id]);
      const rows = await pipeline.database.query(
        `SELECT language, label, sum(amount)::int AS amount, sum(departed)::int AS departed FROM delivery_figure
          WHERE kind = 'status' AND channel = 'email' GROUP BY 1, 2 ORDER BY 1`,
      );
      expect(rows).toEqual([
        { language: 'en', label: 'pending', amount: 1, departed: 1 },
        { language: 'fr', label: 'sent', amount: 1, departed: 0 },
      ]);
      expect(await faults()).toEqual([]);
    });

    it('F5 are those of an erased customer, too', async () => {
      const event = anEvent();
      await pipeline.dispatch(event);
      await pipeline.deleteCustomer(event.data.userId);
      expect(await figures('status')).toEqual({ pending: '1-1', 'suppressed/erased': '1' });
      expect(await faults()).toEqual([]);
    });

    it('F5 are written with the change, or not at all', async () => {
      const refused = pipeline.database.transaction(async (sql) => {
        addFigures(sql, [{ ...aFigure, label: 'never' }], now());
        await Promise.reject(new Error('refused'));
      });
      await expect(refused).rejects.toThrow('refused');
      expect(await figures('error')).toEqual({});
    });
  });

  describe('of provider calls', () => {
    it('F4 count each once, by its number within the budget and its code', async () => {
      sender.next({ outcome: 'retryable', code: 'refused' });
      const { email } = await pipeline.dispatch(anEvent());
      await pipeline.deliverFresh(worker, [email.id]);
      pipeline.clock.advance(2 * MINUTE);
      await pipeline.deliverDue(worker);
      expect(await figures('attempt')).toEqual({ 'retryable/1': '1', 'accepted/2': '1' });
      expect(await figures('error')).toEqual({ 'refused/retryable': '1' });

      expect(await faults()).toEqual([]);
    });

    it('F4 begin anew with a budget', async () => {
      sender.next({ outcome: 'permanent', code: 'no_such_thing' }, { outcome: 'retryable', code: 'refused' });
      const { email } = await pipeline.dispatch(anEvent());
      await pipeline.deliverFresh(worker, [email.id]);
      await pipeline.database.transaction((sql) => retryFailed(sql, [email.id], now()));
      await pipeline.deliverDue(worker);
      expect(await figures('attempt')).toEqual({ 'permanent/1': '1', 'retryable/1': '1' });
    });

    it('N9 count once when the answer to a commit is lost and the settlement is written again', async () => {
      const database = await AnswerLosingDatabase.over(pipeline.database);
      const { email } = await pipeline.dispatch(anEvent());
      await pipeline.deliverFresh(pipeline.worker(sender, { database, watchDatabase: pipeline.database }), [email.id]);
      expect(database.lost).toBe(1);
      expect(await figures('attempt')).toEqual({ 'accepted/1': '1' });
      expect(await faults()).toEqual([]);
    });

    it('AC-15 count once when a report comes before the answer, segments included', async () => {
      const event = anEvent();
      await pipeline.preferences().change(event.data.userId, 'preferences_api', () => TEXTS_AT_ANY_TIME);
      const { sms } = await pipeline.dispatch(event);
      const claimed = await claim(sms.id, 'sms');
      await report(sms.id, 'delivered', null, 'sms');
      await apply(accepted(claimed, 3));
      await apply(accepted(claimed, 3));
      expect(await figures('attempt', 'sms')).toEqual({ 'accepted/1': '1' });
      expect(await figures('segments', 'sms')).toEqual({ '': '3' });
      expect(await faults()).toEqual([]);
    });

    it('AC-15 count one of unknown outcome once, whatever became of it; its failure later is an error', async () => {
      sender.next({ outcome: 'unconfirmed', code: 'answer_timeout' });
      const { email } = await pipeline.dispatch(anEvent());
      await pipeline.deliverFresh(worker, [email.id]);
      await report(email.id, 'bounced', 'mailbox_gone');
      await report(email.id, 'bounced', 'mailbox_gone');
      expect(await figures('attempt')).toEqual({ 'unconfirmed/1': '1' });
      expect(await figures('error')).toEqual({ 'answer_timeout/unconfirmed': '1', 'mailbox_gone/permanent': '1' });
      expect(await faults()).toEqual([]);
    });
  });

  describe('of latency', () => {
    it('N1 say how long the first acceptance and the first delivery took, once each', async () => {
      const { email } = await pipeline.dispatch(anEvent());
      pipeline.clock.advance(8 * SECOND);
      await pipeline.deliverDue(worker);
      pipeline.clock.advance(20 * SECOND);
      await report(email.id, 'delivered');
      expect(await figures('acceptance')).toEqual({ '10/prompt': '1' });
      expect(await figures('delivery')).toEqual({ '30/prompt': '1' });

      await report(email.id, 'bounced', 'bounced');
      await pipeline.database.transaction((sql) => retryFailed(sql, [email.id], now()));
      await pipeline.deliverDue(worker);
      expect(await figures('acceptance')).toEqual({ '10/prompt': '1' });
      expect(await faults()).toEqual([]);
    });

    it('N1 tell apart what had to wait: a retry by hand and an operator’s pause, and no provider that fails', async () => {
      sender.next({ outcome: 'permanent', code: 'no_such_thing' });
      const { email } = await pipeline.dispatch(anEvent());
      await pipeline.deliverFresh(worker, [email.id]);
      await pipeline.database.transaction((sql) => retryFailed(sql, [email.id], now()));
      await pipeline.deliverDue(worker);
      expect(Object.keys(await figures('acceptance')).sort()).toEqual([
        expect.stringMatching(/^[0-9.]+\/waited$/),
        'never/prompt',
      ]);
    });

    it.each([
      { by: 'an operator', waited: true, hold: () => pause('email'), stands: { paused: 1, due: 0, overdue: 0 } },
      { by: 'a failing provider', waited: false, hold: () => halt(), stands: { paused: 0, due: 1, overdue: 1 } },
    ])('N1 of what was held by $by', async ({ hold, waited, stands }) => {
      const { email } = await pipeline.dispatch(anEvent());
      await hold();
      pipeline.clock.advance(2 * MINUTE);
      await pipeline.deliverDue(worker);
      const [row] = await pipeline.database.query(`SELECT waited FROM delivery_queue WHERE id = $1`, [email.id]);
      const held = await standing();
      await pipeline.database.query(`TRUNCATE operator_pause, channel_state`);
      const free = await standing();
      expect(row).toEqual({ waited });
      expect(held).toMatchObject({ ...stands, oldestDueSeconds: waited ? null : expect.closeTo(115, 0) });
      // Nobody tells the row that it is free.
      expect(free).toMatchObject({ paused: 0, due: 1, overdue: stands.overdue });
    });

    it('N1 count what is given up on before any provider took it as never, once', async () => {
      sender.next({ outcome: 'permanent', code: 'no_such_thing' }, { outcome: 'permanent', code: 'no_such_thing' });
      const { email } = await pipeline.dispatch(anEvent());
      await pipeline.deliverFresh(worker, [email.id]);
      expect(await figures('acceptance')).toEqual({ 'never/prompt': '1' });

      await pipeline.database.transaction((sql) => retryFailed(sql, [email.id], now()));
      await pipeline.deliverDue(worker);
      expect(await figures('acceptance')).toEqual({ 'never/prompt': '1', 'never/waited': '1' });
      expect(await faults()).toEqual([]);
    });

    it.each([
      { end: 'is refused', kind: 'rejected', expected: { 'never/prompt': '1' } },
      { end: 'bounces', kind: 'bounced', expected: {} },
    ] as const)('N1 of an email of unknown outcome that $end', async ({ kind, expected }) => {
      sender.next({ outcome: 'unconfirmed', code: 'answer_timeout' });
      const { email } = await pipeline.dispatch(anEvent());
      await pipeline.deliverFresh(worker, [email.id]);
      await report(email.id, kind, 'some_code');
      expect(await figures('acceptance')).toEqual(expected);
      expect(await faults()).toEqual([]);
    });

    it('N1 do not count what was taken and refused later as never taken', async () => {
      const { email } = await pipeline.dispatch(anEvent());
      await pipeline.deliverFresh(worker, [email.id]);
      await report(email.id, 'rejected', 'some_code');
      expect(Object.keys(await figures('acceptance'))).toEqual([expect.stringMatching(/^[0-9.]+\/prompt$/)]);
      expect(await figures('status')).toMatchObject({ 'failed/provider_rejected': '1' });
    });

    it('N1 do not hold a text to a dead number against anybody', async () => {
      const event = anEvent();
      await pipeline.preferences().change(event.data.userId, 'preferences_api', () => TEXTS_AT_ANY_TIME);
      const { sms } = await pipeline.dispatch(event);
      const { id, claimNo } = await claim(sms.id, 'sms');
      const outcome = { kind: 'settled', status: 'failed', reason: 'provider_rejected' } as const;
      await apply({ id, claimNo, attempt: null, outcome });
      expect(await figures('status', 'sms')).toMatchObject({ 'failed/provider_rejected': '1' });
      expect(await figures('acceptance', 'sms')).toEqual({});
    });

    it('N1 say that a row is overdue by the time of its event, and not once it was accepted', async () => {
      const overdue = async () => (await countOverdue(pipeline.database, now())).email;
      const event = anOrderEvent('order_confirmed', { time: new Date(now().getTime() - 50 * SECOND) });
      const { email } = await pipeline.dispatch(event);
      expect(await overdue()).toBe(0);
      pipeline.clock.advance(15 * SECOND);
      expect(await overdue()).toBe(1);

      await pipeline.deliverDue(worker);
      await report(email.id, 'undelivered', 'some_code');
      pipeline.clock.advance(5 * MINUTE);
      expect((await pipeline.row(email.id)).status).toBe('pending');
      expect(await overdue()).toBe(0);
    });

    async function standing() {
      const waiting = (await countWaiting(pipeline.database, now())).find(({ channel }) => channel === 'email');
      return { ...waiting, overdue: (await countOverdue(pipeline.database, now())).email };
    }

    it('F8 count a message as delivered once, and not before it has arrived', async () => {
      const { in_app: inApp } = await pipeline.dispatch(anEvent());
      const confirm = () => pipeline.database.transaction((sql) => markDelivered(sql, [inApp.id], now()));
      expect(await confirm()).toEqual([]);
      expect(await figures('status', 'in_app')).toEqual({ pending: '1' });
      await pipeline.deliverFresh(pipeline.worker(new ScriptedSender('in_app')), [inApp.id]);
      expect(await confirm()).toHaveLength(1);
      expect(await confirm()).toEqual([]);
      expect(Object.values(await figures('acceptance', 'in_app'))).toEqual(['1']);
      expect(Object.values(await figures('delivery', 'in_app'))).toEqual(['1']);
      expect(await figures('status', 'in_app')).toEqual({ pending: '1-1', sent: '1-1', delivered: '1' });
      expect(await faults()).toEqual([]);
    });

    async function pause(scope: string) {
      await pipeline.database.query(`INSERT INTO operator_pause (scope, actor, since) VALUES ($1, 'o', $2)`, [
        scope,
        now(),
      ]);
    }

    async function halt() {
      await pipeline.database.query(
        `INSERT INTO channel_state (channel, halted_until, halt_reason, halted_since, updated_at)
         VALUES ('email', $1, 'provider_failing', $1, $1)`,
        [new Date(now().getTime() + HOUR)],
      );
    }
  });

  it('F5 count what customers choose, and no zone or time of theirs', async () => {
    const change = (preferences: Partial<Preferences>) =>
      pipeline.preferences().change('chooser', 'preferences_api', () => ({ ...DEFAULT_PREFERENCES, ...preferences }));
    await change({ channels: { email: true, sms: true, in_app: true } });
    await change({
      timeZone: 'Europe/Madrid',
      language: 'es',
      types: { delivered: { enabled: true, channels: ['sms'] } },
    });
    expect(await figures('preference', 'sms')).toEqual({ 'channels.sms/on': '1', 'channels.sms/off': '1' });
    expect(await figures('preference', 'email')).toEqual({ 'types.delivered.email/off': '1' });
    expect(await figures('preference', '')).toEqual({ 'timeZone/set': '1', 'language/es': '1' });
  });

  it('N8 count what comes onto the suppression list and leaves it, once each', async () => {
    const addressHash = Buffer.alloc(32, 7);
    const origin = { reason: 'stop', source: 's', actor: 'a', channel: 'sms', addressHash } as const;
    const suppress = () =>
      pipeline.database.transaction((sql) => suppressAddresses(sql, [{ id: pipeline.ids.next(), ...origin }], now()));
    await suppress();
    await suppress();
    await pipeline.database.transaction(async (sql) => {
      const rows = await lockSuppressions(sql, 'sms', [addressHash]);
      await liftSuppressions(sql, rows, [pipeline.ids.next()], origin, now());
    });
    expect(await figures('suppression', 'sms')).toEqual({ 'stop/added': '1', 'stop/lifted': '1' });
    expect(await faults()).toEqual([]);
  });

  it('N9 of transactions that count the same in another order wait for each other, never in a circle', async () => {
    const labels = Array.from({ length: 50 }, (_, i) => `code-${i}`);
    const counting = (some: readonly string[]) =>
      pipeline.database.transaction((sql) => {
        for (const label of some) addFigures(sql, [{ ...aFigure, label }], now());
        return Promise.resolve();
      });
    await Promise.all(Array.from({ length: 20 }, (_, i) => counting(i % 2 === 0 ? labels : labels.toReversed())));
    expect(new Set(Object.values(await figures('error')))).toEqual(new Set(['20']));
  });

  describe('that are wrong', () => {
    beforeEach(async () => {
      sender.next({ outcome: 'retryable', code: 'refused' });
      const event = anEvent();
      const { email } = await pipeline.dispatch(event);
      await pipeline.deliverFresh(worker, [email.id]);
      pipeline.clock.advance(2 * MINUTE);
      await pipeline.deliverDue(worker);
      await pipeline.preferences().change(event.data.userId, 'preferences_api', () => TEXTS_AT_ANY_TIME);
      expect(await faults()).toEqual([]);
    });
    afterEach(() =>
      pipeline.database.query(
        `TRUNCATE delivery_figure, notification_log, inbox_counter, notification_attempt, preference_change`,
      ),
    );

    it.each([
      ['an acceptance', `kind = 'acceptance'`, `label = '120'`],
      ['an acceptance of one that waited', `kind = 'acceptance'`, `detail = 'waited'`],
      ['the number of a call', `kind = 'attempt' AND detail = '2'`, `detail = '1'`],
      ['the outcome of a call', `kind = 'attempt' AND label = 'retryable'`, `label = 'permanent'`],
      ['the code of an error', `kind = 'error'`, `label = 'taken'`],
      ['errors counted twice', `kind = 'error'`, `amount = 2`],
      ['a choice', `kind = 'preference' AND channel = 'sms'`, `detail = 'off'`],
    ])('F5 are found among the rows they count: %s', async (_, which, change) => {
      await pipeline.database.query(`UPDATE delivery_figure SET ${change} WHERE ${which}`);
      expect(await faults()).not.toEqual([]);
    });
  });

  describe('of minutes that are over', () => {
    const upkeep = () =>
      new FigureUpkeep(pipeline.database, pipeline.clock, pipeline.exit, createLogger('tests', 'silent'));

    const total = async (resolution: FigureResolution) => {
      const [row] = await pipeline.database.query<{ total: number }>(
        `SELECT coalesce(sum(amount), 0)::int AS total
           FROM (SELECT amount FROM delivery_figure WHERE kind = 'error'
                 UNION ALL
                 SELECT amount FROM figure_summary WHERE kind = 'error' AND resolution = $1) AS f`,
        [resolution],
      );
      return row?.total;
    };

    it('F5 are added up, and agree with the rows at each resolution; those of this minute stay', async () => {
      const { email } = await pipeline.dispatch(anEvent());
      await pipeline.deliverFresh(worker, [email.id]);
      pipeline.clock.advance(2 * MINUTE);
      await report(email.id, 'delivered');
      await upkeep().keepUp();
      expect(await figures('status')).toEqual({ delivered: '1', sent: '0-1' });
      expect(await faults()).toEqual([]);
      pipeline.clock.advance(2 * MINUTE);
      await upkeep().keepUp();
      expect(await pipeline.database.query(`SELECT 1 FROM delivery_figure`)).toEqual([]);
      expect(await faults()).toEqual([]);
    });

    it('N9 are counted once at any moment, while replicas move them and others still write', async () => {
      const past = new Date(now().getTime() - 10 * MINUTE);
      let written = 0;
      const write = async () => {
        await pipeline.database.transaction((sql) => {
          addFigures(sql, [{ ...aFigure, label: `code-${written % 5}` }], past);
          return Promise.resolve();
        });
        written += 1;
      };
      const seen: (number | undefined)[] = [];
      const watch = async () => {
        while (written < 200) seen.push(await total('hour'));
      };
      const writing = async () => {
        while (written < 200) await write();
      };
      const moving = async () => {
        while (written < 200) await moveFigures(pipeline.database, now(), 3);
      };
      await Promise.all([writing(), moving(), moving(), watch()]);
      expect(seen.length).toBeGreaterThan(10);
      expect(seen).toEqual(seen.toSorted((a = 0, b = 0) => a - b));
      await upkeep().keepUp();
      const totals = await Promise.all((['minute', 'quarter_hour', 'hour', 'day'] as const).map(total));
      expect(totals).toEqual([written, written, written, written]);
    });

    it('F5 go by their age, each resolution by its own', async () => {
      for (const days of [1, 3, 20, 200, 900]) {
        await pipeline.database.transaction((sql) => {
          addFigures(sql, [aFigure], new Date(now().getTime() - days * DAY));
          return Promise.resolve();
        });
      }
      await upkeep().keepUp();
      for (const resolution of ['minute', 'quarter_hour', 'hour', 'day'] as const)
        await deleteOldFigures(pipeline.database, resolution, now());
      const left = await Promise.all((['minute', 'quarter_hour', 'hour', 'day'] as const).map(total));
      expect(left).toEqual([1, 2, 3, 4]);
      await pipeline.database.query(`TRUNCATE figure_summary`);
    });
  });
});

const aFigure: Figure = {
  ...{ kind: 'error', channel: 'email', type: '', language: '', label: 'refused', detail: 'retryable' },
  ...{ amount: 1, departed: 0 },
};

const TEXTS_AT_ANY_TIME = {
  ...DEFAULT_PREFERENCES,
  channels: { email: true, sms: true, in_app: true },
  quietHours: { ...DEFAULT_PREFERENCES.quietHours, enabled: false },
};
