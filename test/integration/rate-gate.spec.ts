import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DEFAULT_PREFERENCES } from '#contracts';
import { type Pace, haltChannel, loadChannelState, pause, resume, returnCalls, takeCalls } from '#database';
import type { LookUpResult, OutgoingMessage, SendResult } from '#delivery';
import { HealthRegistry, createLogger } from '#runtime';
import fc from 'fast-check';
import { DuePoll } from '../../libs/delivery/src/due-poll.js';
import { anOrderEvent } from '../builders/order-events.js';
import { eventually } from '../system/eventually.js';
import { Pipeline, type Worker } from '../system/pipeline.js';
import { ScriptedSender } from '../system/scripted-sender.js';
import { HOUR, MINUTE, SECOND } from '../system/test-clock.js';

jest.setTimeout(60_000);

const EVENING = new Date('2026-12-02T21:30:00Z'); // 22:30 in Paris
const MORNING = new Date('2026-12-03T07:00:00Z');
const RATE = 100;
const BACKLOG = 600;
const BATCH = 200;
/** What may go at once after a rest. */
const BURST_SECONDS = 0.2;

describe('the rate that a channel’s replicas keep to together', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await Pipeline.start({ SMS_RATE_LIMIT: String(RATE), DAILY_CAP: '100000' }, EVENING);
  });
  afterAll(() => pipeline.stop());
  beforeEach(() => pipeline.database.query(`TRUNCATE delivery_queue, channel_state, operator_pause`));

  describe('the bucket of calls', () => {
    const pace: Pace = { perSecond: 50, burst: 10 };
    const at = (ms: number) => new Date(EVENING.getTime() + ms);
    const take = (wanted: number, ms: number, from = pace) => takeCalls(pipeline.database, 'sms', wanted, from, at(ms));

    it('holds a burst after a rest; nobody gets more than half of what is there', async () => {
      const taken = [
        await take(100, 0),
        await take(100, 0),
        await take(100, 0),
        await take(100, 0),
        await take(100, 0),
      ];
      expect(taken).toEqual([5, 3, 1, 1, 0]);
      expect(await take(2, 10 * SECOND)).toBe(2);
    });

    it('takes back what was not needed', async () => {
      expect(await take(100, 0)).toBe(5);
      await returnCalls(pipeline.database, 'sms', 5, pace, at(0));
      expect(await take(100, 0)).toBe(5);
    });

    it('lets one call a second through where no more are allowed', async () => {
      const slow = { perSecond: 1, burst: 1 };
      const taken: number[] = [];
      for (let ms = 0; ms <= 3_000; ms += 250) taken.push(await take(10, ms, slow));
      expect(taken).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]);
    });

    it('is never overdrawn by takers at the same time', async () => {
      const taken = await Promise.all(Array.from({ length: 40 }, () => take(3, 0)));
      expect(taken.reduce((sum, count) => sum + count)).toBe(pace.burst);
    });

    it('gives out no more than burst and rate allow, in any stretch of time; and nearly that, if it is asked often', async () => {
      const askings = fc.array(fc.record({ pause: fc.nat(100), wanted: fc.integer({ min: 1, max: 20 }) }), {
        maxLength: 30,
      });
      await fc.assert(
        fc.asyncProperty(askings, async (steps) => {
          await pipeline.database.query(`TRUNCATE channel_state`);
          let now = 0;
          const given: { at: number; count: number }[] = [];
          for (const { pause: ms, wanted } of steps) {
            now += ms;
            given.push({ at: now, count: await take(wanted, now) });
          }
          for (const [i, { at: from }] of given.entries()) {
            const total = given.slice(i).reduce((sum, { count }) => sum + count, 0);
            expect(total).toBeLessThanOrEqual(pace.burst + ((now - from) / SECOND) * pace.perSecond + 0.01);
          }
        }),
        { numRuns: 30 },
      );
      await pipeline.database.query(`TRUNCATE channel_state`);
      let total = 0;
      for (let ms = 0; ms < 5_000; ms += 50) total += await take(250, ms);
      expect(total).toBeGreaterThan(5 * pace.perSecond * 0.95);
    });
  });

  /** Texts to one customer in Paris. @returns their ids, in the order in which they are due */
  async function texts(count: number, userId: string): Promise<string[]> {
    const recipient = { phone: '+33612345678', timeZone: 'Europe/Paris' };
    const events = Array.from({ length: count }, () =>
      anOrderEvent('order_confirmed', { time: pipeline.clock.now(), data: { userId, recipient } }),
    );
    for (let from = 0; from < count; from += BATCH)
      await pipeline.dispatcher().dispatch(events.slice(from, from + BATCH));
    const rows = await pipeline.database.query<{ id: string }>(
      `SELECT id FROM delivery_queue WHERE user_id = $1 AND channel = 'sms' ORDER BY due_at`,
      [userId],
    );
    return rows.map(({ id }) => id);
  }

  const wantsTexts = (userId: string, quiet = true) =>
    pipeline.preferences().change(userId, 'preferences_api', () => ({
      ...DEFAULT_PREFERENCES,
      channels: { ...DEFAULT_PREFERENCES.channels, sms: true },
      quietHours: { ...DEFAULT_PREFERENCES.quietHours, enabled: quiet },
    }));

  /** Answers quickly, and remembers when it was asked. */
  class TimedSender extends ScriptedSender {
    readonly calls: { readonly id: string; readonly at: number }[] = [];

    override async send(message: OutgoingMessage): Promise<SendResult> {
      this.calls.push({ id: message.notificationId, at: performance.now() });
      return super.send(message);
    }
  }

  describe('with the worker’s own loop, in two replicas', () => {
    let polls: DuePoll[];
    let workers: Worker[];
    let sender: TimedSender;

    beforeEach(() => {
      sender = new TimedSender('sms');
      workers = [pipeline.worker(sender, { capacity: 100 }), pipeline.worker(sender, { capacity: 100 })];
      polls = workers.map(
        ({ delivery }) =>
          new DuePoll(delivery, pipeline.exit, pipeline.ids, createLogger('tests', 'silent'), new HealthRegistry()),
      );
    });

    const run = async (work: () => Promise<void>) => {
      for (const poll of polls) poll.onApplicationBootstrap();
      try {
        await work();
      } finally {
        for (const poll of polls) await poll.beforeApplicationShutdown();
      }
    };

    it('AC-04 a morning’s release goes out at that rate, oldest first, and fresh messages do not wait behind it', async () => {
      pipeline.clock.travelTo(EVENING);
      for (const user of ['sleeper', 'awake']) await wantsTexts(user, user === 'sleeper');
      const waiting = await texts(BACKLOG, 'sleeper');
      expect(waiting).toHaveLength(BACKLOG);
      pipeline.clock.travelTo(new Date(MORNING.getTime() + 61 * SECOND));

      await run(async () => {
        await eventually(() => expect(sender.calls.length).toBeGreaterThan(RATE));
        const fresh = await texts(20, 'awake');
        const asked = performance.now();
        await workers[1]?.delivery.deliverFresh(fresh);
        await eventually(() => expect(sender.calls.filter(({ id }) => fresh.includes(id))).toHaveLength(fresh.length));
        expect(performance.now() - asked).toBeLessThan(5 * SECOND);
        expect(sender.calls.length).toBeLessThan(BACKLOG);
        await eventually(() => expect(sender.calls).toHaveLength(BACKLOG + fresh.length), 30 * SECOND);
      });

      const calls = sender.calls.map(({ at }) => at).sort((a, b) => a - b);
      // A permission is good for the start window: the calls of one second, and those permitted in the second before it.
      expect(mostPerSecond(calls)).toBeLessThanOrEqual(RATE * 2);
      expect((calls.at(-1) ?? 0) - (calls[0] ?? 0)).toBeGreaterThan((calls.length / RATE - 1) * SECOND);
      const order = sender.calls.flatMap(({ id }) => (waiting.includes(id) ? [waiting.indexOf(id)] : []));
      // What is claimed at the same moment by both replicas may change places.
      expect(Math.max(...order.map((place, i) => Math.abs(place - i)))).toBeLessThan(RATE / 2);
    });

    it('a pause holds both back within two seconds, and so does its end let them go', async () => {
      pipeline.clock.travelTo(new Date(MORNING.getTime() + 3 * HOUR));
      await wantsTexts('busy', false);
      await texts(BACKLOG, 'busy');
      pipeline.clock.advance(MINUTE);
      const now = () => pipeline.clock.now();
      await run(async () => {
        await eventually(() => expect(sender.calls.length).toBeGreaterThan(0));
        const paused = performance.now();
        await pause(pipeline.database, 'sms', 'operator-1', null, now());
        await quietFor(sender, 1_500);
        expect((sender.calls.at(-1)?.at ?? 0) - paused).toBeLessThan(2 * SECOND);

        const made = sender.calls.length;
        const resumed = performance.now();
        await resume(pipeline.database, 'sms', now());
        await eventually(() => expect(sender.calls.length).toBeGreaterThan(made));
        expect((sender.calls[made]?.at ?? Infinity) - resumed).toBeLessThan(2 * SECOND);
      });
    });
  });

  describe('look-ups', () => {
    let sender: AskableSender;
    let worker: Worker;

    beforeEach(async () => {
      pipeline.clock.travelTo(new Date(MORNING.getTime() + 3 * HOUR));
      await wantsTexts('waiter', false);
      sender = new AskableSender('sms');
      worker = pipeline.worker(sender, { capacity: 100 });
    });

    /** Texts of which nobody knows whether they were sent. */
    async function unconfirmedTexts(count: number): Promise<void> {
      const ids = await texts(count, 'waiter');
      pipeline.doNotCheckFigures();
      await pipeline.database.query(
        `UPDATE delivery_queue SET state = 'unconfirmed', attempts = 1, due_at = $2 WHERE id = ANY($1::uuid[])`,
        [ids, pipeline.clock.now()],
      );
      await pipeline.database.query(
        `INSERT INTO notification_attempt (notification_id, number, at, duration_ms, outcome, code)
         SELECT i.id, 1, $2, 0, 'unconfirmed', 'answer_timeout' FROM unnest($1::uuid[]) AS i(id)`,
        [ids, pipeline.clock.now()],
      );
    }

    it('count as calls', async () => {
      await unconfirmedTexts(BACKLOG);
      const from = performance.now();
      while (performance.now() - from < SECOND) await pipeline.deliverDue(worker);
      const seconds = (performance.now() - from) / SECOND;
      expect(sender.asked + sender.sent.length).toBeGreaterThan(RATE / 2);
      expect(sender.asked + sender.sent.length).toBeLessThanOrEqual(RATE * (seconds + BURST_SECONDS) + 1);
    });

    it('are no trial of a halted channel: the next message that is due is', async () => {
      await unconfirmedTexts(1);
      const now = pipeline.clock.now();
      await haltChannel(pipeline.database, 'sms', { reason: 'provider_failing', since: now, until: now });
      expect(await pipeline.deliverDue(worker)).toBe(1);
      expect(sender.asked).toBe(1);
      expect(sender.sent).toEqual([]);
      // Not only when the next trial would have been due.
      await eventually(async () => expect(await pipeline.deliverDue(worker)).toBe(1), 2 * SECOND);
      expect(sender.sent).toHaveLength(1);
      expect((await loadChannelState(pipeline.database, 'sms')).halt).toBeNull();
    });
  });
});

/** Whoever asks about attempts learns that the provider knows none of them. */
class AskableSender extends ScriptedSender {
  asked = 0;

  override lookUp(): Promise<LookUpResult> {
    this.asked += 1;
    return Promise.resolve({ outcome: 'answered', findings: [] });
  }
}

/** Resolves once nothing has been sent for so long. */
async function quietFor(sender: { readonly calls: readonly { readonly at: number }[] }, ms: number): Promise<void> {
  await eventually(() => expect(performance.now() - (sender.calls.at(-1)?.at ?? 0)).toBeGreaterThan(ms));
}

function mostPerSecond(calls: readonly number[]): number {
  return Math.max(...calls.map((from) => calls.filter((at) => at >= from && at < from + SECOND).length));
}
