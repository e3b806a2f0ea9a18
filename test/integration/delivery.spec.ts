import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_PREFERENCES, type OrderData, type OrderEvent, type Preferences, TOPICS } from '#contracts';
import { START_WINDOW_MS, claimDue, claimFresh } from '#database';
import { NotStartedError, type SendResult } from '#delivery';
import { TemplateError } from '#templates';
import { AssignmentLoader } from '../../libs/delivery/src/assignment.loader.js';
import { anOrderEvent } from '../builders/order-events.js';
import { CountingDatabase } from '../system/counting-database.js';
import { eventually } from '../system/eventually.js';
import { Pipeline } from '../system/pipeline.js';
import { ScriptedSender } from '../system/scripted-sender.js';
import { HOUR, MINUTE, SECOND } from '../system/test-clock.js';
import { setTimeout as delay } from 'node:timers/promises';

const RETRYABLE: SendResult = { outcome: 'retryable', code: 'refused' };
/** The longest a retry may be late: "at most 10 % + 2 s". */
const afterRetryDelay = (delay: number) => delay * 1.1 + 2 * SECOND;

describe('delivery', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await Pipeline.start();
  }, 30_000);
  afterAll(() => pipeline.stop());
  beforeEach(() => empty(pipeline));

  const anEvent = (data: Parameters<typeof eventAt>[1] = {}) => eventAt(pipeline, data);
  const anEmail = async () => (await pipeline.dispatch(anEvent())).email;

  async function emails(count: number): Promise<string[]> {
    await pipeline.dispatcher().dispatch(Array.from({ length: count }, () => anEvent()));
    return (await pipeline.rows()).filter(({ channel }) => channel === 'email').map(({ id }) => id);
  }

  const lease = () => new Date(pipeline.clock.now().getTime() + MINUTE);

  const change = (userId: string, wanted: Partial<Preferences>) =>
    pipeline.preferences().change(userId, 'preferences_api', () => ({ ...DEFAULT_PREFERENCES, ...wanted }));

  describe('claims', () => {
    it('AC-15 never give one row to two workers, whether nudged or due', async () => {
      const ids = await emails(120);
      const nudged = await Promise.all(
        Array.from({ length: 4 }, () => claimFresh(pipeline.database, 'email', ids.slice(0, 60), lease())),
      );
      expect(nudged.flat().map(({ id }) => id)).toHaveLength(60);

      pipeline.clock.advance(5 * SECOND);
      const now = pipeline.clock.now();
      const due = await Promise.all(
        Array.from({ length: 4 }, () => claimDue(pipeline.database, 'email', 40, now, lease())),
      );
      const claimed = [...nudged, ...due].flat().map(({ id }) => id);
      expect(new Set(claimed).size).toBe(claimed.length);
      // What one worker had locked the others skipped; it is still there.
      const rest = await claimDue(pipeline.database, 'email', 200, now, lease());
      expect([...claimed, ...rest.map(({ id }) => id)].sort()).toEqual([...ids].sort());
    });

    it('take what is due in the order in which it fell due, and nothing before', async () => {
      const ids = await emails(3);
      expect(await claimDue(pipeline.database, 'email', 10, pipeline.clock.now(), lease())).toEqual([]);
      for (const [i, id] of ids.entries()) {
        await pipeline.database.query(`UPDATE delivery_queue SET due_at = $2 WHERE id = $1`, [
          id,
          new Date(pipeline.clock.now().getTime() - (i + 1) * SECOND),
        ]);
      }
      const [oldest] = await claimDue(pipeline.database, 'email', 1, pipeline.clock.now(), lease());
      expect(oldest?.id).toBe(ids[2]);
    });

    it('by a nudge are for fresh rows of the channel only', async () => {
      const rows = await pipeline.dispatch(anEvent());
      const nudge = (ids: string[]) => claimFresh(pipeline.database, 'email', ids, lease());
      expect(await nudge([rows.in_app.id])).toEqual([]);
      await pipeline.database.query(`UPDATE delivery_queue SET wait_reason = 'paused' WHERE id = $1`, [rows.email.id]);
      expect(await nudge([rows.email.id])).toEqual([]);
      await pipeline.database.query(`UPDATE delivery_queue SET wait_reason = NULL WHERE id = $1`, [rows.email.id]);
      expect(await nudge([rows.email.id])).toHaveLength(1);
      expect(await nudge([rows.email.id])).toEqual([]);
    });

    it('are never more than there are slots, and every row gets its turn', async () => {
      const ids = await emails(30);
      const gates: (() => void)[] = [];
      const sender = new ScriptedSender('email');
      sender.next(...ids.map(() => () => new Promise<SendResult>((open) => gates.push(() => open(ACCEPTED)))));
      const { delivery, slots } = pipeline.worker(sender, { capacity: 4 });
      const delivering = Promise.all([delivery.deliverFresh(ids.slice(0, 15)), delivery.deliverFresh(ids.slice(15))]);

      while (sender.sent.length < ids.length) {
        await eventually(() => expect(gates).not.toEqual([]));
        expect(await countSending()).toBeLessThanOrEqual(4);
        expect(await delivery.deliverDue()).toBeLessThanOrEqual(1);
        for (const open of gates.splice(0)) open();
      }
      for (const open of gates.splice(0)) open();
      await delivering;
      await slots.untilIdle();
      expect(sender.sent.map(({ notificationId }) => notificationId).sort()).toEqual([...ids].sort());
    });

    const countSending = async () => (await pipeline.rows()).filter(({ status }) => status === 'sending').length;

    it('make as many statements for 100 rows as for one', async () => {
      const database = await CountingDatabase.over(pipeline.database);
      const statementsFor = async (count: number) => {
        await empty(pipeline);
        const ids = await emails(count);
        const worker = pipeline.worker(new ScriptedSender('email'), { database, capacity: 400 });
        const statements = await database.count(() => pipeline.deliverFresh(worker, ids));
        expect(new Set((await Promise.all(ids.map((id) => pipeline.status(id)))).map(String))).toEqual(
          new Set(['sent']),
        );
        return statements;
      };
      const [one, many] = [await statementsFor(1), await statementsFor(100)];
      // What does not finish together may be settled in a second batch or a third.
      expect(many).toBeLessThanOrEqual(one + 20);
    });
  });

  describe('a claim that was abandoned', () => {
    const abandon = (id: string) => claimFresh(pipeline.database, 'email', [id], lease());

    it('AC-15 may have been sent: it is sent again only after the retry delay, which leaves time for evidence', async () => {
      const email = await anEmail();
      await abandon(email.id);
      const sender = new ScriptedSender('email');
      const worker = pipeline.worker(sender);
      pipeline.clock.advance(59 * SECOND);
      expect(await pipeline.deliverDue(worker)).toBe(0);

      pipeline.clock.advance(2 * SECOND);
      expect(await pipeline.deliverDue(worker)).toBe(1);
      expect(sender.sent).toEqual([]);
      expect(await pipeline.status(email.id)).toBe('unconfirmed');
      expect(await pipeline.attempts(email.id)).toEqual([{ number: 1, outcome: 'unconfirmed', code: 'lease_expired' }]);

      pipeline.clock.advance(59 * SECOND);
      expect(await pipeline.deliverDue(worker)).toBe(0);
      pipeline.clock.advance(afterRetryDelay(MINUTE) - 59 * SECOND);
      await pipeline.deliverDue(worker);
      expect(sender.sent.map(({ attempt }) => attempt)).toEqual([2]);
      expect(await pipeline.status(email.id)).toBe('sent');
    });

    it('AC-15 uses up an attempt; with the last it ends as unconfirmed', async () => {
      const email = await anEmail();
      await abandon(email.id);
      const sender = new ScriptedSender('email');
      const worker = pipeline.worker(sender);
      const unknown: SendResult = { outcome: 'unconfirmed', code: 'answer_timeout' };
      sender.next(unknown, unknown, unknown, unknown);
      for (let wait = 0; wait < 5; wait++) {
        pipeline.clock.advance(20 * MINUTE);
        await pipeline.deliverDue(worker);
      }
      expect(sender.sent).toHaveLength(3);
      expect(await pipeline.attempts(email.id)).toHaveLength(4);
      expect(await pipeline.status(email.id)).toBe('failed/unconfirmed');
    });

    it('AC-15 is simply repeated where sending twice does no harm', async () => {
      const { in_app: inApp } = await pipeline.dispatch(anEvent());
      await claimFresh(pipeline.database, 'in_app', [inApp.id], lease());
      pipeline.clock.advance(61 * SECOND);
      await pipeline.deliverDue(pipeline.worker(new ScriptedSender('in_app', true)));
      expect(await pipeline.status(inApp.id)).toBe('sent');
      expect(await pipeline.attempts(inApp.id)).toMatchObject([{ number: 1, outcome: 'accepted' }]);
    });
  });

  it('a sender that throws is tried again as often as a provider, also where sending twice does no harm', async () => {
    const { in_app: inApp } = await pipeline.dispatch(anEvent());
    const sender = new ScriptedSender('in_app', true);
    sender.next(...Array.from({ length: 10 }, () => new Error('a fault of ours')));
    const worker = pipeline.worker(sender);
    for (let wait = 0; wait < 7; wait++) {
      pipeline.clock.advance(20 * MINUTE);
      await pipeline.deliverDue(worker);
    }
    expect(sender.sent).toHaveLength(4);
    expect(await pipeline.status(inApp.id)).toBe('failed/unconfirmed');
    expect(await pipeline.attempts(inApp.id)).toMatchObject(Array(4).fill({ code: 'unknown_error' }));
  });

  it('a message that cannot be rendered fails without an attempt', async () => {
    const email = await anEmail();
    const sender = new ScriptedSender('email');
    sender.next(new TemplateError({ type: 'order_confirmed', channel: 'email', language: 'en' }, 'items'));
    await pipeline.deliverFresh(pipeline.worker(sender), [email.id]);
    expect(await pipeline.status(email.id)).toBe('failed/template_error');
    expect(await pipeline.attempts(email.id)).toEqual([]);
    expect(pipeline.publisher.valuesOn(TOPICS.deadLetters.name)).toMatchObject([
      { notificationId: email.id, reason: 'template_error', attempts: 0 },
    ]);
  });

  it('a rate limit is an attempt, and its reset is respected', async () => {
    const email = await anEmail();
    const sender = new ScriptedSender('email');
    const notBefore = new Date(pipeline.clock.now().getTime() + 10 * MINUTE);
    sender.next({ outcome: 'retryable', code: 'limited', notBefore });
    const worker = pipeline.worker(sender);
    await pipeline.deliverFresh(worker, [email.id]);
    expect(await pipeline.row(email.id)).toMatchObject({ status: 'pending', attempts: 1, dueAt: notBefore });
    pipeline.clock.travelTo(new Date(notBefore.getTime() - SECOND));
    expect(await pipeline.deliverDue(worker)).toBe(0);
    pipeline.clock.travelTo(notBefore);
    expect(await pipeline.deliverDue(worker)).toBe(1);
  });

  it('a provider that refuses our account pauses the channel for every worker, and uses up no attempt', async () => {
    const [first = '', second = ''] = await emails(2);
    const sender = new ScriptedSender('email');
    sender.next({ outcome: 'channel_fault', code: 'account_refused' });
    await pipeline.deliverFresh(pipeline.worker(sender), [first]);
    expect(await pipeline.row(first)).toMatchObject({ status: 'pending', attempts: 0 });

    const other = pipeline.worker(sender);
    pipeline.clock.advance(5 * SECOND);
    await pipeline.deliverDue(other);
    expect(await pipeline.status(first)).toBe('pending/paused');
    expect(await pipeline.status(second)).toBe('pending/paused');
    expect(sender.sent).toHaveLength(1);

    pipeline.clock.advance(MINUTE);
    // One message tries whether the provider takes it; the rest follows.
    expect([await pipeline.deliverDue(other), await pipeline.deliverDue(other)]).toEqual([1, 1]);
    expect([await pipeline.status(first), await pipeline.status(second)]).toEqual(['sent', 'sent']);
    expect(await pipeline.attempts(first)).toMatchObject([{ number: 1, outcome: 'accepted' }]);
  });

  describe('no request starts after a revocation was acknowledged', () => {
    it('AC-11 a change is not answered before a row that was claimed ahead of it can no longer start', async () => {
      const event = anEvent();
      const { email } = await pipeline.dispatch(event);
      const sender = new ScriptedSender('email');
      const loader = new HeldLoader(pipeline);
      const { delivery } = pipeline.worker(sender, { loader });
      await delivery.deliverFresh([email.id]);
      await loader.loaded;

      const before = performance.now();
      await change(event.data.userId, { globalEnabled: false });
      // Timers may fire a millisecond early.
      expect(performance.now() - before).toBeGreaterThanOrEqual(START_WINDOW_MS - 1);
      loader.letGo();
      await delivery.untilIdle();
      expect(await pipeline.status(email.id)).toBe('suppressed/global_off');
      expect(sender.sent).toEqual([]);
    });

    it('a fresh row whose call came too late to begin is claimed once more, and does not wait behind what is due', async () => {
      const email = await anEmail();
      const sender = new ScriptedSender('email');
      const loader = new HeldLoader(pipeline);
      const { delivery } = pipeline.worker(sender, { loader });
      await delivery.deliverFresh([email.id]);
      await loader.loaded;
      await delay(START_WINDOW_MS + 10);
      expect(sender.sent).toEqual([]);
      loader.letGo();
      // Nobody looks for due rows here.
      await delivery.untilIdle();
      expect(await pipeline.status(email.id)).toBe('sent');
      expect(sender.sent).toHaveLength(1);
      expect(await pipeline.attempts(email.id)).toMatchObject([{ number: 1, outcome: 'accepted' }]);
    });

    it('a row that comes too late again is left to the due poll', async () => {
      const email = await anEmail();
      const sender = new ScriptedSender('email');
      sender.next(new NotStartedError(), new NotStartedError());
      await pipeline.deliverFresh(pipeline.worker(sender), [email.id]);
      expect(sender.sent).toHaveLength(2);
      const { dueAt } = email;
      expect(await pipeline.row(email.id)).toMatchObject({ status: 'pending', claimNo: 2, attempts: 0, dueAt });
    });

    it('a row that came too late does not wait for the others of its claim', async () => {
      const ids = await emails(2);
      const sender = new ScriptedSender('email');
      let open: (result: SendResult) => void = () => undefined;
      sender.next(() => new Promise((resolve) => (open = resolve)), new NotStartedError());
      const { delivery } = pipeline.worker(sender);
      await delivery.deliverFresh(ids);
      const statuses = async () => (await Promise.all(ids.map((id) => pipeline.status(id)))).sort();
      await eventually(async () => expect(await statuses()).toEqual(['sending', 'sent']));
      open(ACCEPTED);
      await delivery.untilIdle();
      expect(await statuses()).toEqual(['sent', 'sent']);
    });

    it('AC-11 what is claimed after the change sees it', async () => {
      const event = anEvent();
      const { email } = await pipeline.dispatch(event);
      const before = performance.now();
      await change(event.data.userId, { channels: { ...DEFAULT_PREFERENCES.channels, email: false } });
      expect(performance.now() - before).toBeLessThan(START_WINDOW_MS);
      const sender = new ScriptedSender('email');
      await pipeline.deliverFresh(pipeline.worker(sender), [email.id]);
      expect(await pipeline.status(email.id)).toBe('suppressed/channel_off');
      expect(sender.sent).toEqual([]);
    });

    it('a worker that stops gives back what it has not begun', async () => {
      const email = await anEmail();
      const sender = new ScriptedSender('email');
      const loader = new HeldLoader(pipeline);
      const { delivery } = pipeline.worker(sender, { loader });
      await delivery.deliverFresh([email.id]);
      await loader.loaded;
      const stopping = delivery.stop();
      loader.letGo();
      await stopping;
      expect(sender.sent).toEqual([]);
      expect(await pipeline.row(email.id)).toMatchObject({ status: 'pending', attempts: 0, dueAt: email.dueAt });
      await delivery.deliverFresh([email.id]);
      expect(await delivery.deliverDue()).toBe(0);
    });
  });

  it('a worker that stops claims nothing more, also not for nudges that wait for a slot', async () => {
    const ids = await emails(8);
    const sender = new ScriptedSender('email');
    let open: (result: SendResult) => void = () => undefined;
    const held = new Promise<SendResult>((resolve) => (open = resolve));
    sender.next(...ids.map(() => () => held));
    const { delivery } = pipeline.worker(sender, { capacity: 4 });
    const delivering = delivery.deliverFresh(ids);
    await eventually(() => expect(sender.sent).toHaveLength(3));

    const stopping = delivery.stop();
    open(ACCEPTED);
    await Promise.all([stopping, delivering]);
    const rows = await Promise.all(ids.map((id) => pipeline.row(id)));
    expect(rows.filter(({ status }) => status === 'sent')).toHaveLength(3);
    expect(rows.filter(({ claimNo }) => claimNo === 0)).toHaveLength(5);
  });

  describe('the decision at the moment of sending', () => {
    it('AC-11 respects a channel that was switched off while a retry waited', async () => {
      const event = anEvent();
      const { email } = await pipeline.dispatch(event);
      const sender = new ScriptedSender('email');
      sender.next(RETRYABLE);
      const worker = pipeline.worker(sender);
      await pipeline.deliverFresh(worker, [email.id]);
      await change(event.data.userId, { channels: { ...DEFAULT_PREFERENCES.channels, email: false } });
      pipeline.clock.advance(afterRetryDelay(MINUTE));
      await pipeline.deliverDue(worker);
      expect(await pipeline.status(email.id)).toBe('suppressed/channel_off');
      expect(sender.sent).toHaveLength(1);
      expect(await pipeline.attempts(email.id)).toHaveLength(1);
    });

    it('expires what became too old while it waited', async () => {
      const email = await anEmail();
      pipeline.clock.advance(73 * HOUR);
      await pipeline.deliverDue(pipeline.worker(new ScriptedSender('email')));
      expect(await pipeline.status(email.id)).toBe('expired/too_old');
    });

    it('expires at dispatch what arrives too old: a topic replayed by mistake texts nobody', async () => {
      const time = new Date(pipeline.clock.now().getTime() - 73 * HOUR);
      const rows = await pipeline.dispatch(anOrderEvent('order_confirmed', { time }));
      expect(Object.values(rows).map(({ status, reason }) => `${status}/${reason}`)).toEqual(
        Array(3).fill('expired/too_old'),
      );
    });

    it('suppresses a number that its owner’s provider refuses for good, and every later text to it', async () => {
      const phone = '+14155550177';
      const first = anEvent({ recipient: { phone } });
      await change(first.data.userId, TEXTS_AT_ANY_TIME);
      const { sms } = await pipeline.dispatch(first);
      const sender = new ScriptedSender('sms');
      sender.next({ outcome: 'permanent', code: 'opted_out', suppress: true });
      await pipeline.deliverFresh(pipeline.worker(sender), [sms.id]);
      expect(await pipeline.status(sms.id)).toBe('suppressed/suppression_list');

      const later = anEvent({ recipient: { phone } });
      await change(later.data.userId, TEXTS_AT_ANY_TIME);
      expect((await pipeline.dispatch(later)).sms).toMatchObject({ status: 'suppressed', reason: 'suppression_list' });
    });
  });

  describe('a recipient nobody has told us about', () => {
    const aGuest = (userId: string) => anEvent({ userId, recipient: undefined });

    it('is waited for on the retry schedule, and written to once known; in-app does not wait', async () => {
      const event = aGuest('late');
      const { email, in_app: inApp } = await pipeline.dispatch(event);
      expect(inApp).toMatchObject({ status: 'pending', reason: null });
      expect(email).toMatchObject({ status: 'pending', reason: 'no_recipient' });

      const sender = new ScriptedSender('email');
      const worker = pipeline.worker(sender);
      pipeline.clock.advance(MINUTE + SECOND);
      await pipeline.deliverDue(worker);
      expect(await pipeline.status(email.id)).toBe('pending/no_recipient');

      await pipeline.upsertCustomer({ userId: 'late', email: 'late@example.com' });
      pipeline.clock.advance(5 * MINUTE);
      await pipeline.deliverDue(worker);
      expect(await pipeline.status(email.id)).toBe('sent');
      expect(sender.sent[0]?.contact.email).toBe('late@example.com');
      expect(await pipeline.attempts(email.id)).toMatchObject([{ number: 1, outcome: 'accepted' }]);
    });

    it('and who stays unknown ends as failed, without a provider call', async () => {
      const { email } = await pipeline.dispatch(aGuest('never'));
      const sender = new ScriptedSender('email');
      const worker = pipeline.worker(sender);
      for (const wait of [1, 5, 15]) {
        pipeline.clock.advance(wait * MINUTE + SECOND);
        await pipeline.deliverDue(worker);
      }
      expect(await pipeline.status(email.id)).toBe('failed/no_recipient');
      expect(sender.sent).toEqual([]);
      expect(pipeline.publisher.valuesOn(TOPICS.deadLetters.name)).toMatchObject([
        { notificationId: email.id, reason: 'no_recipient', attempts: 0 },
      ]);
    });

    it('is told apart from one without an address', async () => {
      await pipeline.upsertCustomer({ userId: 'nameless', name: 'Ana' });
      expect((await pipeline.dispatch(aGuest('nameless'))).email).toMatchObject({
        status: 'suppressed',
        reason: 'no_address',
      });
    });
  });

  describe('quiet hours', () => {
    // 22:30 in Los Angeles on an ordinary night, and on the night in which clocks go back.
    it.each([
      ['an ordinary night', '2026-12-02T06:30:00Z', '2026-12-02T16:00:00Z', 'America/Los_Angeles'],
      ['the night summer time ends', '2026-11-01T05:30:00Z', '2026-11-01T16:00:00Z', 'America/Los_Angeles'],
      ['another zone', '2026-12-02T21:30:00Z', '2026-12-03T07:00:00Z', 'Europe/Paris'],
    ])(
      'AC-04 a text waits until the customer’s morning, in %s; email and in-app go at once',
      async (_night, evening, morning, timeZone) => {
        const night = await Pipeline.start({}, new Date(evening));
        try {
          const event = eventAt(night, inZone(timeZone));
          await night.preferences().change(event.data.userId, 'preferences_api', () => SMS_ON);
          const { email, sms, in_app: inApp } = await night.dispatch(event);
          expect([email, inApp].map(({ reason }) => reason)).toEqual([null, null]);
          expect(sms).toMatchObject({ status: 'pending', reason: 'quiet_hours' });
          const end = Date.parse(morning);
          expect(sms.dueAt?.getTime()).toBeGreaterThanOrEqual(end);
          expect(sms.dueAt?.getTime()).toBeLessThanOrEqual(end + MINUTE);

          const sender = new ScriptedSender('sms');
          const worker = night.worker(sender);
          night.clock.travelTo(new Date(end - SECOND));
          expect(await night.deliverDue(worker)).toBe(0);
          night.clock.travelTo(new Date(end + MINUTE));
          await night.deliverDue(worker);
          expect(await night.status(sms.id)).toBe('sent');
          expect(sender.sent).toHaveLength(1);
        } finally {
          await night.stop();
        }
      },
      20_000,
    );

    it('AC-04 a text that was due just before them, and is not out yet, waits for the morning', async () => {
      const evening = await Pipeline.start({}, new Date('2026-12-02T20:59:00Z')); // 21:59 in Paris
      try {
        const event = eventAt(evening, inZone('Europe/Paris'));
        await evening.preferences().change(event.data.userId, 'preferences_api', () => SMS_ON);
        const { sms } = await evening.dispatch(event);
        expect(sms.reason).toBeNull();
        evening.clock.advance(2 * MINUTE);
        const sender = new ScriptedSender('sms');
        await evening.deliverDue(evening.worker(sender));
        expect(await evening.row(sms.id)).toMatchObject({ status: 'pending', reason: 'quiet_hours', attempts: 0 });
        expect(sender.sent).toEqual([]);
      } finally {
        await evening.stop();
      }
    }, 20_000);

    it('AC-11 a text whose channel was switched off overnight is not sent in the morning', async () => {
      const night = await Pipeline.start({}, new Date('2026-12-02T22:30:00Z'));
      try {
        const event = eventAt(night, inZone('Europe/Paris'));
        await night.preferences().change(event.data.userId, 'preferences_api', () => SMS_ON);
        const { sms } = await night.dispatch(event);
        await night.preferences().change(event.data.userId, 'preferences_api', () => DEFAULT_PREFERENCES);
        night.clock.advance(9 * HOUR);
        const sender = new ScriptedSender('sms');
        await night.deliverDue(night.worker(sender));
        expect(await night.status(sms.id)).toBe('suppressed/channel_off');
        expect(sender.sent).toEqual([]);
      } finally {
        await night.stop();
      }
    }, 20_000);
  });
});

