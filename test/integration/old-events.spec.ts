import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHANNELS, NOTIFICATION_TYPES, type OrderEvent, TOPICS } from '#contracts';
import { anOrderEvent } from '../builders/order-events.js';
import { Pipeline, aBatch } from '../system/pipeline.js';
import { ScriptedSender } from '../system/scripted-sender.js';
import { HOUR, MINUTE, SECOND } from '../system/test-clock.js';

const DAYS = 30;
const PER_DAY = 24;
const MAX_AGE = 72 * HOUR;

describe('old events', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await Pipeline.start();
  }, 30_000);
  afterAll(() => pipeline.stop());

  const anEventOfAge = (ageMs: number, type: (typeof NOTIFICATION_TYPES)[number] = 'order_confirmed') =>
    anOrderEvent(type, { time: new Date(pipeline.clock.now().getTime() - ageMs) });

  /** An event an hour, oldest first, up to now: of all types, each of another order. */
  function aMonth(): OrderEvent[] {
    return Array.from({ length: DAYS * PER_DAY }, (_, i) =>
      anEventOfAge((DAYS * PER_DAY - i) * HOUR - MINUTE, NOTIFICATION_TYPES[i % NOTIFICATION_TYPES.length]),
    );
  }

  const isOld = ({ time }: OrderEvent) => pipeline.clock.now().getTime() - time.getTime() > MAX_AGE;

  async function read(events: readonly OrderEvent[]): Promise<void> {
    for (let i = 0; i < events.length; i += 200) {
      await pipeline.orderEvents().onOrderEvents(aBatch(events.slice(i, i + 200)));
    }
  }

  async function deliverAll(): Promise<string[]> {
    const senders = CHANNELS.map((channel) => new ScriptedSender(channel, channel === 'in_app'));
    pipeline.clock.advance(6 * SECOND);
    for (const sender of senders) {
      const worker = pipeline.worker(sender, { capacity: 500 });
      while ((await pipeline.deliverDue(worker)) > 0);
    }
    return senders.flatMap(({ sent }) => sent.map(({ notificationId }) => notificationId));
  }

  it('a month of a topic that was never read tells nobody of what is older than 72 hours, and says so; read again, it tells nobody at all', async () => {
    const month = aMonth();
    await read(month);
    const sent = new Set(await deliverAll());
    expect(sent.size).toBeGreaterThan(0);

    const rows = await pipeline.rows();
    const old = new Set(month.filter(isOld).map(({ data }) => data.orderId));
    const ofOld = rows.filter(({ orderId }) => old.has(orderId));
    expect(ofOld).toHaveLength(old.size * CHANNELS.length);
    expect(new Set(ofOld.map(({ status, reason }) => `${status}/${String(reason)}`))).toEqual(
      new Set(['expired/too_old']),
    );
    expect(ofOld.filter(({ id }) => sent.has(id))).toEqual([]);
    const [counted] = await pipeline.database.query<{ users: number }>(
      `SELECT count(*)::int AS users FROM daily_count`,
    );
    expect(counted?.users).toBe(month.length - old.size);
    const news = pipeline.publisher.valuesOn(TOPICS.deliveryEvents.name);
    expect(news).toContainEqual(expect.objectContaining({ status: 'expired', reason: 'too_old' }));

    await read(month);
    expect(await deliverAll()).toEqual([]);
    expect(await pipeline.rows()).toHaveLength(rows.length);
  }, 60_000);

  it.each([
    ['is sent when it is just young enough', MAX_AGE - 10 * SECOND, 'pending'],
    ['is expired when it is just too old', MAX_AGE + SECOND, 'expired'],
    ['of the future counts as one of now', -48 * HOUR, 'pending'],
  ])('an event %s', async (_what, age, status) => {
    expect((await pipeline.dispatch(anEventOfAge(age))).email.status).toBe(status);
  });

  it('an event of the future is as old as its arrival, so it does not outlive the others', async () => {
    const { email } = await pipeline.dispatch(anEventOfAge(-300 * HOUR));
    pipeline.clock.advance(MAX_AGE + SECOND);
    await pipeline.deliverDue(pipeline.worker(new ScriptedSender('email')));
    expect(await pipeline.status(email.id)).toBe('expired/too_old');
  });

  it('an event that waited in a stopped dispatcher’s topic is told if there is still time', async () => {
    const { email } = await pipeline.dispatch(anEventOfAge(MAX_AGE - MINUTE));
    const sender = new ScriptedSender('email');
    sender.next({ outcome: 'retryable', code: 'refused' });
    const worker = pipeline.worker(sender);
    await pipeline.deliverFresh(worker, [email.id]);
    expect(await pipeline.status(email.id)).toBe('pending');
    pipeline.clock.advance(2 * MINUTE);
    await pipeline.deliverDue(worker);
    expect(await pipeline.status(email.id)).toBe('expired/too_old');
    expect(sender.sent).toHaveLength(1);
  });
});