const ACCEPTED: SendResult = { outcome: 'accepted', providerMessageId: null };
const SMS_ON = { ...DEFAULT_PREFERENCES, channels: { ...DEFAULT_PREFERENCES.channels, sms: true } };
const TEXTS_AT_ANY_TIME = { ...SMS_ON, quietHours: { ...DEFAULT_PREFERENCES.quietHours, enabled: false } };

/** Times travel far in these tests: events have to keep up, or they are too old. */
function eventAt(pipeline: Pipeline, data: Partial<OrderData<'order_confirmed'>> = {}): OrderEvent {
  return anOrderEvent('order_confirmed', { time: pipeline.clock.now(), data });
}

const inZone = (timeZone: string) => ({ recipient: { email: 'ana@example.com', phone: '+33612345678', timeZone } });

/** Reads, and keeps what it read to itself until it is let go: as a worker that was slow to start. */
class HeldLoader extends AssignmentLoader {
  letGo: () => void = () => undefined;
  readonly loaded: Promise<void>;
  private tellLoaded: () => void = () => undefined;
  private readonly gate = new Promise<void>((resolve) => (this.letGo = resolve));

  constructor(pipeline: Pipeline) {
    super(pipeline.database, pipeline.keys(), pipeline.hasher, pipeline.tracing, pipeline.settings);
    this.loaded = new Promise((resolve) => (this.tellLoaded = resolve));
  }

  override async load(...args: Parameters<AssignmentLoader['load']>): ReturnType<AssignmentLoader['load']> {
    const assignments = await super.load(...args);
    this.tellLoaded();
    await this.gate;
    return assignments;
  }
}

async function empty({ database, publisher }: Pipeline): Promise<void> {
  await database.query(
    `TRUNCATE delivery_queue, notification_log, inbox_counter, notification_attempt, outbox, order_event, preference_change, delivery_figure, suppression_event, channel_state, daily_count`,
  );
  publisher.published.length = 0;
}
